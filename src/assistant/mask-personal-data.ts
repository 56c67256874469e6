import { findPhoneNumbersInText } from 'libphonenumber-js/max'

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

/** Numbers pasted from a page are spaced with no-break spaces and joined with typographic hyphens. Same length as the text. */
function withPlainSeparators(text: string): string {
  return text.replace(/[^\S\n]/g, ' ').replace(/[\u2010-\u2015\u2212]/g, '-')
}

/** With `@` in the middle, or one of the ways of hiding it from robots. */
const EMAIL =
  /[\p{L}\p{N}_.%+-]{1,64}(?:(?:@| @ | @|@ | ?[([]at[)\]] ?| arobase )(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,24}|@\p{L}[\p{L}\p{N}-]{1,62})/giu
/** `(?<![\w])` and `(?![\w])` keep a match from starting or ending inside a longer word or number. */
const NIR =
  /(?<![\w])[1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{2})?(?![\w])/g
/** The start of an IBAN: country and key. */
const IBAN_START = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}/g
/** The shape of a French IBAN: masked even when a digit was mistyped. */
const FRENCH_IBAN = /^FR\d{12}[A-Z0-9]{11}\d{2}$/
/** The start of a bank card number: networks begin with 2 to 6. */
const CARD_START = /(?<![\w])[2-6]\d/g
/** Digits of a card: Visa, Mastercard and CB have 16, American Express 15, some debit cards 19. 14 would be a SIRET. */
const CARD_LENGTHS = [19, 16, 15]
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
  byPattern('nir', NIR, ([match]) => compact(match).length === 15 || /[ .-]/.test(match) || hasPlausibleBirth(match)),
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

function compact(text: string): string {
  return text.replace(/[ .-]/g, '')
}

/** Thirteen digits in a row are a NIR without key only when month and sex are plausible; the pattern has checked both. */
function hasPlausibleBirth(match: string): boolean {
  return /^[12]/.test(match)
}

/** Length of an IBAN by country. Source: SWIFT IBAN registry, for the countries met at French counters. */
const IBAN_LENGTHS: Record<string, number> = {
  FR: 27,
  MC: 27,
  BE: 16,
  LU: 20,
  CH: 21,
  DE: 22,
  ES: 24,
  IT: 27,
  PT: 25,
  NL: 18,
  GB: 22,
  IE: 22,
  AT: 20,
  PL: 28,
  RO: 24,
  BG: 22,
  HU: 28,
  CZ: 24,
  GR: 27,
  DK: 18,
  SE: 24,
  NO: 15,
  FI: 18,
  TN: 24,
  MA: 28,
  DZ: 26,
  MR: 27,
  UA: 29,
}

/** IBANs, written together or in groups, whatever follows them in the sentence. */
function findIbans(text: string): Range[] {
  return [...text.matchAll(IBAN_START)].flatMap(({ index }) => {
    const length = IBAN_LENGTHS[text.slice(index, index + 2).toUpperCase()] ?? 0
    const to = endOfCompact(text, index, length)
    return to !== null && isIban(compact(text.slice(index, to)).toUpperCase())
      ? [{ from: index, to, kind: 'iban' as const }]
      : []
  })
}

/** Bank cards, written together or in groups, whatever follows them: an expiry date, a cryptogram. */
function findCards(text: string): Range[] {
  return [...text.matchAll(CARD_START)].flatMap(({ index }) => {
    for (const length of CARD_LENGTHS) {
      const to = endOfCompact(text, index, length)
      if (to !== null && isCard(compact(text.slice(index, to)))) return [{ from: index, to, kind: 'card' as const }]
    }
    return []
  })
}

function isCard(digits: string): boolean {
  return /^(?:\d{16}|\d{19}|3[47]\d{13})$/.test(digits) && hasLuhnKey(digits)
}

function isIban(iban: string): boolean {
  return hasIbanKey(iban) || FRENCH_IBAN.test(iban)
}

/** Where a run of `length` letters and digits ends, spaces and hyphens between them aside; `null` when it is shorter. */
function endOfCompact(text: string, from: number, length: number): number | null {
  let left = length
  for (let at = from; at < text.length && left > 0; at += 1) {
    if (/[A-Za-z0-9]/.test(text[at] ?? '')) left -= 1
    else if (!/[ -]/.test(text[at] ?? '')) return null
    if (left === 0) return /[A-Za-z0-9]/.test(text[at + 1] ?? '') ? null : at + 1
  }
  return null
}

/** ISO 7064 mod 97-10: the country and key moved to the end, letters as 10…35, leave 1. */
function hasIbanKey(iban: string): boolean {
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

/** Luhn's check digit, as on every bank card. */
function hasLuhnKey(digits: string): boolean {
  let sum = 0
  ;[...digits].reverse().forEach((digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  })
  return sum % 10 === 0 && !/^0+$/.test(digits)
}
