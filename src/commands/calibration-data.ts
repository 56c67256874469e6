import { seededRandom, shuffle } from '../platform/text/seeded-random.js'
import type { SearchDocument } from '../search/analysed-document.js'
import { type PooledCandidate, poolCandidates } from '../search/candidate-features.js'
import type { QuestionFacts } from '../search/fusion.js'
import type { BuiltSearchIndex } from '../search/search-index.js'
import { type LabelledQuestion, partOfBase, withTargetsIn } from './read-base.js'
import { withYoungEntries } from './young-entries.js'

/** What people put around a question that they repeat. */
const OPENINGS = ['bonjour, ', 'bonjour madame, ', 'bonsoir ', 'svp ', 'je voudrais savoir : ', 'une question : ', '']
const CLOSINGS = [' merci', ' merci d’avance', ' svp', ' bonne journée', ' ?', '']
/** Words shorter than this are seldom mistyped, and mean little. */
const LEAST_LETTERS = 4

/**
 * A question as somebody types it again: with courtesies, a letter missed, doubled or changed with its neighbour, or both.
 * @param random numbers in [0, 1)
 */
export function echo(question: string, random: () => number): string {
  const draw = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const typed = random() < 0.7 ? mistype(question, random) : question
  return random() < 0.6 ? `${draw(OPENINGS)}${typed}${draw(CLOSINGS)}` : typed
}

/** One letter of one of the longer words missed, doubled, or changed with the next; a text without such a word as it is. */
export function mistype(text: string, random: () => number): string {
  const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= LEAST_LETTERS)
  const word = words[Math.floor(random() * words.length)]
  if (!word) return text
  const at = word.index + 1 + Math.floor(random() * (word[0].length - 2))
  const [before, letter, next, after] = [text.slice(0, at), text[at], text[at + 1] ?? '', text.slice(at + 2)]
  const slip = random()
  if (slip < 1 / 3) return `${before}${next}${after}`
  return slip < 2 / 3 ? `${before}${next}${letter}${after}` : `${before}${letter}${letter}${next}${after}`
}

/** How much a set counts when each is fitted: 1 is as much as another with as many questions, 0 not at all. */
export interface Teaching {
  ranking: number
  confidence: number
}

/** A base with questions asked of it. */
export interface CalibrationSet {
  name: string
  /** Whether the base is asked these questions only: under another name it is asked the others. */
  alone: boolean
  teaches: Teaching
  documents: SearchDocument[]
  questions: AskedQuestion[]
  /** Whether they are in other languages than French. */
  isOtherLanguage?: boolean
}

/** Other ways to ask a base: while entries are young, with a part of them, and its examples as they are typed again. */
const SIBLINGS = ['young', 'part', 'echo'] as const

/** All names under which the questions of a set are observed, its own first. */
export function namesOf(set: string): string[] {
  return [set, ...SIBLINGS.map((way) => `${set}-${way}`)]
}

function siblingOf(set: CalibrationSet, way: (typeof SIBLINGS)[number]): CalibrationSet {
  return { ...set, name: `${set.name}-${way}` }
}

/** A question that a base is asked. */
export interface AskedQuestion extends LabelledQuestion {
  /** See {@link Observed}; the first entry that answers, when it is not given. */
  group?: string
  /** See {@link Observed}; 1 when it is not given. */
  counts?: number
}

/** The evidence on one question, with what is right. */
export interface Observed {
  set: string
  /** Questions of one group are never on both sides of a split: those of one entry, in whatever set. */
  group: string
  /** Whether an entry of the base answers; `removed` when one did before it was taken out. */
  scope: 'in' | 'out' | 'removed'
  /** How much of a question it is: 1, or less for one of several things that a word may mean. */
  counts: number
  /** Its set's. An entry's own example does not teach the ranking: the encoder learnt from most of them. */
  teaches: Teaching
  facts: QuestionFacts
  /** Candidates by words and meaning, and by words alone, each with whether it is right. */
  fused: JudgedCandidate[]
  lexical: JudgedCandidate[]
  /** Of a question in another language than French: with what its language adds. The other two are then empty. */
  abroad: JudgedCandidate[]
  /** Whether it is in another language than French. */
  isOtherLanguage: boolean
}

/** A candidate with whether it answers. */
export interface JudgedCandidate extends PooledCandidate {
  right: boolean
}

/** Builds an index of some documents. */
export type IndexBuilder = (documents: SearchDocument[]) => Promise<BuiltSearchIndex>

/** Parts into which the questions are split: the index that answers one part knows none of its questions. */
const PARTS = 5

/**
 * Collects the evidence on every question of a set. A question that is an example of an entry is asked of an index that does not have it: otherwise it
 * would find itself.
 */
export async function observeSet(set: CalibrationSet, build: IndexBuilder): Promise<Observed[]> {
  const observed: Observed[] = []
  const examples = new Set(set.documents.flatMap(({ questions, abroad = [] }) => [...questions, ...abroad]))
  const parts = set.questions.some(({ question }) => examples.has(question)) ? PARTS : 1
  for (let part = 0; part < parts; part += 1) {
    const questions = set.questions.filter((_, i) => i % parts === part)
    const asked = new Set(questions.map(({ question }) => question))
    const documents = set.documents.map((document) => ({
      ...document,
      questions: document.questions.filter((question) => !asked.has(question)),
      ...(document.abroad && { abroad: document.abroad.filter((question) => !asked.has(question)) }),
    }))
    observed.push(...(await observe(set, documents, { index: await build(documents), questions })))
  }
  return observed
}

/** Questions that nothing of a set answers: its own, asked of an index without the entries that answer them; `sample` of each entry. */
export async function observeRemoved(set: CalibrationSet, build: IndexBuilder, sample: number): Promise<Observed[]> {
  const observed: Observed[] = []
  for (let part = 0; part < PARTS; part += 1) {
    const documents = set.documents.filter((_, i) => i % PARTS !== part)
    const removed = new Set(set.documents.filter((_, i) => i % PARTS === part).map(({ id }) => id))
    const taken = new Map<string, number>()
    const questions = set.questions.flatMap(({ targets, question }) => {
      const [id] = targets
      if (id === undefined || !targets.every((target) => removed.has(target))) return []
      taken.set(id, (taken.get(id) ?? 0) + 1)
      return (taken.get(id) as number) > sample ? [] : [{ id, question, targets: [] }]
    })
    const unanswered = await observe(set, documents, { index: await build(documents), questions })
    observed.push(...asRemoved(unanswered))
  }
  return observed
}

/**
 * Example questions of a base, `count` of them, asked as people repeat what they have read: with courtesies around them, a letter missed, or both. The index
 * keeps them: what a curator wrote down is to be believed, however it is typed.
 */
export async function observeEchoes(
  set: CalibrationSet,
  build: IndexBuilder,
  { count, seed }: { count: number; seed: number },
): Promise<Observed[]> {
  const random = seededRandom(seed)
  const owners = new Map<string, string[]>()
  for (const { id, questions } of set.documents)
    for (const question of questions) owners.set(question, [...(owners.get(question) ?? []), id])
  const echoes = shuffle([...owners], random)
    .slice(0, count)
    .map(([question, targets]) => ({ id: question, question: echo(question, random), targets }))
  return observe(siblingOf(set, 'echo'), set.documents, { index: await build(set.documents), questions: echoes })
}

/** The questions of a set asked while some of its entries are young: `draws` times, with other entries each time. */
export async function observeYoung(
  set: CalibrationSet,
  build: IndexBuilder,
  { draws, seed }: { draws: number; seed: number },
): Promise<Observed[]> {
  const observed: Observed[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    const documents = withYoungEntries(set.documents, seededRandom(seed + draw))
    observed.push(...(await observeSet({ ...siblingOf(set, 'young'), documents }, build)))
  }
  return observed
}

/**
 * The questions of a set, and `others` that nothing answers, asked of `size` of its entries: towns import some of the national fiches. Questions whose
 * entries are not among them are `removed`.
 */
export async function observePart(
  set: CalibrationSet,
  build: IndexBuilder,
  { size, seed, others }: { size: number; seed: number; others: readonly AskedQuestion[] },
): Promise<Observed[]> {
  const documents = partOfBase(set.documents, set.questions, { size, random: seededRandom(seed) })
  const answerable = set.questions.filter(({ targets }) => targets.length > 0)
  // Its group is what the whole base answers it with, so that it stays on its side of a split.
  const asked = withTargetsIn(
    documents,
    answerable.map((question): AskedQuestion => ({ ...question, group: question.targets[0] as string })),
  )
  const part = { ...siblingOf(set, 'part'), documents }
  const removed = await observeSet({ ...part, questions: asked.filter(({ targets }) => targets.length === 0) }, build)
  return [
    ...(await observeSet({ ...part, questions: asked.filter(({ targets }) => targets.length > 0) }, build)),
    ...(await observeSet({ ...part, questions: [...others] }, build)),
    ...asRemoved(removed),
  ]
}

/**
 * Words that may mean several entries ("mariage": to marry, or a copy of the act), likeliest first: each meaning is a question of its own, the likeliest twice
 * as often as another, and all of them together count as one.
 */
export function meaningsOf(words: readonly LabelledQuestion[]): AskedQuestion[] {
  return words.flatMap(({ id, question, targets }) =>
    targets.map((target, place) => {
      return { id, question, targets: [target], group: id, counts: (place === 0 ? 2 : 1) / (targets.length + 1) }
    }),
  )
}

function asRemoved(observed: readonly Observed[]): Observed[] {
  return observed.map((one) => ({ ...one, scope: 'removed' }))
}

async function observe(
  { name: set, teaches, isOtherLanguage = false }: CalibrationSet,
  documents: readonly SearchDocument[],
  { index, questions }: { index: BuiltSearchIndex; questions: readonly AskedQuestion[] },
): Promise<Observed[]> {
  const observed: Observed[] = []
  for (const { id, question, targets, group = targets[0] ?? id, counts = 1 } of questions) {
    const { lexical, candidates, facts } = await index.examine(question, { patient: true, isOtherLanguage })
    const judge = (pool: readonly PooledCandidate[]): JudgedCandidate[] =>
      pool.map((candidate) => ({ ...candidate, right: targets.includes(documents[candidate.document]?.id ?? '') }))
    observed.push({
      set,
      group,
      counts,
      scope: targets.length > 0 ? 'in' : 'out',
      teaches,
      facts,
      fused: isOtherLanguage ? [] : judge(candidates),
      lexical: isOtherLanguage || facts.words === 0 ? [] : judge(poolCandidates(lexical, null)),
      abroad: isOtherLanguage ? judge(candidates) : [],
      isOtherLanguage,
    })
  }
  return observed
}
