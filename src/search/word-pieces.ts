/** The unigram model of @xenova/transformers, as far as it is used here. */
export interface UnigramModel {
  /** Position of each piece in `scores`. */
  tokens_to_ids: Map<string, number>
  /** Log-probability of each piece. */
  scores: number[]
  /** That of a character that no piece has. */
  unkScore: number
  /** A tree of all pieces, by which the model's own {@link UnigramModel.tokenize} finds them. */
  trie: unknown
  /** The most likely pieces of a normalised text, in order. */
  tokenize(text: string): string[]
}

/** What a word begins with. */
const MARK = '▁'

/**
 * Has a model cut texts word by word: no piece of it goes from one word into the next, so that the most likely pieces of a text are those of its words. They
 * are the very pieces of its own lattice, and its tree of 9 MB is let go. A model with pieces of several words is left
 * as it is.
 */
export function cutByWord(model: UnigramModel): void {
  const { tokens_to_ids: ids, scores, unkScore } = model
  if ([...ids.keys()].some((piece) => piece.lastIndexOf(MARK) > 0)) return
  const longest = Math.max(...[...ids.keys()].map(({ length }) => length))
  const scoreOf = (piece: string): number => {
    const id = ids.get(piece)
    if (id !== undefined) return scores[id] as number
    return piece.length === 1 ? unkScore : Number.NEGATIVE_INFINITY
  }
  model.tokenize = (text) => text.split(/(?=▁)/).flatMap((word) => cutWord(word, longest, scoreOf))
  model.trie = undefined
}

/** The pieces of a word whose scores have the largest sum (Viterbi). */
function cutWord(word: string, longest: number, scoreOf: (piece: string) => number): string[] {
  const best = new Float64Array(word.length + 1).fill(Number.NEGATIVE_INFINITY)
  const starts = new Uint32Array(word.length + 1)
  best[0] = 0
  for (let start = 0; start < word.length; start += 1) {
    const last = Math.min(word.length, start + longest)
    for (let end = start + 1; end <= last; end += 1) {
      const score = (best[start] as number) + scoreOf(word.slice(start, end))
      if (score <= (best[end] as number)) continue
      best[end] = score
      starts[end] = start
    }
  }
  const pieces: string[] = []
  for (let end = word.length; end > 0; end = starts[end] as number) pieces.push(word.slice(starts[end], end))
  return pieces.reverse()
}
