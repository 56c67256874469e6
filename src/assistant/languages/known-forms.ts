import type { SpokenLanguage } from '../../platform/model/language.js'
import { withoutHeads } from './foreign-words.js'

/** The lexicon's words that a word may be a form of, nearest first. */
export type KnownForms = (word: string) => readonly string[]

/** Endings: the shortest stem, and how many letters may follow it in the word and in the lexicon's word together; never more than the stem has. */
interface Endings {
  leastStem: number
  mostLetters: number
}

const ENDINGS: Partial<Record<SpokenLanguage, Endings>> = {
  ar: { leastStem: 3, mostLetters: 2 },
  tr: { leastStem: 4, mostLetters: 7 },
  uk: { leastStem: 4, mostLetters: 4 },
  ru: { leastStem: 4, mostLetters: 4 },
  ro: { leastStem: 4, mostLetters: 4 },
}
const OTHER_ENDINGS: Endings = { leastStem: 4, mostLetters: 3 }
/** A shorter stem is one word with a letter more: "bin", "bins". */
const LEAST_WHOLE = 3

/** A word of the lexicon that has a stem, and how many letters it has after it. */
interface KnownStem {
  word: string
  cut: number
}

/**
 * Knows plurals and cases without grammar: two words are forms of one when they share a long enough beginning. Grammatical words are
 * known as they are; Arabic words also without what is written at their head.
 */
export function createKnownForms(
  language: SpokenLanguage,
  words: Iterable<string>,
  grammar: ReadonlySet<string>,
): KnownForms {
  const { leastStem, mostLetters } = ENDINGS[language] ?? OTHER_ENDINGS
  const known = new Set(words)
  /** The beginnings of a word, with how many letters are cut off. */
  const stemsOf = (word: string): { stem: string; cut: number }[] =>
    Array.from({ length: mostLetters + 1 }, (_, cut) => ({ stem: word.slice(0, word.length - cut), cut })).filter(
      ({ stem, cut }) => stem.length >= leastStem || (stem.length >= LEAST_WHOLE && cut <= 1),
    )
  const byStem = new Map<string, KnownStem[]>()
  for (const word of known) {
    if (grammar.has(word)) continue
    for (const { stem, cut } of stemsOf(word)) byStem.set(stem, [...(byStem.get(stem) ?? []), { word, cut }])
  }
  const headsOf = language === 'ar' ? withoutHeads : (word: string) => [word]
  return (word) => {
    const costs = new Map<string, number>()
    const consider = (form: string, cost: number) => costs.set(form, Math.min(cost, costs.get(form) ?? cost))
    for (const form of headsOf(word)) {
      if (known.has(form)) consider(form, 0)
      for (const { stem, cut } of stemsOf(form)) {
        const most = stem.length < leastStem ? 1 : Math.min(mostLetters, stem.length)
        for (const other of byStem.get(stem) ?? []) if (cut + other.cut <= most) consider(other.word, cut + other.cut)
      }
    }
    return [...costs].sort(([, a], [, b]) => a - b).map(([form]) => form)
  }
}
