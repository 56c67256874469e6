import { fold } from '../../retrieval/french-analyser.js'

const WORD = /[\p{L}\p{M}\p{N}]+/gu

/** Letters that Unicode does not fold by itself: the dotless i, the sharp s, the letters of Arabic that are written for one another. */
const LETTERS: readonly [RegExp, string][] = [
  [/ı/g, 'i'],
  [/ß/g, 'ss'],
  [/ʼ/g, "'"],
  [/ـ/g, ''],
  [/ة/g, 'ه'],
  [/ى/g, 'ي'],
]

/** The words of a text in any language: lower case, without accents, vowel signs, apostrophes nor punctuation. */
export function foreignWords(text: string): string[] {
  let folded = fold(text)
  for (const [letters, letter] of LETTERS) folded = folded.replace(letters, letter)
  return [...folded.matchAll(WORD)].map(([word]) => word)
}

/** The article and the particles that Arabic writes at the head of a word, longest first. */
const ARABIC_HEADS = ['وال', 'بال', 'فال', 'كال', 'ولل', 'لل', 'ال', 'و', 'ف', 'ب', 'ل', 'ك', 'س']
const LEAST_ARABIC_REST = 3

/** A word, then the same without what Arabic may have written at its head. */
export function withoutHeads(word: string): string[] {
  const rests = ARABIC_HEADS.filter((head) => word.startsWith(head) && word.length - head.length >= LEAST_ARABIC_REST)
  return [word, ...rests.map((head) => word.slice(head.length))]
}
