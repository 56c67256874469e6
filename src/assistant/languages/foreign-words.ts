import { fold } from '../../search/french-analyser.js'

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
  return folded.match(WORD) ?? []
}

/** What {@link foreignWords} folds away: the Latin letters with an accent or a tail, in lower case, and the inverted marks of Spanish. */
export function foreignLetters(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[¡¿\u00e0-\u024f]/gu) ?? []
  )
}

/** What Arabic writes at the head of a word: "and", then "in", "for", "like" or the future, then the article. */
const ARABIC_HEADS = ['', 'و', 'ف'].flatMap((conjunction) =>
  ['', 'ب', 'ل', 'ك', 'س'].flatMap((particle) =>
    // After "for", the article loses its first letter.
    ['', particle === 'ل' ? 'ل' : 'ال'].map((article) => conjunction + particle + article),
  ),
)
const LEAST_ARABIC_REST = 3

/** A word, then the same without what Arabic may have written at its head. */
export function withoutHeads(word: string): string[] {
  return ARABIC_HEADS.filter(
    (head) => word.startsWith(head) && (head === '' || word.length - head.length >= LEAST_ARABIC_REST),
  ).map((head) => word.slice(head.length))
}
