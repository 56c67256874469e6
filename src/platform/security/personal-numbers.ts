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

/** What nobody sees: a page or a program leaves it in what is pasted, between the figures of a number too. */
const UNSEEN = /(?:\p{Cf}|\p{Variation_Selector}|\u034f)+/gu

/** Which kinds of personal numbers a text holds, by their own arithmetic where they have one. Pure. */
export function personalNumbersIn(text: string): PersonalNumberKind[] {
  const found = new Set(findNumbers(text.replace(UNSEEN, '')).map(({ kind }) => kind))
  return PERSONAL_NUMBER_KINDS.filter((kind) => found.has(kind))
}

/** Where a personal number first stands among the texts of a value, by the names and places that lead to it; `null` when none does. Pure. */
export function pathOfPersonalNumber(value: unknown): string[] | null {
  if (typeof value === 'string') return personalNumbersIn(value).length > 0 ? [] : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, one] of Object.entries(value)) {
    const path = pathOfPersonalNumber(one)
    if (path) return [name, ...path]
  }
  return null
}

/** A text with `…` in the place of each personal number. Pure. */
export function withoutPersonalNumbers(typed: string): string {
  if (personalNumbersIn(typed).length === 0) return typed
  const text = typed.replace(UNSEEN, '')
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

/**
 * Numbers pasted from a page are spaced with no-break spaces and joined with typographic hyphens; some keyboards have wide or Arabic figures. Same length as
 * the text.
 */
export function withPlainSeparators(text: string): string {
  return text
    .replace(/[^\S\n]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) & 0xf))
}

/** `(?<![\w])` and `(?![\w])` keep a match from starting or ending inside a longer word or number. */
const NIR =
  /(?<![\w])[1-478][ ./_-]{0,3}\d{2}[ ./_-]{0,3}(?:0[1-9]|1[0-2]|[2-9]\d)[ ./_-]{0,3}(?:\d{2}|2[ABab])[ ./_-]{0,3}\d{3}[ ./_-]{0,3}\d{3}(?:[ ./_-]{0,3}(?:\d{2}|\(?cl[eé] ?:? ?\d{2}\)?))?(?![\w])/g
/** A NIR of which each figure, or each pair, stands alone, as it is read aloud. */
const SPACED_NIR = /(?<![\w.])[12](?:[ .-]?\d){12}(?:(?:[ .-]?\d){2})?(?![ .-]?\d)(?![\w])/g
/** The start of an IBAN: country and key, perhaps letter by letter. */
const IBAN_START = /(?<![A-Za-z0-9])[A-Za-z][ .-]?[A-Za-z][ .-]?\d[ .-]?\d/g
/** The shapes of a French IBAN: masked even when a figure was mistyped, or some are missing. Nothing else has so many after these letters. */
const FRENCH_IBAN = /^FR(?:\d{12}[A-Z0-9]{11}\d{2}|\d{20,30})$/
/** Figures that every IBAN has, at least. */
const LEAST_FIGURES = 10
/** Its length, and those of the ones that were mistyped. */
const FRENCH_LENGTHS = [27, 28, 26, 29, 25, 30, 24, 23, 22]
/** A French account as banks write it: bank, branch, account, key. */
const RIB = /(?<![\w])\d{5}[ ./_-]{0,3}\d{5}[ ./_-]{0,3}[A-Za-z0-9]{11}[ ./_-]{0,3}\d{2}(?![\w])/g
/** The start of a bank card number: networks begin with 2 to 6. */
const CARD_START = /(?<![\w])[2-6][ .-]?\d/g
/** Digits of a card: Visa, Mastercard and CB have 16, American Express 15, some debit cards 19. 14 would be a SIRET. */
const CARD_LENGTHS = [19, 16, 15]

/** Social security numbers, with or without their key. */
export function findNirs(text: string): NumberRange[] {
  const grouped = [...text.matchAll(NIR)].filter(
    ([match]) => compact(match).length >= 15 || /[ ./_-]/.test(match) || hasPlausibleBirth(match),
  )
  const spaced = [...text.matchAll(SPACED_NIR)].filter(([match]) => /^\d{3}(?:0[1-9]|1[0-2])/.test(compact(match)))
  return [...grouped, ...spaced].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    kind: 'nir' as const,
  }))
}

/** Length of an IBAN by country. Source: SWIFT IBAN registry, and the national formats of African banks. */
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
  AD: 24,
  AE: 23,
  AL: 28,
  AZ: 28,
  BA: 20,
  BH: 22,
  BR: 29,
  BY: 28,
  CY: 28,
  EE: 20,
  EG: 29,
  GE: 22,
  HR: 21,
  IL: 23,
  IS: 26,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LI: 21,
  LT: 20,
  LV: 21,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  MU: 30,
  PK: 24,
  PS: 29,
  QA: 29,
  RS: 22,
  SA: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TR: 26,
  VA: 22,
  XK: 20,
  BF: 28,
  BJ: 28,
  CG: 27,
  CI: 28,
  CM: 27,
  GA: 27,
  MG: 27,
  ML: 28,
  NE: 28,
  SN: 28,
  TG: 28,
}

/** IBANs, written together, in groups or letter by letter, whatever follows them in the sentence; French accounts without country too. */
export function findIbans(text: string): NumberRange[] {
  const ibans = [...text.matchAll(IBAN_START)].flatMap(({ 0: start, index }) => {
    const country = compact(start).slice(0, 2).toUpperCase()
    const lengths = country === 'FR' ? FRENCH_LENGTHS : [IBAN_LENGTHS[country] ?? 0]
    for (const length of lengths) {
      const to = endOfCompact(text, index, length)
      if (to !== null && isIban(compact(text.slice(index, to)).toUpperCase()))
        return [{ from: index, to, kind: 'iban' as const }]
    }
    return []
  })
  const accounts = [...text.matchAll(RIB)]
    .filter(([match]) => hasRibKey(compact(match).toUpperCase()))
    .map(({ 0: match, index }) => ({ from: index, to: index + match.length, kind: 'iban' as const }))
  return [...ibans, ...accounts]
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

/** Words of a sentence have the key of an IBAN once in a hundred; they have few figures. */
function isIban(iban: string): boolean {
  const figures = iban.replace(/\D/g, '').length
  return (figures >= LEAST_FIGURES && hasIbanKey(iban)) || FRENCH_IBAN.test(iban)
}

/** Where a run of `length` letters and digits ends, spaces and hyphens between them aside; `null` when it is shorter. */
function endOfCompact(text: string, from: number, length: number): number | null {
  let left = length
  for (let at = from; at < text.length && left > 0; at += 1) {
    if (/[A-Za-z0-9]/.test(text[at] ?? '')) left -= 1
    else if (!/[\s./_:-]/.test(text[at] ?? '')) return null
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

/** Of the letters A to Z, as the key of an account counts them. Source: Comité français d'organisation et de normalisation bancaires. */
const RIB_FIGURES = '12345678912345678923456789'

/** 89 × bank + 15 × branch + 3 × account + key is a multiple of 97. */
function hasRibKey(rib: string): boolean {
  const digits = rib.replace(/[A-Z]/g, (letter) => RIB_FIGURES[letter.charCodeAt(0) - 65] ?? '0')
  const part = (from: number, to: number) => Number(digits.slice(from, to))
  return (89 * part(0, 5) + 15 * part(5, 10) + 3 * part(10, 21) + part(21, 23)) % 97 === 0
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
  return text.replace(/[\s./_:-]/g, '')
}

/** Thirteen digits in a row are a NIR without key only when month and sex are plausible; the pattern has checked both. */
function hasPlausibleBirth(match: string): boolean {
  return /^[12]/.test(match)
}
