import type { Encoder } from './encoder.js'
import { dequantise, type QuantisedVector, quantise } from './quantised-vector.js'

/** Words kept: those of a year's questions, in some 3 MB. */
const MOST_KEPT = 10_000
/** How long a question waits for the vectors of words that nobody has used before, ms: all of them take some milliseconds. */
const DEADLINE_MS = 500

/** How words are read. */
export interface WordReading {
  /** Whether all words are waited for, however long that takes. */
  patient: boolean
  /** Milliseconds that never go back. Default: the machine's. */
  clock?: () => number
}

/** Words remembered, by the version of the encoder that read them. */
const memos = new Map<string, Map<string, QuantisedVector>>()

/**
 * Vectors of the words of a question, each read alone: in a batch, a word would be rounded otherwise beside other words. Those used lately are remembered,
 * for all indexes. Words for which there is no time are left out.
 * @throws when the encoder fails
 */
export async function wordVectors(
  words: readonly string[],
  encoder: Encoder,
  { patient, clock = () => performance.now() }: WordReading,
): Promise<Map<string, Float32Array>> {
  const memo = memos.get(encoder.version) ?? new Map<string, QuantisedVector>()
  memos.set(encoder.version, memo)
  const until = clock() + DEADLINE_MS
  const vectors = new Map<string, Float32Array>()
  for (const word of words) {
    const known = memo.get(word)
    if (!known && !patient && clock() > until) continue
    const vector = known ?? (await readWord(word, encoder, patient))
    if (!vector) continue
    // Written anew each time: the first of the memo is the one not used for longest.
    memo.delete(word)
    memo.set(word, vector)
    if (memo.size > MOST_KEPT) memo.delete(memo.keys().next().value as string)
    vectors.set(word, dequantise(vector))
  }
  return vectors
}

async function readWord(word: string, encoder: Encoder, patient: boolean): Promise<QuantisedVector | null> {
  const isHurried = !patient && encoder.encodeQuestion !== undefined
  const vector = isHurried ? await encoder.encodeQuestion?.(word) : (await encoder.encode([word]))[0]
  return vector ? quantise(vector) : null
}
