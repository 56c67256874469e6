import { fold } from '../french-analyser.js'
import { TimeSlice } from '../time-slice.js'
import { agglomerate } from './agglomerate.js'
import { countStems, nameGroup } from './name-group.js'
import { questionVectors } from './question-vectors.js'

/** Questions that ask for the same thing. */
export interface QuestionGroup {
  /** Positions of its questions, in increasing order. */
  members: number[]
  /** Position of the question nearest to the middle of the group. */
  central: number
  /** Its most telling words, as people write them. */
  words: string[]
}

/**
 * How alike questions of one group are, with the meaning and with words alone: mean cosines. Best on `benchmarks/quality/town-questions.jsonl`, rounded to the
 * side of purer groups: two small groups are mended in two presses, a mixed one in none.
 */
const LEAST_LIKENESS = { meaning: 0.24, words: 0.2 }

/** What a grouping is given. */
export interface GroupingOptions {
  /** Unit vectors of some texts, in order; `null` when words alone are compared. */
  encode: ((texts: string[]) => Promise<Float32Array[]>) | null
  /** Called with the questions that are ready, and all. */
  onProgress?: (done: number, total: number) => void
}

/** Texts that are embedded at once. */
const BATCH = 16

/**
 * Groups questions by likeness of meaning and of words, the largest group first. The same words, however they are capitalised or accented, are one text.
 * Yields to the event loop throughout.
 */
export async function groupQuestions(
  questions: readonly string[],
  { encode, onProgress = () => {} }: GroupingOptions,
): Promise<QuestionGroup[]> {
  const { texts, positions } = await distinct(questions)
  if (texts.length === 0) return []
  const meanings = encode && (await encodeAll(texts, encode, (done) => onProgress(done / 2, texts.length)))
  const vectors = await questionVectors(texts, meanings)
  const least = meanings ? LEAST_LIKENESS.meaning : LEAST_LIKENESS.words
  const groups = await agglomerate(vectors, least, (done) => onProgress((texts.length + done) / 2, texts.length))
  const counts = await countStems(questions, groups.length)
  const slice = new TimeSlice()
  const named: QuestionGroup[] = []
  for (const group of groups) {
    const members = group.flatMap((text) => positions[text] as number[]).sort((a, b) => a - b)
    const central = (positions[centralOf(group, vectors, positions)] as number[])[0] as number
    named.push({
      members,
      central,
      words: nameGroup(
        members.map((one) => questions[one] as string),
        counts,
      ),
    })
    if (slice.isOver()) await slice.next()
  }
  return named.sort((a, b) => b.members.length - a.members.length || a.central - b.central)
}

async function distinct(questions: readonly string[]): Promise<{ texts: string[]; positions: number[][] }> {
  const slice = new TimeSlice()
  const known = new Map<string, number>()
  const [texts, positions]: [string[], number[][]] = [[], []]
  for (const [position, question] of questions.entries()) {
    const key = fold(question)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    const text = known.get(key) ?? texts.push(question) - 1
    known.set(key, text)
    if (text === positions.length) positions.push([])
    positions[text]?.push(position)
    if (slice.isOver()) await slice.next()
  }
  return { texts, positions }
}

async function encodeAll(
  texts: readonly string[],
  encode: (texts: string[]) => Promise<Float32Array[]>,
  onProgress: (done: number) => void,
): Promise<Float32Array[]> {
  // Texts of one length together: a batch is padded to its longest.
  const order = [...texts.keys()].sort((a, b) => (texts[a] as string).length - (texts[b] as string).length)
  const vectors = new Array<Float32Array>(texts.length)
  const slice = new TimeSlice()
  for (let start = 0; start < order.length; start += BATCH) {
    const batch = order.slice(start, start + BATCH)
    const encoded = await encode(batch.map((text) => texts[text] as string))
    for (const [i, text] of batch.entries()) vectors[text] = encoded[i] as Float32Array
    onProgress(start + batch.length)
    await slice.next()
  }
  return vectors
}

/** The text nearest to the sum of a group, one that many people typed counting as often. */
function centralOf(group: readonly number[], vectors: readonly Float32Array[], positions: readonly number[][]): number {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const text of group) {
    const times = (positions[text] as number[]).length
    const vector = vectors[text] as Float32Array
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + times * (vector[i] as number)
  }
  let [central, most] = [group[0] as number, Number.NEGATIVE_INFINITY]
  for (const text of group) {
    const vector = vectors[text] as Float32Array
    let likeness = 0
    for (let i = 0; i < sum.length; i += 1) likeness += (sum[i] as number) * (vector[i] as number)
    if (likeness > most) [central, most] = [text, likeness]
  }
  return central
}
