import { wordsOf } from './split-sentences.js'

/**
 * Ease of reading of a French text, usually from 0 (hard) to 100 (easy) and sometimes beyond: 207 − 1.015 × words a sentence − 73.6 × syllables a word. An
 * estimate, since syllables are counted by their vowels. `null` without a word. Source: Kandel and Moles, "Application de l'indice de Flesch à la langue
 * française", Cahiers d'études de radio-télévision 19, 1958.
 * @param sentences texts of the sentences
 */
export function readability(sentences: readonly string[]): number | null {
  const words = sentences.flatMap(wordsOf)
  if (words.length === 0) return null
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0)
  return 207 - 1.015 * (words.length / sentences.length) - 73.6 * (syllables / words.length)
}

/** Syllables of a French word as it is said, at least 1: groups of vowels, but a mute ending. */
export function countSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .replace(/^(?:[cdjlmnst]|qu)['’]/, '')
    .replace(/[^\p{L}]/gu, '')
  const groups = letters.match(/[aeiouyàâèêëîïôöùûüœæ]+|ée?/g)?.length ?? 0
  return Math.max(1, /[^aeiouyàâéèêëîïôöùûüœæ]es?$/.test(letters) ? groups - 1 : groups)
}
