import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../features/retention/masked-data.js'
import { findCards, findIbans, findNirs, withPlainSeparators } from '../platform/security/personal-numbers.js'
import { type AnnouncingWords, createAnnouncedFinder } from './personal-data/find-announced.js'
import { findEmails } from './personal-data/find-emails.js'
import { findPhones } from './personal-data/find-phones.js'
import { findPlates } from './personal-data/find-plates.js'
import { findReadAloud } from './personal-data/find-read-aloud.js'
import { findSpokenNumbers, type NumberWords } from './personal-data/spoken-numbers.js'
import { type PersonalDataRange, viewWith } from './personal-data/text-view.js'

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

/** What stands in the place of something masked. */
export type MaskLabel = (kind: PersonalDataKind) => string

/**
 * Replaces social security numbers (NIR, with or without a valid key), IBANs, bank cards, phones, e-mails, number plates, and the tax numbers, file numbers
 * and dates of birth that are said to be ones, by the label of their kind. Numbers are checked by their own arithmetic where they have one, so that a
 * reference or an amount is left alone; read aloud, they are what they say. Masking twice changes nothing.
 * @param kept kinds that are left as they are
 */
export type MaskPersonalData = (text: string, label: MaskLabel, kept?: readonly PersonalDataKind[]) => MaskedText

/** The words by which data is recognised (`knowledge/personal-data.json`). */
export interface MaskingWords extends NumberWords, AnnouncingWords {
  mailHosts: readonly string[]
}

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
