import type { StaffLanguage } from '../../platform/model/language.js'
import type { SayExchange } from './import-defaults.js'
import type { LineFault } from './import-plan.js'

/** A line that is not imported, in a sentence: where, which field, and why. */
export function describeFaultOf(
  { line, file, code, field, value }: LineFault,
  say: SayExchange,
  language: StaffLanguage,
): string {
  const where =
    line === null
      ? say(language, 'where.file', { file: file ?? '' })
      : say(language, 'where.line', { line: String(line) })
  const fault = say(language, `fault.${code}`, { value })
  if (field === null) return say(language, 'fault.in', { where, fault })
  return say(language, 'fault.at', { where, field: say(language, fieldKey(field)), fault })
}

/** The key of a field's name: that of its section, else of the whole it belongs to. */
function fieldKey(field: string): string {
  return field.startsWith('sections.') ? `field.${field}` : `field.${field.split('.')[0]}`
}
