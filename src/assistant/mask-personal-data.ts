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
}

interface Range {
  from: number
  to: number
  kind: PersonalDataKind
}

type Finder = (text: string) => Range[]

/**
 * Replaces social security numbers (NIR, with or without a valid key), IBANs, bank cards, phones, e-mails and number
 * plates by the label of their kind. Numbers are checked by their own arithmetic where they have one, so that a
 * reference or an amount is left alone.
 */
export function maskPersonalData(text: string, label: (kind: PersonalDataKind) => string): MaskedText {
  const ranges: Range[] = []
  for (const find of FINDERS) {
    for (const range of find(text)) {
      if (!ranges.some((other) => range.from < other.to && other.from < range.to)) ranges.push(range)
    }
  }
  ranges.sort((a, b) => a.from - b.from)
  let masked = ''
  let last = 0
  for (const { from, to, kind } of ranges) {
    masked += text.slice(last, from) + label(kind)
    last = to
  }
  return { text: masked + text.slice(last), found: [...new Set(ranges.map(({ kind }) => kind))] }
}

/** `(?<![\w])` and `(?![\w])` keep a match from starting or ending inside a longer word or number. */
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g
const NIR =
  /(?<![\w])[1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{2})?(?![\w])/g
/** The start of an IBAN: country and key. */
const IBAN_START = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}/g
/** French numbers, whether or not the range is in service; others are left to libphonenumber. */
const FRENCH_PHONE = /(?<![\w])(?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?[1-9]|0[1-9])(?:[ .-]?\d{2}){4}(?![\w])/g
const CARD = /(?<![\w])\d(?:[ -]?\d){12,18}(?![\w])/g
/** Registration since 2009 (AB-123-CD) and before (1234 AB 45). */
const PLATE =
  /(?<![\w-])(?:[A-HJ-NP-TV-Za-hj-np-tv-z]{2}[ -]\d{3}[ -][A-HJ-NP-TV-Za-hj-np-tv-z]{2}|[A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2}|\d{2,4}[ -][A-Z]{2,3}[ -](?:\d{2}|2[AB]))(?![\w-])/g

const FINDERS: Finder[] = [
  byPattern('email', EMAIL),
  findIbans,
  byPattern('nir', NIR, (match) => compact(match).length === 15 || /[ .-]/.test(match) || hasPlausibleBirth(match)),
  byPattern('card', CARD, (match) => hasLuhnKey(compact(match))),
  byPattern('phone', FRENCH_PHONE),
  findForeignPhones,
  byPattern('plate', PLATE),
]

function byPattern(kind: PersonalDataKind, pattern: RegExp, accepts: (match: string) => boolean = () => true): Finder {
  return (text) =>
    [...text.matchAll(pattern)]
      .filter((match) => accepts(match[0]))
      .map((match) => ({ from: match.index, to: match.index + match[0].length, kind }))
}

/** Phones of any country, written with `+`. Source: libphonenumber. */
function findForeignPhones(text: string): Range[] {
  return findPhoneNumbersInText(text, { defaultCountry: 'FR', extended: false })
    .filter(({ number }) => number.nationalNumber.length >= 8)
    .map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt, kind: 'phone' as const }))
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
  FR: 27, MC: 27, BE: 16, LU: 20, CH: 21, DE: 22, ES: 24, IT: 27, PT: 25, NL: 18, GB: 22, IE: 22, AT: 20, PL: 28, RO: 24,
  BG: 22, HU: 28, CZ: 24, GR: 27, DK: 18, SE: 24, NO: 15, FI: 18, TN: 24, MA: 28, DZ: 26, MR: 27, UA: 29,
}

/** IBANs, written together or in groups, whatever follows them in the sentence. */
function findIbans(text: string): Range[] {
  return [...text.matchAll(IBAN_START)].flatMap(({ index }) => {
    const length = IBAN_LENGTHS[text.slice(index, index + 2).toUpperCase()] ?? 0
    const to = endOfCompact(text, index, length)
    return to !== null && hasIbanKey(text.slice(index, to)) ? [{ from: index, to, kind: 'iban' as const }] : []
  })
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
function hasIbanKey(match: string): boolean {
  const iban = compact(match).toUpperCase()
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
