import { findPhoneNumbersInText } from 'libphonenumber-js/max'
import { findCards, findIbans, findNirs, withPlainSeparators } from '../domain/personal-numbers.js'

/** Kinds of personal data that are masked before anything is stored or searched. */
export const PERSONAL_DATA_KINDS = ['nir', 'iban', 'card', 'phone', 'email', 'plate'] as const
/** One of {@link PERSONAL_DATA_KINDS}. */
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** A text with its personal data replaced by labels. */
export interface MaskedText {
  text: string
  /** What was found, each kind once. */
  found: PersonalDataKind[]
  /** What was replaced, as it was typed. For the memory of this process only: it goes neither to a log nor, unsealed, to the disk. */
  values: MaskedValue[]
}

/** Something that was masked. */
export interface MaskedValue {
  kind: PersonalDataKind
  value: string
}

interface Range {
  from: number
  to: number
  kind: PersonalDataKind
}

type Finder = (text: string) => Range[]

/** What a label lays bare beside it is looked for again, this many times at most. */
const MOST_PASSES = 5

/**
 * Replaces social security numbers (NIR, with or without a valid key), IBANs, bank cards, phones, e-mails and number
 * plates by the label of their kind. Numbers are checked by their own arithmetic where they have one, so that a
 * reference or an amount is left alone. Masking twice changes nothing.
 */
export function maskPersonalData(text: string, label: (kind: PersonalDataKind) => string): MaskedText {
  const found = new Set<PersonalDataKind>()
  const values: MaskedValue[] = []
  let masked = text
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const ranges = findRanges(withPlainSeparators(masked))
    if (ranges.length === 0) break
    for (const { kind, from, to } of ranges) {
      found.add(kind)
      values.push({ kind, value: masked.slice(from, to).trim() })
    }
    masked = replaceRanges(masked, ranges, label)
  }
  return { text: masked, found: PERSONAL_DATA_KINDS.filter((kind) => found.has(kind)), values }
}

/** Every range to mask, in order. Where two overlap, the finder that comes first in {@link FINDERS} is right. */
function findRanges(text: string): Range[] {
  const ranges: Range[] = []
  for (const find of FINDERS) {
    for (const range of find(text)) {
      if (!ranges.some((other) => range.from < other.to && other.from < range.to)) ranges.push(range)
    }
  }
  return ranges.sort((a, b) => a.from - b.from)
}

function replaceRanges(text: string, ranges: readonly Range[], label: (kind: PersonalDataKind) => string): string {
  let masked = ''
  let last = 0
  for (const { from, to, kind } of ranges) {
    masked += text.slice(last, from) + label(kind)
    last = to
  }
  return masked + text.slice(last)
}

/** With `@` in the middle, or one of the ways of hiding it from robots. */
const EMAIL =
  /[\p{L}\p{N}_.%+-]{1,64}(?:(?:@| @ | @|@ | ?[([]at[)\]] ?| arobase )(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,24}|@\p{L}[\p{L}\p{N}-]{1,62})/giu
/**
 * French numbers in pairs, the first two perhaps together, whether or not the range is in service. The separator is the
 * same throughout: `01/02/2024 15` begins with a date. Other groupings are left to libphonenumber.
 */
const FRENCH_PHONE =
  /(?<!\d)(?:(?:\+|00)33[ .-]?(?:(?:\(0\)|0)[ .-]?)?[1-9]|0[1-9])(?:([ ./_-]{0,3})\d{2}(?:\1\d{2}){3}|\d{2}(?:[ .-]\d{2}){3})(?!\d)/g
/** How a phone begins; nine digits alone are a SIREN or a reference unless they come in pairs. */
const PHONE_START = /^(?:\+|0|\(|33)|^\d(?:[ .-]\d\d){4}$/
/** A date among the digits that libphonenumber takes for a phone. */
const DATE = /^\d{1,2}[ .-]\d{1,2}[ .-](?:19|20)\d\d/
/** Registration since 2009 (AB-123-CD) and before (1234 AB 45). */
const PLATE =
  /(?<![\w-])(?:([A-HJ-NP-TV-Z]{2})[ .-]?\d{3}[ .-]?([A-HJ-NP-TV-Z]{2})|\d{3,4}[ -](?!EUR|RUE|BIS|TER)[A-HJ-NP-TV-Z]{2,3}[ -](?:\d{2}|2[AB]))(?![\w-])/gi
/** Words of two letters that stand before or after a number of three digits: "de 100 km". */
const SHORT_WORDS = new Set(
  'de le la et en ce se ne je te me ma sa ta es eh ah ha na km kg cm mm ml cl dl mg pm am'.split(' '),
)

const FINDERS: Finder[] = [
  byPattern('email', EMAIL),
  findIbans,
  findCards,
  findNirs,
  byPattern('phone', FRENCH_PHONE),
  findPhones,
  byPattern('plate', PLATE, isPlate),
]

function byPattern(
  kind: PersonalDataKind,
  pattern: RegExp,
  accepts: (match: RegExpExecArray) => boolean = () => true,
): Finder {
  return (text) =>
    [...text.matchAll(pattern)]
      .filter(accepts)
      .map((match) => ({ from: match.index, to: match.index + match[0].length, kind }))
}

/** Phones of any country and grouping. Source: libphonenumber. */
function findPhones(text: string): Range[] {
  return findPhoneNumbersInText(text, { defaultCountry: 'FR', extended: false })
    .map(({ startsAt, endsAt, number }) => ({ startsAt, written: text.slice(startsAt, endsAt), number }))
    .filter(
      ({ written, number }) => number.nationalNumber.length >= 8 && PHONE_START.test(written) && !DATE.test(written),
    )
    .map(({ startsAt, written }) => {
      // A parenthesis that the number does not close belongs to the sentence.
      const from = written.startsWith('(') && !written.includes(')') ? startsAt + 1 : startsAt
      return { from, to: startsAt + written.length, kind: 'phone' as const }
    })
}

/** Plates are written in one case; old ones in capitals; and no word of two letters is part of one unless hyphens say so. */
function isPlate([match, before, after]: RegExpExecArray): boolean {
  if (before === undefined || after === undefined) return match === match.toUpperCase()
  if (match !== match.toUpperCase() && match !== match.toLowerCase()) return false
  return match.includes('-') || ![before, after].some((letters) => SHORT_WORDS.has(letters.toLowerCase()))
}
