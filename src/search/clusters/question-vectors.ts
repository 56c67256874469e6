import { analyseQuestion } from '../french-analyser.js'
import { toUnit } from '../quantised-vector.js'
import { TimeSlice } from '../word-table.js'

/** What the words weigh in a comparison beside the meaning, in [0, 1]: best on the questions of `benchmarks/quality/town-questions.jsonl`. */
const WORDS_SHARE = 0.15
/** Values of the part that stands for words, beside the meaning and alone: what a narrow one loses weighs little beside the meaning. */
const WORDS_WIDTH = { besideMeaning: 64, alone: 256 }
/** Places that a stem takes among them: one alone would collide too often. */
const PLACES = 4

/**
 * One unit vector a question, `[dimensions + 64] float32`: its meaning, less what all questions share, then its words, weighted by how rare they are among
 * the questions. The cosine of two of them is the weighted mean of both likenesses.
 * @param meanings unit vectors of the questions, in order; `null` without an encoder: words alone are compared
 */
export async function questionVectors(
  questions: readonly string[],
  meanings: readonly Float32Array[] | null,
): Promise<Float32Array[]> {
  if (!meanings) return wordVectors(questions, WORDS_WIDTH.alone)
  const width = WORDS_WIDTH.besideMeaning
  const words = await wordVectors(questions, width)
  const mean = meanOf(meanings)
  const slice = new TimeSlice()
  const vectors: Float32Array[] = []
  const [ofMeaning, ofWords] = [Math.sqrt(1 - WORDS_SHARE), Math.sqrt(WORDS_SHARE)]
  for (const [i, meaning] of meanings.entries()) {
    const own = toUnit(meaning.map((value, at) => value - (mean[at] as number)))
    const word = words[i] as Float32Array
    const vector = new Float32Array(own.length + width)
    for (let at = 0; at < own.length; at += 1) vector[at] = (own[at] as number) * ofMeaning
    for (let at = 0; at < width; at += 1) vector[own.length + at] = (word[at] as number) * ofWords
    vectors.push(toUnit(vector))
    if (slice.isOver()) await slice.next()
  }
  return vectors
}

/** Stems in a few places of a vector each, by a hash: what is lost is less than what the stems say. */
async function wordVectors(questions: readonly string[], width: number): Promise<Float32Array[]> {
  const slice = new TimeSlice()
  const stems: string[][] = []
  const frequency = new Map<string, number>()
  for (const question of questions) {
    const own = [...new Set(analyseQuestion(question).map(({ stem }) => stem))]
    for (const stem of own) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
    stems.push(own)
    if (slice.isOver()) await slice.next()
  }
  const vectors: Float32Array[] = []
  for (const own of stems) {
    const vector = new Float32Array(width)
    for (const stem of own) {
      const weight = Math.log(1 + questions.length / (frequency.get(stem) as number))
      for (const [place, sign] of placesOf(stem))
        vector[place % width] = (vector[place % width] as number) + sign * weight
    }
    vectors.push(toUnit(vector))
    if (slice.isOver()) await slice.next()
  }
  return vectors
}

const known = new Map<string, [place: number, sign: number][]>()
const MOST_KNOWN = 50_000

function placesOf(stem: string): [place: number, sign: number][] {
  const places = known.get(stem) ?? Array.from({ length: PLACES }, (_, nth) => placeOf(`${nth}${stem}`))
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(stem, places)
  return places
}

/** FNV-1a (Fowler, Noll and Vo, public domain), mixed once more so that its low bits depend on every letter. */
function placeOf(text: string): [place: number, sign: number] {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash ^= hash >>> 13
  return [hash >>> 1, hash & 1 ? 1 : -1]
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (vector[i] as number)
  return sum.map((value) => value / Math.max(1, vectors.length))
}
