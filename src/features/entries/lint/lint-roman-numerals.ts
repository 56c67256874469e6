import type { Finding } from './lint-finding.js'

/** Two figures at least, or one with its ordinal ending: a lone "I" or "V" is a letter. */
const ROMAN = /(?<![\p{L}\p{N}'-])(X{0,3})(IX|IV|V?I{0,3})(e|er|re|ème)?(?![\p{L}\p{N}-])/gu
const UNITS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']

/** Numbers in Roman figures, which many readers cannot read. Pure. */
export function lintRomanNumerals(text: string): Finding[] {
  return [...text.matchAll(ROMAN)].flatMap(({ 0: found, 1: tens = '', 2: units = '', 3: ending = '', index }) => {
    if (tens.length + units.length < (ending === '' ? 2 : 1)) return []
    const better = `${tens.length * 10 + UNITS.indexOf(units)}${ending}`
    return [{ rule: 'roman_numeral' as const, offset: index, parameters: { found, better } }]
  })
}
