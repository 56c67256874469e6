import { analyseQuestion, fold } from '../french-analyser.js'
import { TimeSlice } from '../word-table.js'
import { agglomerate } from './agglomerate.js'
import { questionVectors } from './question-vectors.js'

/** Most words in the name of a group. */
const MOST_WORDS = 4
/** A word that fewer of its questions have does not name a group, unless no word is in more. */
const LEAST_SHARE = 0.25
/** A word this much less telling than the first says little. */
const LEAST_OF_FIRST = 0.35

/** How often each stem is in all questions, against which the words of a group are telling. */
interface StemCounts {
  stems: ReadonlyMap<string, number>
  /** Stems of all questions, repeats included, by group: their mean. */
  perGroup: number
}

/** Counts stems over all questions of some groups. Yields to the event loop. */
async function countStems(questions: readonly string[], groups: number): Promise<StemCounts> {
  const slice = new TimeSlice()
  const stems = new Map<string, number>()
  let total = 0
  for (const question of questions) {
    for (const { stem } of analyseQuestion(question)) {
      stems.set(stem, (stems.get(stem) ?? 0) + 1)
      total += 1
    }
    if (slice.isOver()) await slice.next()
  }
  return { stems, perGroup: total / Math.max(1, groups) }
}

/**
 * The most telling words of a group of questions, as people write them, in the order in which they come in its questions. A word is telling when it is
 * frequent in the group and rare elsewhere: class-based TF-IDF (M. Grootendorst, BERTopic, arXiv 2203.05794, section 3.3), over French stems.
 */
function nameGroup(questions: readonly string[], { stems, perGroup }: StemCounts): string[] {
  const own = new Map<string, { questions: number; forms: Map<string, number>; at: number }>()
  for (const question of questions) {
    const words = analyseQuestion(question)
    const seen = new Set<string>()
    for (const [place, { stem, form }] of words.entries()) {
      if (stem.length < 2 || /^\d+$/.test(stem)) continue
      const one = own.get(stem) ?? { questions: 0, forms: new Map(), at: 0 }
      own.set(stem, one)
      if (seen.has(stem)) continue
      seen.add(stem)
      one.questions += 1
      one.at += place / words.length
      const shown = form.toLowerCase()
      one.forms.set(shown, (one.forms.get(shown) ?? 0) + 1)
    }
  }
  const told = [...own].map(([stem, { questions: count, forms, at }]) => ({
    form: commonest(forms),
    share: count / questions.length,
    isAlone: count === 1 && questions.length > 1,
    at: at / count,
    weight: (count / questions.length) * Math.log(1 + perGroup / (stems.get(stem) ?? 1)),
  }))
  const shared = told.filter(({ share, isAlone }) => share >= LEAST_SHARE && !isAlone)
  const ranked = (shared.length > 0 ? shared : told).sort((a, b) => b.weight - a.weight || (a.form < b.form ? -1 : 1))
  const least = (ranked[0]?.weight ?? 0) * LEAST_OF_FIRST
  const named = ranked.filter(({ weight }) => weight >= least).slice(0, MOST_WORDS)
  return named.sort((a, b) => a.at - b.at).map(({ form }) => form)
}

/** The form that most questions have; with its accents, when people write it with and without. */
function commonest(forms: ReadonlyMap<string, number>): string {
  const byFolded = new Map<string, number>()
  for (const [form, count] of forms) byFolded.set(fold(form), (byFolded.get(fold(form)) ?? 0) + count)
  const [folded] = best(byFolded)
  const spelt = [...forms].filter(([form]) => fold(form) === folded)
  const accented = spelt.filter(([form]) => form !== folded)
  return best(new Map(accented.length > 0 ? accented : spelt))[0]
}

function best(counts: ReadonlyMap<string, number>): [string, number] {
  return [...counts].reduce(
    (most, one) => (one[1] > most[1] || (one[1] === most[1] && one[0] < most[0]) ? one : most),
    ['', 0] as [string, number],
  )
}

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
