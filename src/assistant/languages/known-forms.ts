import type { SpokenLanguage } from '../../domain/language.js'
import { withoutHeads } from './foreign-words.js'

/** The lexicon's words that a word may be a form of, nearest first. */
export type KnownForms = (word: string) => readonly string[]

/** Endings: the shortest stem, and how many letters may follow it in the word and in the lexicon's word together. */
interface Endings {
  leastStem: number
  mostLetters: number
}

const ENDINGS: Partial<Record<SpokenLanguage, Endings>> = {
  ar: { leastStem: 3, mostLetters: 3 },
  tr: { leastStem: 4, mostLetters: 7 },
  uk: { leastStem: 4, mostLetters: 4 },
  ru: { leastStem: 4, mostLetters: 4 },
  ro: { leastStem: 4, mostLetters: 4 },
}
const OTHER_ENDINGS: Endings = { leastStem: 4, mostLetters: 3 }

interface Stem {
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
  const stems = new Map<string, Stem[]>()
  for (const word of known) {
    if (grammar.has(word)) continue
    for (let cut = 0; cut <= mostLetters && word.length - cut >= leastStem; cut += 1) {
      const stem = word.slice(0, word.length - cut)
      stems.set(stem, [...(stems.get(stem) ?? []), { word, cut }])
    }
  }
  const headsOf = language === 'ar' ? withoutHeads : (word: string) => [word]
  return (word) => {
    const costs = new Map<string, number>()
    for (const form of headsOf(word)) {
      if (known.has(form) && !costs.has(form)) costs.set(form, 0)
      for (let cut = 0; cut <= mostLetters && form.length - cut >= leastStem; cut += 1) {
        for (const stem of stems.get(form.slice(0, form.length - cut)) ?? []) {
          const cost = cut + stem.cut
          if (cost <= mostLetters && cost < (costs.get(stem.word) ?? Number.POSITIVE_INFINITY))
            costs.set(stem.word, cost)
        }
      }
    }
    return [...costs].sort(([, a], [, b]) => a - b).map(([form]) => form)
  }
}
