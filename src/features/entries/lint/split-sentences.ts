/** A sentence of a text. */
export interface Sentence {
  /** Characters of the text before it. */
  offset: number
  text: string
  /** Words in it; see {@link wordsOf}. */
  words: number
}

/** A full stop after these ends no sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:M|MM|Mme|Mmes|Mlle|Dr|Me|St|Ste|art|av|bd|ex|tél|p)\.$/i
const END = /(?<![.!?…])[.!?…]+[\s\u00a0\u202f]*[»)"]*(?=\s|$)/g

/** Splits a text into sentences. A full stop inside a number or after an abbreviation ends none. Pure. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let from = 0
  const take = (to: number) => {
    const piece = text.slice(from, to)
    const trimmed = piece.trimStart()
    const offset = from + piece.length - trimmed.length
    if (/[\p{L}\p{N}]/u.test(trimmed))
      sentences.push({ offset, text: trimmed.trimEnd(), words: wordsOf(trimmed).length })
    from = to
  }
  for (const { 0: mark, index } of text.matchAll(END)) {
    if (!(mark.startsWith('.') && ABBREVIATION.test(text.slice(from, index + 1)))) take(index + mark.length)
  }
  take(text.length)
  return sentences
}

/** The words of a text: what spaces part. A phone number, an amount and an hour are one word each; signs are none. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/(?<!\d)\d+(?:[ \u00a0\u202f]\d+)+/g, '0')
    .replace(/(?<!\d)\d+[ \u00a0\u202f]h\b(?:[ \u00a0\u202f]\d+)?/g, '0')
    .split(/\s+/)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}
