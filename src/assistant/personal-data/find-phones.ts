import type { PersonalDataRange } from './text-view.js'

/**
 * French numbers in pairs, the first two perhaps together, whether or not the range is in service. The separator is the
 * same throughout: `01/02/2024 15` begins with a date.
 */
const FRENCH =
  /(?<!\d)(?:(?:\+|00)33[ .-]?(?:(?:\(0\)|0)[ .-]?)?[1-9]|\(?(?:0|(?<![\p{L}])[oO])[1-9]\)?)(?:([ ./_-]{0,3}|[,:;])\d{2}(?:\1\d{2}){3}|\d{2}(?:[ .-]\d{2}){3})(?!\d)/gu
/** Ten figures in any groups, with any separators. */
const LOOSE = /(?<![\d,])\(?(?:0|(?<![\p{L}])[oO])[ .-]?[1-9]\)?(?:[ ./_-]{0,3}\d){8}(?![ ./-]?\d)/gu
/** With the code of a country. */
const FOREIGN = /(?<![\d+])\(?(?:\+|00)[ .(-]{0,2}[1-9](?:[ ./()_-]{0,2}\d){7,14}(?!\d)/g
/** As British, German and American numbers are grouped at home. */
const GROUPED = /(?<![\d.,/-])(?:0[1-9]\d{1,3}[ /-]\d{3,8}(?:[ -]\d{3,5})?|\(?[2-9]\d\d\)?[ -]\d{3}-\d{4})(?![\d/-])/g
/** Without its zero: nine figures are a SIREN or a reference unless they come in pairs. */
const PAIRS = /(?<![\d.,/-]|\d )(?:33[ .-]?)?[1-9](?:([ .-])\d\d)(?:\1\d\d){3}(?![ .-]?\d)/g
/** Dates among the figures. */
const DATES =
  /^\(?\d\d[ ./-]\d\d[ ./-](?:19|20)\d\d|^\d\d([./-])\d\d\1\d\d[ -]|(?:19|20)\d\d[ ./-]\d\d[ ./-]\d\d$|^\d\d\.\d{8}$/
/** Numbers are as long as this. Source: ITU-T E.164; two figures are those of the international prefix. */
const LEAST_FOREIGN = 8
const LEAST_WITH_ZEROS = 11

/** Phones of any country and grouping. */
export function findPhones(text: string): PersonalDataRange[] {
  return [
    ...toRanges(text, FRENCH),
    ...toRanges(text, FOREIGN, isForeign),
    ...toRanges(text, PAIRS),
    ...toRanges(text, LOOSE, (written) => !DATES.test(written)),
    ...toRanges(text, GROUPED, isGrouped),
  ]
}

function toRanges(text: string, pattern: RegExp, accepts: (written: string) => boolean = () => true) {
  return [...text.matchAll(pattern)]
    .filter(([written]) => accepts(written))
    .map(({ 0: written, index }) => inSentence(written, index))
}

/** A parenthesis that the number does not close belongs to the sentence. */
function inSentence(written: string, at: number): PersonalDataRange {
  const from = written.startsWith('(') && !written.includes(')') ? at + 1 : at
  return { from, to: at + written.length, kind: 'phone' }
}

function isForeign(written: string): boolean {
  const figures = written.replace(/\D/g, '')
  return figures.length >= (written.includes('+') ? LEAST_FOREIGN : LEAST_WITH_ZEROS)
}

function isGrouped(written: string): boolean {
  const figures = written.replace(/\D/g, '').length
  return figures >= 10 && figures <= 12 && !DATES.test(written)
}
