import type { Lexicons } from '../../content/load-lexicons.js'
import type { SpokenLanguage } from '../../domain/language.js'
import { STOP_WORDS } from '../../retrieval/french-words.js'
import { foreignWords } from './foreign-words.js'

/** Which words belong to which languages. */
export interface LanguageTables {
  /** Languages that have a word in their lexicon. */
  languagesOf(word: string): readonly SpokenLanguage[]
  /**
   * The one language whose lexicon has all the words of a message as one line without a subject ("gracias", "boa tarde"); `null` when none or several have, or when
   * all the words are French too.
   */
  courtesyOf(words: readonly string[]): SpokenLanguage | null
  /** Whether French has a word: grammar, or used in the town's own entries. */
  isFrench(word: string): boolean
  /** Whether a French word of the same first letter is one or two letters away: a word typed in haste is not a foreign one. */
  isNearFrench(word: string): boolean
}

/** Shortest word worth a comparison by letters. */
const LEAST_COMPARED = 4

/** Builds the tables from the lexicons and from French texts, such as the titles and example questions of the entries. */
export function createLanguageTables(lexicons: Lexicons, frenchTexts: Iterable<string>): LanguageTables {
  const languages = new Map<string, SpokenLanguage[]>()
  for (const [language, rows] of lexicons) {
    for (const word of new Set(rows.flatMap(({ foreign }) => foreignWords(foreign))))
      languages.set(word, [...(languages.get(word) ?? []), language])
  }
  const courtesies = new Map<string, Set<SpokenLanguage>>()
  for (const [language, rows] of lexicons) {
    for (const { foreign } of rows.filter(({ french }) => french === '')) {
      const line = foreignWords(foreign).join(' ')
      courtesies.set(line, (courtesies.get(line) ?? new Set()).add(language))
    }
  }
  const french = new Set(STOP_WORDS)
  const searchWords = [...lexicons.values()].flatMap((rows) => rows.map((row) => row.french))
  for (const text of [...searchWords, ...frenchTexts]) for (const word of foreignWords(text)) french.add(word)
  const byFirst = new Map<string, string[]>()
  for (const word of french) {
    const same = byFirst.get(word.charAt(0))
    if (same) same.push(word)
    else byFirst.set(word.charAt(0), [word])
  }
  return {
    languagesOf: (word) => languages.get(word) ?? [],
    courtesyOf(words) {
      const [language, another] = courtesies.get(words.join(' ')) ?? []
      return language === undefined || another || words.every((word) => french.has(word)) ? null : language
    },
    isFrench: (word) => french.has(word),
    isNearFrench(word) {
      if (word.length < LEAST_COMPARED) return false
      const most = word.length < 6 ? 1 : 2
      return (byFirst.get(word.charAt(0)) ?? []).some((other) => isWithin(word, other, most))
    },
  }
}

/** Whether two words differ by at most so many letters added, dropped or changed. Source: Levenshtein, 1965. */
function isWithin(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    if (Math.min(...next) > most) return false
    row = next
  }
  return (row[b.length] ?? 0) <= most
}
