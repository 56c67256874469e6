/** Characters at the head of a cell that a spreadsheet takes for a formula. Source: OWASP, "CSV Injection". */
const FORMULA = /^'*[=+\-@\t\r]/

/** A text that a spreadsheet shows as it is: an apostrophe is put before what it would take for a formula. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** A cell without the apostrophe that {@link guardFormula} put there. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}
