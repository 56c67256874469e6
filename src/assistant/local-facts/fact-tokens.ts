import { foldWord } from '../../platform/text/fold-text.js'

/** A date, an hour, a number or a word of a message. */
export type FactToken =
  | { kind: 'date'; day: number; month: number; year?: number }
  | { kind: 'time'; hour: number; minute: number }
  | { kind: 'number'; number: number }
  | { kind: 'word'; forms: readonly string[] }

/** In order: an hour of twelve, a date, an hour, a number, a word. */
const TOKEN =
  /(?<!\d)(?<twelve>\d{1,2})(?::(?<past>[0-5]\d))?\s?(?<half>[ap])\.?m\b|(?<!\d)(?<day>\d{1,2})\s?[/.]\s?(?<month>1[0-2]|0?[1-9])(?:\s?[/.]\s?(?<year>\d{4}|\d\d))?(?![\d/])|(?<!\d)(?<hour>\d{1,2})(?:\s?(?:heures?|hrs?|h|год|ч)(?:\s?(?<min>\d\d))?(?!\p{L})|[:.](?<minute>[0-5]\d))(?!\d)|(?<!\d)(?<number>\d{1,4})(?:er|st|nd|rd|th|[eºª]|-?(?:го|е|ого))?(?![\p{L}\d])|(?<word>[\p{L}\p{M}\d]+)/gu

/** Letters that an ending may have. */
export const MOST_ENDING = 6

/** Particles that are written with an Arabic word: the article, "and", "in", "to". */
const ARABIC_PARTICLES = /^(?:وال|بال|فال|كال|لل|ال|و|ب|ل|ف)(?=..)/u

/**
 * The tokens of a message, in order; what stands between them is left out. Digits of other scripts count as ours.
 * @param stemOf gives a word one more form
 */
export function factTokens(text: string, stemOf?: (word: string) => string): FactToken[] {
  const plain = text.toLowerCase().replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
  return [...plain.matchAll(TOKEN)].map(({ groups = {} }) => tokenOf(groups, stemOf))
}

/** A word as facts compare it: as {@link foldWord}, with the dotless i of Turkish and the ends of Arabic words as people type them. */
export function foldFactWord(word: string): string {
  return foldWord(word).replace(/ı/g, 'i').replace(/ة/g, 'ه').replace(/ى/g, 'ي')
}

function tokenOf(groups: Record<string, string | undefined>, stemOf?: (word: string) => string): FactToken {
  const { day, month, year, hour, min, minute, twelve, past, half, number, word } = groups
  if (day && month) {
    const full = year && (year.length === 2 ? 2000 + Number(year) : Number(year))
    return { kind: 'date', day: Number(day), month: Number(month), ...(full ? { year: full } : {}) }
  }
  if (twelve) return { kind: 'time', hour: (Number(twelve) % 12) + (half === 'p' ? 12 : 0), minute: Number(past ?? 0) }
  if (hour) return { kind: 'time', hour: Number(hour), minute: Number(min ?? minute ?? 0) }
  if (number) return { kind: 'number', number: Number(number) }
  const written = word ?? ''
  const stem = stemOf ? [foldFactWord(stemOf(written))] : []
  return { kind: 'word', forms: [...new Set([...formsOf(foldFactWord(written)), ...stem])] }
}

/** The forms by which a folded word is heard: itself, and what is left of an Arabic one without its particles. */
export function formsOf(word: string): string[] {
  const bare = word.replace(ARABIC_PARTICLES, '')
  const barer = bare.replace(ARABIC_PARTICLES, '')
  return [...new Set([word, bare, barer])]
}
