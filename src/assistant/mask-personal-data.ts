import {
  type MaskedValue,
  type MaskLabel,
  type MaskPersonalData,
  PERSONAL_DATA_KINDS,
  type PersonalDataKind,
} from '../platform/security/personal-data.js'
import { findCards, findIbans, findNirs, withPlainSeparators } from '../platform/security/personal-numbers.js'
import { foldWord } from '../platform/text/fold-text.js'
import { createAnnouncedFinder } from './personal-data/find-announced.js'
import { findPlates } from './personal-data/find-plates.js'
import { findSpokenNumbers } from './personal-data/spoken-numbers.js'
import { type PersonalDataRange, type Replacement, type TextView, viewWith } from './personal-data/text-view.js'
import type { Tables } from './words/tables.js'

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
function findPhones(text: string): PersonalDataRange[] {
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

/** Figures in groups, of which some were read aloud. */
const FIGURES = /(?<![\p{L}\d])\d(?:[ ,./_-]{0,3}\d){6,59}(?![\p{L}\d])/gu
/** Figures of one number, at most. */
const MOST_OF_ONE = 20
const NEXT_WORD = /^\s{0,2}([\p{L}€$%²³]{1,20})/u

/**
 * Numbers that are read aloud: nobody says so many figures of anything else. Words can be cut into figures in several ways, so that their number and the first of them
 * decide, not their key. @param units words after which it is an amount
 */
function findReadAloud(
  text: string,
  { spoken, view, units }: { spoken: readonly Replacement[]; view: TextView; units: ReadonlySet<string> },
): PersonalDataRange[] {
  return [...view.text.matchAll(FIGURES)].flatMap(({ 0: written, index }) => {
    const { from, to } = view.typed(index, index + written.length)
    const isSpoken = spoken.some((one) => one.from < to && from < one.to)
    const next = NEXT_WORD.exec(text.slice(to))?.[1] ?? ''
    const kind = isSpoken && !units.has(foldWord(next)) ? kindOf(written.replace(/\D/g, '')) : null
    return kind ? [{ from, to, kind }] : []
  })
}

function kindOf(figures: string): PersonalDataKind | null {
  if (/^0[1-9]\d{6,12}$/.test(figures) || /^(?:00|33)\d{8,13}$/.test(figures)) return 'phone'
  if (/^[12]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)\d{8}(?:\d\d)?$/.test(figures)) return 'nir'
  if (/^[2-6]\d{11,18}$/.test(figures)) return 'card'
  // Several, one after the other.
  return figures.length < MOST_OF_ONE ? null : figures.startsWith('0') ? 'phone' : 'card'
}

/** With `@` in the middle, or one of the ways of hiding it from robots. */
const EMAIL =
  /[\p{L}\p{N}_.%+-]{1,64}(?:(?:@| @ | @|@ | ?[([{<] ?(?:at|a|arobase|chez|@) ?[)\]}>] ?| (?:arobase|arobas|arobaze|arrobase) )(?:[\p{L}\p{N}-]{1,63}(?:\.| \. | ?[([]\.[)\]] ?|,| point | dot | ?[([](?:point|dot)[)\]] ?)){1,4}\p{L}{2,24}|@\p{L}[\p{L}\p{N}-]{1,62})/giu
/** Read aloud: "jean point dupont arobase gmail point com", "jean dot dupont at gmail dot com". */
const SPOKEN_EMAIL =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}_.%+-]{1,64}(?: (?:point|dot|tiret|underscore|tiret du bas|tiret bas|\.|-|_) [\p{L}\p{N}_.%+-]{1,64}){0,4}(?: (?:arobase|arobas|arobaze|arrobase|at) | ?@ ?)(?:[\p{L}\p{N}-]{1,63}(?: (?:point|dot|\.) )){1,3}\p{L}{2,10}(?!\p{L})/giu
/** Without any sign: "jean.dupont chez gmail.com". */
const HOSTED =
  /(?<![\p{L}\p{N}])([\p{L}\p{N}_.+-]{1,64}) (?:(?:at|chez|a|à) )?(\p{L}{2,20})(?:\.| \. | point | dot )(?:com|fr|net|me|ch)(?!\p{L})/giu
/** What a local part has, and words of a sentence have not. */
const NOT_A_WORD = /[\d_+]|\p{L}[.-]\p{L}/u

/** Addresses, as they are written, hidden from robots or read aloud. @param hosts by which one is known without its sign */
function findEmails(text: string, hosts: ReadonlySet<string>): PersonalDataRange[] {
  const hosted = [...text.matchAll(HOSTED)].filter(
    ([, local = '', host = '']) => hosts.has(host.toLowerCase()) && NOT_A_WORD.test(local),
  )
  return [...text.matchAll(SPOKEN_EMAIL), ...text.matchAll(EMAIL), ...hosted].map(({ 0: match, index }) => ({
    from: index,
    to: index + match.length,
    kind: 'email' as const,
  }))
}

/** The words by which data is recognised. */
type MaskingWords = Tables['personal-data']

/** What a label lays bare beside it is looked for again, this many times at most. */
const MOST_PASSES = 5

/** Makes ready what masks personal data. */
export function createMask(words: MaskingWords): MaskPersonalData {
  const findRanges = createFinder(words)
  return (text, label, kept = []) => {
    const found = new Set<PersonalDataKind>()
    const values: MaskedValue[] = []
    let masked = text
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const ranges = findRanges(masked).filter(({ kind }) => !kept.includes(kind))
      if (ranges.length === 0) break
      for (const { kind, from, to } of ranges) {
        found.add(kind)
        values.push({ kind, value: masked.slice(from, to).trim() })
      }
      masked = replaceRanges(masked, ranges, label)
    }
    return { text: masked, found: PERSONAL_DATA_KINDS.filter((kind) => found.has(kind)), values }
  }
}

/** Finds every range to mask, in order. Where two overlap, the one of the finder that comes first is right. */
function createFinder(words: MaskingWords): (text: string) => PersonalDataRange[] {
  const findAnnounced = createAnnouncedFinder(words)
  const [hosts, shortWords, units] = [new Set(words.mailHosts), new Set(words.shortWords), new Set(words.units)]
  return (typed) => {
    const plain = withPlainSeparators(typed)
    const spoken = findSpokenNumbers(plain, words)
    const view = viewWith(plain, spoken)
    const inView = (ranges: readonly PersonalDataRange[]) =>
      ranges.map(({ from, to, kind }) => ({ ...view.typed(from, to), kind }))
    const announced = inView(findAnnounced(view.text))
    const [strong, weak] = [announced.filter(isStrong), announced.filter((one) => !isStrong(one))]
    const candidates = [
      ...findEmails(plain, hosts),
      ...strong,
      ...inView([...findIbans(view.text), ...findCards(view.text), ...findNirs(view.text)]),
      ...inView(findPhones(view.text)),
      ...weak,
      ...(spoken.length > 0 ? findReadAloud(plain, { spoken, view, units }) : []),
      ...findPlates(plain, shortWords),
    ]
    return withoutOverlaps(candidates)
  }
}

/** Words that say more than the shape of a number does. */
function isStrong({ kind }: PersonalDataRange): boolean {
  return kind === 'tax' || kind === 'birth' || kind === 'nir'
}

function withoutOverlaps(candidates: readonly PersonalDataRange[]): PersonalDataRange[] {
  const ranges: PersonalDataRange[] = []
  for (const range of candidates)
    if (range.to > range.from && !ranges.some((other) => range.from < other.to && other.from < range.to))
      ranges.push(range)
  return ranges.sort((a, b) => a.from - b.from)
}

function replaceRanges(text: string, ranges: readonly PersonalDataRange[], label: MaskLabel): string {
  let masked = ''
  let last = 0
  for (const { from, to, kind } of ranges) {
    masked += text.slice(last, from) + label(kind)
    last = to
  }
  return masked + text.slice(last)
}
