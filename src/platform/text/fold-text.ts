const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu

/** A word as it is compared: without case, accents or ligatures. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')
}

/** The words of a text as they are compared, in order; what stands between words is left out. */
export function foldedWords(text: string): string[] {
  return foldWord(text).match(WORD) ?? []
}

/** A text as it is searched: its folded words, each after one space, so that `' mot'` is found where a word begins so. */
export function foldText(text: string): string {
  return foldedWords(text)
    .map((word) => ` ${word}`)
    .join('')
}

/** Where a text has a word that begins with one of the folded `words`, in order: `[start, end)` of each whole word. */
export function foundIn(text: string, words: readonly string[]): { start: number; end: number }[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const folded = foldWord(word)
    return words.some((one) => folded.startsWith(one)) ? [{ start: index, end: index + word.length }] : []
  })
}
