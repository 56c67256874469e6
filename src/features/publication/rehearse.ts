import { setImmediate as nextTurn } from 'node:timers/promises'
import { seededRandom, shuffle } from '../../platform/text/seeded-random.js'
import type { SearchDocument } from '../../search/analysed-document.js'
import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import { analyse, analyseQuestion } from '../../search/french-analyser.js'
import { BuiltSearchIndex, buildSearchIndex, isSameDocument, type SearchIndex } from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import { vectorsOf, withKnownVectors } from '../entries/catalogue/known-vectors.js'
import { leaveOut } from '../entries/catalogue/leave-out.js'
import { dealParts } from './rehearsal-store.js'
import {
  type DecideFirst,
  isSameDecision,
  keyOfQuestion,
  type Rehearsal,
  type Rehearsed,
  rehearsed,
} from './rehearsed.js'

/** Tells which questions a few entries may have a say in. */
interface Probe {
  /** Whether one of them comes near enough to a question to be among its candidates, or to make the first less sure. */
  comesNear(reply: Rehearsed): boolean
}

/** How much less near by meaning than the nearest candidate an entry may be, and still win by its words; on the installed questions no winner is further. */
const MEANING_MARGIN = 0.12
/** How much less near as a whole. */
const CENTRE_MARGIN = 0.05
/** How much less of the question's words an entry may have than the candidate that has most. */
const WORDS_MARGIN = 0.1

/** Makes a probe of entries whose texts `index` knows. */
async function createProbe(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  calibration: Calibration,
  index: SearchIndex,
): Promise<Probe> {
  if (documents.length === 0) return { comesNear: () => false }
  const vectorOf = vectorsOf(index, encoder)
  const small = await buildSearchIndex(documents, withKnownVectors(encoder, vectorOf), calibration)
  const dense =
    small instanceof BuiltSearchIndex ? small.denseOf(withKnownVectors(encoder, vectorOf))?.dense : undefined
  const stems = documents.map(({ title, questions, text }) => new Set(analyse([title, ...questions, text].join('\n'))))
  return {
    comesNear({ question, meaning, centre, words }) {
      const asked = new Set(analyseQuestion(question).map(({ stem }) => stem))
      return asked.size > 0 && (isNearInMeaning(question, meaning, centre) || isNearInWords(asked, words))
    },
  }

  function isNearInMeaning(question: string, meaning: number, centre: number): boolean {
    const vector = vectorOf(question)
    if (!dense || !vector) return true
    const scores = dense.score(floatsOf(vector))
    return documents.some((_, i) => {
      const near = scores.of(i)
      return near.best >= meaning - MEANING_MARGIN || near.centre >= centre - CENTRE_MARGIN
    })
  }

  function isNearInWords(asked: ReadonlySet<string>, words: number): boolean {
    return stems.some((own) => [...asked].filter((stem) => own.has(stem)).length / asked.size >= words - WORDS_MARGIN)
  }
}

function floatsOf({ values, scale }: { values: Int8Array; scale: number }): Float32Array {
  const floats = new Float32Array(values.length)
  for (let i = 0; i < values.length; i += 1) floats[i] = (values[i] as number) * scale
  return floats
}

/** What a rehearsal needs beside the base. */
export interface RehearsalOptions {
  /** That with which the base was embedded; `null` when it searches words alone. */
  encoder: Encoder | null
  calibration: Calibration
  decide: DecideFirst
  /** Called with questions asked and questions to ask. */
  onProgress?: (done: number, total: number) => void
  /** Ends the rehearsal: it rejects with the signal's reason. */
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

/** Asks every example question of a base, each of an index that lacks it. Yields to the event loop. */
export async function rehearse(base: Base, options: RehearsalOptions): Promise<Rehearsal> {
  const stage = await setStage(base, null, options)
  const replies = await ask(stage, stage.questions, options)
  return { base, indexes: stage.indexes, replies: new Map(replies.map((one) => [keyOf(one), one])) }
}

/** A rehearsal of a base from that of another one. */
export interface ChangeRehearsal extends Rehearsal {
  /** Questions that were asked anew. */
  rerun: number
  /** Whether all were. */
  complete: boolean
}

/**
 * Rehearses a base that differs from another one in a few entries, asking only the questions whose decision may change: those of the entries that differ,
 * those to which one of these comes near, before or after, and those that stood near another decision. How near is "near" is taken from questions that are
 * expected to keep their decision and are asked all the same: when one of them changes it, all are asked.
 */
export async function rehearseChange(
  served: Rehearsal,
  base: Base,
  options: RehearsalOptions,
): Promise<ChangeRehearsal> {
  const stage = await setStage(base, served, options)
  const whole = async (): Promise<ChangeRehearsal> => {
    const replies = await ask(stage, stage.questions, options)
    return { ...toRehearsal(stage, replies), rerun: replies.length, complete: true }
  }
  const { encoder } = options
  if (!encoder) return whole()
  const changed = changedDocuments(served.base, base)
  const probe = await createProbe(changed.now, encoder, options.calibration, base.index)
  const [moved, still]: [Asked[], Asked[]] = [[], []]
  for (const [i, asked] of stage.questions.entries()) {
    const reply = served.replies.get(keyOf(asked))
    const isMoved =
      !reply ||
      changed.ids.has(asked.from) ||
      reply.candidates.some((id) => changed.ids.has(id)) ||
      probe.comesNear(reply)
    if (isMoved) moved.push(asked)
    else still.push(asked)
    if (i % 200 === 0) await rest(options)
  }
  const controls = shuffle(still, seededRandom(SEED)).slice(0, CONTROLS)
  const seen = await ask(stage, controls, options)
  let drift = 0
  for (const now of seen) {
    const before = served.replies.get(keyOf(now)) as Rehearsed
    drift = Math.max(drift, Math.abs(now.confidence - before.confidence), Math.abs(now.edge - before.edge))
  }
  const edge = Math.max(LEAST_EDGE, CAUTION * drift)
  const isStable = seen.every((now) => {
    const before = served.replies.get(keyOf(now)) as Rehearsed
    return before.edge < edge || isSameDecision(before.decided, now.decided)
  })
  const done = new Set(seen.map(keyOf))
  const onEdge = still.filter(
    (asked) => !done.has(keyOf(asked)) && (served.replies.get(keyOf(asked)) as Rehearsed).edge < edge,
  )
  const wanted = [...moved, ...onEdge]
  if (!isStable || wanted.length > stage.questions.length / 2) return whole()
  const anew = [...seen, ...(await ask(stage, wanted, options))]
  const byKey = new Map(anew.map((one) => [keyOf(one), one]))
  const replies = stage.questions.map(
    (asked) => byKey.get(keyOf(asked)) ?? (served.replies.get(keyOf(asked)) as Rehearsed),
  )
  return { ...toRehearsal(stage, replies), rerun: anew.length, complete: false }
}

/** A question to ask, of which part. */
type Asked = Pick<Rehearsed, 'from' | 'question' | 'part'>

interface Stage {
  base: Base
  indexes: SearchIndex[]
  questions: Asked[]
}

async function setStage(base: Base, former: Rehearsal | null, options: RehearsalOptions): Promise<Stage> {
  const { documents } = base
  const parts = dealParts(documents)
  const encoder = options.encoder && withKnownVectors(options.encoder, vectorsOf(base.index, options.encoder))
  const indexes: SearchIndex[] = []
  for (const [part, fold] of parts.entries()) {
    options.signal?.throwIfAborted()
    const previous = former?.indexes[part] ?? base.index
    indexes.push(await buildSearchIndex(leaveOut(documents, fold), encoder, options.calibration, { previous }))
  }
  const questions = parts.flatMap((fold, part) =>
    fold.map(({ document, question }) => ({ from: (documents[document] as SearchDocument).id, question, part })),
  )
  return { base, indexes, questions }
}

async function ask({ indexes }: Stage, questions: readonly Asked[], options: RehearsalOptions): Promise<Rehearsed[]> {
  const replies: Rehearsed[] = []
  for (const asked of questions) {
    const found = await (indexes[asked.part] as SearchIndex).search(asked.question, {
      limit: CANDIDATES,
      patient: true,
    })
    replies.push(rehearsed(asked, found, options.decide(found)))
    if (replies.length % QUESTIONS_A_TURN !== 0) continue
    options.onProgress?.(replies.length, questions.length)
    await rest(options)
  }
  return replies
}

async function rest({ signal }: RehearsalOptions): Promise<void> {
  signal?.throwIfAborted()
  await nextTurn()
}

function keyOf({ from, question }: Asked): string {
  return keyOfQuestion(from, question)
}

function toRehearsal({ base, indexes }: Stage, replies: readonly Rehearsed[]): Rehearsal {
  return { base, indexes, replies: new Map(replies.map((one) => [keyOf(one), one])) }
}

/** Entries whose search differs: came, went, or changed. */
function changedDocuments(served: Base, base: Base): { ids: Set<string>; now: SearchDocument[] } {
  const before = new Map(served.documents.map((document) => [document.id, document]))
  const now = base.documents.filter((document) => !isSameDocument(before.get(document.id), document))
  const after = new Set(base.documents.map(({ id }) => id))
  const gone = served.documents.filter(({ id }) => !after.has(id))
  return { ids: new Set([...now, ...gone].map(({ id }) => id)), now }
}
