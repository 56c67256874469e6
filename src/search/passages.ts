const SENTENCE_END = /(?<=[.!?:;])\s+|\n+/u

/** How a long text is cut into passages to embed. */
export interface PassageRule {
  /** Most words of a passage. */
  words: number
  /** Most passages of a text; the rest is left to lexical search. */
  passages: number
}

/** 45 words, as the encoder's training passages; more of them cost embedding time. */
export const DEFAULT_PASSAGES: PassageRule = { words: 45, passages: 4 }

/** The first passages of a text, cut at sentence ends where possible. An empty text gives none. */
export function cutPassages(text: string, rule: PassageRule = DEFAULT_PASSAGES): string[] {
  const passages: string[] = []
  let current: string[] = []
  for (const sentence of text.split(SENTENCE_END)) {
    const words = sentence.split(/\s+/u).filter(Boolean)
    if (current.length > 0 && current.length + words.length > rule.words) {
      passages.push(current.join(' '))
      if (passages.length === rule.passages) return passages
      current = []
    }
    current.push(...words.slice(0, rule.words - current.length))
  }
  if (current.length > 0) passages.push(current.join(' '))
  return passages
}
