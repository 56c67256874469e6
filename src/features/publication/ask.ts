import { setImmediate as nextTurn } from 'node:timers/promises'
import { seededRandom, shuffle } from '../../platform/text/seeded-random.js'
import type { SearchDocument } from '../../search/analysed-document.js'
import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import { analyse, stemsOfQuestion } from '../../search/french-analyser.js'
import { dequantise } from '../../search/quantised-vector.js'
import type { Refit } from '../../search/refit.js'
import {
  type BuildOptions,
  BuiltSearchIndex,
  buildSearchIndex,
  isSameDocument,
  type SearchIndex,
} from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import { vectorsOf, withKnownVectors } from '../entries/catalogue/known-vectors.js'
import { dealFolds, dealParts, type Fold, leaveOut, PARTS } from '../entries/catalogue/leave-out.js'
import {
  type Answered,
  type Answers,
  type DecideFirst,
  decisionMargin,
  firstConfidenceOf,
  isSameDecision,
  keyOfQuestion,
  toAnswered,
} from './answers.js'

/** How much less near by meaning than the nearest candidate an entry may be, and still win by its words; on the installed questions no winner is further. */
const MEANING_MARGIN = 0.12
/** How much less near as a whole. */
const CENTRE_MARGIN = 0.05
/** How much less of the question's words an entry may have than the candidate that has most. */
const WORDS_MARGIN = 0.1

/**
 * Tells of questions whether one of a few entries, whose texts `index` knows, comes near enough to be among its candidates, or to make the first less sure.
 */
async function createProbe(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  calibration: Calibration,
  index: SearchIndex,
): Promise<(answer: Answered) => boolean> {
  if (documents.length === 0) return () => false
  const vectorOf = vectorsOf(index, encoder)
  const small = await buildSearchIndex(documents, withKnownVectors(encoder, vectorOf), calibration)
  const dense =
    small instanceof BuiltSearchIndex ? small.denseOf(withKnownVectors(encoder, vectorOf))?.dense : undefined
  const stems = documents.map(({ title, questions, text }) => new Set(analyse([title, ...questions, text].join('\n'))))
  return ({ question, meaning, centre, words }) => {
    const asked = new Set(stemsOfQuestion(question))
    return asked.size > 0 && (isNearInMeaning(question, meaning, centre) || isNearInWords(asked, words))
  }

  function isNearInMeaning(question: string, meaning: number, centre: number): boolean {
    const vector = vectorOf(question)
    if (!dense || !vector) return true
    const scores = dense.score(dequantise(vector))
    return documents.some((_, i) => {
      const near = scores.of(i)
      return near.best >= meaning - MEANING_MARGIN || near.centre >= centre - CENTRE_MARGIN
    })
  }

  function isNearInWords(asked: ReadonlySet<string>, words: number): boolean {
    return stems.some((own) => [...asked].filter((stem) => own.has(stem)).length / asked.size >= words - WORDS_MARGIN)
  }
}

/** What asking needs beside the base. */
export interface AskOptions {
  /** That with which the base was embedded; `null` when it searches words alone. */
  encoder: Encoder | null
  calibration: Calibration
  decide: DecideFirst
  /** With which the confidences are served; default: as they were calibrated. */
  refit?: Refit | null
  /** Called with questions asked and questions to ask. */
  onProgress?: (done: number, total: number) => void
  /** Ends it: it rejects with the signal's reason. */
  signal?: AbortSignal
}

/** Candidates that a decision and the probe look at. */
const CANDIDATES = 10
/** Questions asked between two turns of the event loop. */
const QUESTIONS_A_TURN = 4
/** Questions that are not expected to change and are asked all the same, to see whether they do. */
const CONTROLS = 80
/** How many times what the controls move, a question near another decision may move. */
const CAUTION = 3
const LEAST_EDGE = 0.005
const SEED = 13
/** More questions would narrow the intervals of a promise by little, and take longer than an administrator waits. */
const MOST_SAMPLED = 1_500

/** A question to ask, of which part. */
type Asked = Pick<Answered, 'from' | 'question' | 'part'>

/** Whether a sample of a base is all that it has. */
export function isSampledWhole({ documents }: Base): boolean {
  return documents.reduce((sum, { questions }) => sum + new Set(questions).size, 0) <= MOST_SAMPLED
}

/**
 * The questions of a base, dealt to the indexes that lack them: every one, a fifth to an index; or a sample of {@link MOST_SAMPLED}, spread evenly over the
 * entries, whose indexes lack little else: what they answer is nearer to what residents get, and what a promise is reckoned from (docs/decisions/058-one-measure.md).
 */
export function dealQuestions({ documents }: Base, isSample: boolean): { folds: Fold[]; questions: Asked[] } {
  const folds = isSample ? dealFolds(documents, { folds: PARTS, most: MOST_SAMPLED }) : dealParts(documents)
  const questions = folds.flatMap((fold, part) =>
    fold.map(({ document, question }) => ({ from: (documents[document] as SearchDocument).id, question, part })),
  )
  return { folds, questions }
}

/** Asks every example question of a base, each of an index that lacks it. Yields to the event loop. */
export async function askAll(base: Base, options: AskOptions): Promise<Answers> {
  const stage = stageOf(base, dealQuestions(base, false), options)
  return answersOf(stage, await ask(stage, stage.questions, options))
}

/** Asks a sample likewise, and keeps one index at a time: it is asked at each start, where memory is short. */
export async function askSample(base: Base, options: AskOptions): Promise<Answers> {
  const stage = stageOf(base, dealQuestions(base, true), options)
  const answers = await ask(stage, stage.questions, options, ({ part }) => delete stage.indexes[part - 1])
  return { ...answersOf(stage, answers), indexes: [] }
}

/**
 * Asks a base that differs from another one in a few entries only the questions whose decision may change: those of the entries that differ,
 * those to which one of these comes near, before or after, and those that stood near another decision. How near is "near" is taken from questions that are
 * expected to keep their decision and are asked all the same: when one of them changes it, all are asked.
 */
export async function askChange(served: Answers, base: Base, options: AskOptions): Promise<Answers> {
  const stage = stageOf(base, dealQuestions(base, false), options, served.indexes)
  const known = (asked: Asked) => served.replies.get(keyOfQuestion(asked)) as Answered
  if (!options.encoder) return answersOf(stage, await ask(stage, stage.questions, options))
  const { moved, still } = await foreseen(stage, { served, encoder: options.encoder }, options)
  const controls = shuffle(still, seededRandom(SEED)).slice(0, CONTROLS)
  const seen = await ask(stage, controls, options)
  const drift = seen.reduce((most, now) => {
    const before = known(now)
    return Math.max(
      most,
      Math.abs(firstConfidenceOf(now) - firstConfidenceOf(before)),
      Math.abs(decisionMargin(now) - decisionMargin(before)),
    )
  }, 0)
  const edge = Math.max(LEAST_EDGE, CAUTION * drift)
  const isStable = seen.every(
    (now) => decisionMargin(known(now)) < edge || isSameDecision(known(now).decided, now.decided),
  )
  const done = new Set(seen.map(keyOfQuestion))
  const onEdge = still.filter((asked) => !done.has(keyOfQuestion(asked)) && decisionMargin(known(asked)) < edge)
  const wanted = [...moved, ...onEdge]
  const isWhole = !isStable || wanted.length > stage.questions.length / 2
  const rest = isWhole ? stage.questions.filter((asked) => !done.has(keyOfQuestion(asked))) : wanted
  const anew = [...seen, ...(await ask(stage, rest, options))]
  const byKey = new Map(anew.map((one) => [keyOfQuestion(one), one]))
  const all = stage.questions.map((asked) => byKey.get(keyOfQuestion(asked)) ?? known(asked))
  return { ...answersOf(stage, all), rerun: anew.length }
}

/** Questions that are asked of a change, at most: of the entries that change; of others, those that come nearest by meaning to what is new, and those that share most of its words. */
const MOST_QUESTIONS_ASKED = { own: 300, meaning: 300, words: 100 }

/**
 * Asks two bases that differ in a few entries what the difference may change: the questions of these entries, and those of others that come nearest to what is
 * new in them, as many of a large base as of a small one. Each is asked of an index that lacks a fifth of them.
 */
export async function askNear(
  served: Base,
  candidate: Base,
  options: AskOptions & { most?: typeof MOST_QUESTIONS_ASKED },
): Promise<{ before: Answers; after: Answers }> {
  const wanted = await nearest(served, candidate, options)
  const some = (base: Base) => {
    const { folds, questions } = dealQuestions(base, false)
    const isWanted = (from: string, question: string) => wanted.has(keyOfQuestion({ from, question }))
    const idOf = (document: number) => (base.documents[document] as SearchDocument).id
    return {
      folds: folds.map((fold) => fold.filter(({ document, question }) => isWanted(idOf(document), question))),
      questions: questions.filter(({ from, question }) => isWanted(from, question)),
    }
  }
  const [first, second] = [some(served), some(candidate)]
  const before = stageOf(served, first, { ...options, isTemporary: true })
  const after = stageOf(candidate, second, { ...options, isTemporary: true }, before.indexes)
  return askTogether(before, after, options)
}

/** Asks two contents part by part, a question of both in turn: with what they have in common it is compared once. A part that has been asked is forgotten. */
async function askTogether(
  before: Stage,
  after: Stage,
  options: AskOptions,
): Promise<{ before: Answers; after: Answers }> {
  const total = before.questions.length + after.questions.length
  const [old, now] = [new Map<string, Answered>(), new Map<string, Answered>()]
  const put = async (stage: Stage, asked: Asked, answers: Map<string, Answered>) => {
    answers.set(keyOfQuestion(asked), await askOne(stage, asked, options))
    const done = old.size + now.size
    if (done % QUESTIONS_A_TURN !== 0) return
    options.onProgress?.(done, total)
    await rest(options)
  }
  for (let part = 0; part < PARTS; part += 1) {
    const isOfPart = (asked: Asked) => asked.part === part
    const next = new Map(after.questions.filter(isOfPart).map((asked) => [keyOfQuestion(asked), asked]))
    for (const asked of before.questions.filter(isOfPart)) {
      await put(before, asked, old)
      const again = next.get(keyOfQuestion(asked))
      if (again) await put(after, again, now)
    }
    for (const [key, asked] of next) if (!now.has(key)) await put(after, asked, now)
    for (const { indexes } of [before, after]) delete indexes[part]
  }
  const inOrder = (stage: Stage, answers: ReadonlyMap<string, Answered>) =>
    answersOf(
      { ...stage, indexes: [] },
      stage.questions.map((asked) => answers.get(keyOfQuestion(asked)) as Answered),
    )
  return { before: inOrder(before, old), after: inOrder(after, now) }
}

/** By {@link keyOfQuestion}, the questions that a change may move. */
async function nearest(
  served: Base,
  candidate: Base,
  { most = MOST_QUESTIONS_ASKED, ...options }: AskOptions & { most?: typeof MOST_QUESTIONS_ASKED },
): Promise<Set<string>> {
  const changed = changedDocuments(served, candidate)
  const { documents } = served
  const own = [...documents.filter(({ id }) => changed.ids.has(id)), ...changed.now].flatMap(({ id, questions }) =>
    // What is added to an entry comes last.
    questions.toReversed().map((question) => keyOfQuestion({ from: id, question })),
  )
  const nearness = await createNearness(noveltiesOf(documents, changed.now), candidate, options)
  const others: { key: string; meaning: number; words: number }[] = []
  for (const document of documents) {
    const { id, questions } = document
    if (changed.ids.has(id)) continue
    const subjectOf = subjectsOf(document)
    for (const question of new Set(questions))
      others.push({ key: keyOfQuestion({ from: id, question }), ...nearness(question, subjectOf.get(question) ?? []) })
    await rest(options)
  }
  const nearestBy = (by: 'meaning' | 'words') =>
    others
      .filter((one) => one[by] > 0)
      .sort((a, b) => b[by] - a[by] || (a.key < b.key ? -1 : 1))
      .slice(0, most[by])
      .map(({ key }) => key)
  return new Set([...[...new Set(own)].slice(-most.own), ...nearestBy('meaning'), ...nearestBy('words')])
}

/** Of entries that change, what is new: the questions that they did not have, and the whole of one that is told otherwise. Pure. */
function noveltiesOf(before: readonly SearchDocument[], now: readonly SearchDocument[]): SearchDocument[] {
  const known = new Map(before.map((document) => [document.id, document]))
  return now.flatMap((document) => {
    const former = known.get(document.id)
    if (!former || former.title !== document.title || former.text !== document.text) return [document]
    const had = new Set(former.questions)
    const questions = document.questions.filter((question) => !had.has(question))
    return questions.length > 0 ? [{ ...document, title: questions[0] as string, questions, text: '' }] : []
  })
}

/** Tells how near a question comes to some texts: as the cosine of the nearest, and as the share of its words that one entry has; 0 where that is not known. */
async function createNearness(
  documents: readonly SearchDocument[],
  { index }: Base,
  { encoder, calibration }: AskOptions,
): Promise<(question: string, subject: readonly string[]) => { meaning: number; words: number }> {
  if (documents.length === 0) return () => ({ meaning: 0, words: 0 })
  const vectorOf = encoder ? vectorsOf(index, encoder) : () => undefined
  const known = encoder && withKnownVectors(encoder, vectorOf)
  const small = await buildSearchIndex(documents, known, calibration)
  const dense = known && small instanceof BuiltSearchIndex ? small.denseOf(known)?.dense : undefined
  const stems = documents.map(({ title, questions, text }) => new Set(analyse([title, ...questions, text].join('\n'))))
  return (question, subject) => {
    const vector = vectorOf(question)
    const scores = vector && dense?.score(dequantise(vector))
    const shared = stems.map((own) => subject.filter((stem) => own.has(stem)).length / subject.length)
    return {
      meaning: scores ? Math.max(...documents.map((_, i) => scores.of(i).best)) : 0,
      words: subject.length > 0 ? Math.max(...shared) : 0,
    }
  }
}

const subjects = new WeakMap<SearchDocument, ReadonlyMap<string, readonly string[]>>()

/** The distinct stems of each example question of a document, read once: each report compares them all with what is new. */
function subjectsOf(document: SearchDocument): ReadonlyMap<string, readonly string[]> {
  const known = subjects.get(document)
  if (known) return known
  const read = new Map(document.questions.map((question) => [question, [...new Set(stemsOfQuestion(question))]]))
  subjects.set(document, read)
  return read
}

interface Stage {
  base: Base
  questions: Asked[]
  /** Those that were built, by part. */
  indexes: (SearchIndex | undefined)[]
  indexOf(part: number): Promise<SearchIndex>
}

/** @param former indexes of another base that lack much the same, by part: from which those of this one are built */
function stageOf(
  base: Base,
  { folds, questions }: ReturnType<typeof dealQuestions>,
  options: AskOptions & Pick<BuildOptions, 'isTemporary'>,
  former: Answers['indexes'] = [],
): Stage {
  const { documents, index } = base
  const { calibration, isTemporary = false } = options
  const encoder = options.encoder && withKnownVectors(options.encoder, vectorsOf(index, options.encoder))
  const indexes: Stage['indexes'] = []
  return {
    base,
    questions,
    indexes,
    async indexOf(part) {
      const known = indexes[part]
      if (known) return known
      options.signal?.throwIfAborted()
      const previous = former[part] ?? index
      const built = await buildSearchIndex(leaveOut(documents, folds[part] ?? []), encoder, calibration, {
        previous,
        isTemporary,
      })
      indexes[part] = built
      return built
    },
  }
}

/** Questions whose decision may change, and the others. */
async function foreseen(
  { base, questions }: Stage,
  { served, encoder }: { served: Answers; encoder: Encoder },
  options: AskOptions,
): Promise<{ moved: Asked[]; still: Asked[] }> {
  const changed = changedDocuments(served.base, base)
  const comesNear = await createProbe(changed.now, encoder, options.calibration, base.index)
  const [moved, still]: [Asked[], Asked[]] = [[], []]
  for (const [i, asked] of questions.entries()) {
    const known = served.replies.get(keyOfQuestion(asked))
    const isMoved =
      !known || changed.ids.has(asked.from) || known.candidates.some((id) => changed.ids.has(id)) || comesNear(known)
    if (isMoved) moved.push(asked)
    else still.push(asked)
    if (i % 200 === 0) await rest(options)
  }
  return { moved, still }
}

async function ask(
  stage: Stage,
  questions: readonly Asked[],
  options: AskOptions,
  onIndex: (asked: Asked) => void = () => {},
): Promise<Answered[]> {
  const answers: Answered[] = []
  for (const asked of questions) {
    await stage.indexOf(asked.part)
    onIndex(asked)
    answers.push(await askOne(stage, asked, options))
    if (answers.length % QUESTIONS_A_TURN !== 0) continue
    options.onProgress?.(answers.length, questions.length)
    await rest(options)
  }
  return answers
}

async function askOne(stage: Stage, asked: Asked, { decide, refit = null }: AskOptions): Promise<Answered> {
  const index = await stage.indexOf(asked.part)
  const found = await index.search(asked.question, { limit: CANDIDATES, patient: true, refit })
  return toAnswered(asked, found, decide(found))
}

async function rest({ signal }: AskOptions): Promise<void> {
  signal?.throwIfAborted()
  await nextTurn()
}

function answersOf({ base, indexes }: Stage, answers: readonly Answered[]): Answers {
  const replies = new Map(answers.map((one) => [keyOfQuestion(one), one]))
  return { base, indexes, replies, rerun: replies.size }
}

/** Entries whose search differs: came, went, or changed. */
function changedDocuments(served: Base, base: Base): { ids: Set<string>; now: SearchDocument[] } {
  const before = new Map(served.documents.map((document) => [document.id, document]))
  const now = base.documents.filter((document) => !isSameDocument(before.get(document.id), document))
  const after = new Set(base.documents.map(({ id }) => id))
  const gone = served.documents.filter(({ id }) => !after.has(id))
  return { ids: new Set([...now, ...gone].map(({ id }) => id)), now }
}
