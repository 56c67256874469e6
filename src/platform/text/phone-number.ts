const SEPARATORS = /[\s.\-–/()\u00a0\u202f]/g
/** Ten digits, from anywhere in France. */
const FRENCH = /^0[1-9]\d{8}$/
/** `15`, `115`, `3939`, `116117`, `118218`. */
const SHORT = /^(?:1\d{1,2}|[13]\d{3}|11[68]\d{3})$/
const INTERNATIONAL = /^(?:\+|00)[1-9]\d{6,14}$/

/** Whether a text is a phone number that can be called: French, short or international, however its digits are grouped. Pure. */
export function isPhoneNumber(text: string): boolean {
  const digits = digitsOf(text)
  return FRENCH.test(digits) || SHORT.test(digits) || INTERNATIONAL.test(digits)
}

/** What a link to a phone number calls: `+33261910000`, `3939`. Pure. */
export function phoneToDial(text: string): string {
  const digits = digitsOf(text)
  if (SHORT.test(digits)) return digits
  if (INTERNATIONAL.test(digits)) return digits.replace(/^00/, '+')
  return `+33${text.replace(/\D/g, '').slice(1)}`
}

/** `+33 (0)2 61…` is dialled without its zero. */
function digitsOf(text: string): string {
  return text.trim().replace(/\(0\)/, '').replace(SEPARATORS, '')
}
