/** Kinds of numbers that say who somebody is, or open her account. */
export const PERSONAL_NUMBER_KINDS = ['nir', 'iban', 'card'] as const
/** One of {@link PERSONAL_NUMBER_KINDS}. */
export type PersonalNumberKind = (typeof PERSONAL_NUMBER_KINDS)[number]

/** Where a number stands in a text, `[from, to)`. */
export interface NumberRange {
  from: number
  to: number
  kind: PersonalNumberKind
}

/** Which kinds of personal numbers a text holds, by their own arithmetic where they have one. Pure. */
export function personalNumbersIn(text: string): PersonalNumberKind[] {
  const found = new Set(findNumbers(text).map(({ kind }) => kind))
  return PERSONAL_NUMBER_KINDS.filter((kind) => found.has(kind))
}

/** A text with `…` in the place of each personal number. Pure. */
export function withoutPersonalNumbers(text: string): string {
  let left = ''
  let last = 0
  for (const { from, to } of findNumbers(text).sort((a, b) => a.from - b.from)) {
    if (from >= last) left += `${text.slice(last, from)}…`
    last = Math.max(last, to)
  }
  return left + text.slice(last)
}

function findNumbers(text: string): NumberRange[] {
  const plain = withPlainSeparators(text)
  return [...findNirs(plain), ...findIbans(plain), ...findCards(plain)]
}

/** Numbers pasted from a page are spaced with no-break spaces and joined with typographic hyphens. Same length as the text. */
export function withPlainSeparators(text: string): string {
  return text.replace(/[^\S\n]/g, ' ').replace(/[\u2010-\u2015\u2212]/g, '-')
}

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

/** Social security numbers, with or without their key. */
export function findNirs(text: string): NumberRange[] {
  return [...text.matchAll(NIR)]
    .filter(([match]) => compact(match).length === 15 || /[ .-]/.test(match) || hasPlausibleBirth(match))
    .map((match) => ({ from: match.index, to: match.index + match[0].length, kind: 'nir' as const }))
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
export function findIbans(text: string): NumberRange[] {
  return [...text.matchAll(IBAN_START)].flatMap(({ index }) => {
    const length = IBAN_LENGTHS[text.slice(index, index + 2).toUpperCase()] ?? 0
    const to = endOfCompact(text, index, length)
    return to !== null && isIban(compact(text.slice(index, to)).toUpperCase())
      ? [{ from: index, to, kind: 'iban' as const }]
      : []
  })
}

/** Bank cards, written together or in groups, whatever follows them: an expiry date, a cryptogram. */
export function findCards(text: string): NumberRange[] {
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

function compact(text: string): string {
  return text.replace(/[ .-]/g, '')
}

/** Thirteen digits in a row are a NIR without key only when month and sex are plausible; the pattern has checked both. */
function hasPlausibleBirth(match: string): boolean {
  return /^[12]/.test(match)
}
