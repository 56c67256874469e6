import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type Logger, stackOf } from '../../log.js'
import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import type { Refit } from '../../search/refit.js'
import { isSameDocument, type SearchIndex, type SearchResult } from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import { type DatedAnswers, openAnswerStore, type Wanted } from './answer-store.js'
import { type Answered, type Answers, isSameDecision, keyOfQuestion } from './answers.js'
import { type AskOptions, askAll, askChange, askNear, askSample, isSampledWhole } from './ask.js'

/** Who waits for answers: is told how far they are, and may end it. */
export type AnswerWaiter = Pick<AskOptions, 'onProgress' | 'signal'>

/**
 * Asks bases their example questions, and keeps the answers by content, encoder and calibration: the promise, the gate and the conflicts read them here, and
 * nothing is asked twice for the same content. Whoever wants what another one is asking waits for it.
 */
export interface Measure {
  /**
   * Every question of what is served: as known, in memory or on disk; else asked, as far as its answer may differ from those of a content that is in memory.
   * Without one it takes a minute or two of processor time for twenty thousand.
   */
  all(base: Base, waiting: AnswerWaiter): Promise<DatedAnswers>
  /**
   * What may be served next, beside what is: every question of a small base, of a large one those that the difference may move. What is asked of a candidate is
   * kept in memory, and on disk once it is served.
   */
  change(served: Base, candidate: Base, waiting: AnswerWaiter): Promise<ContentPair>
  /**
   * Of a large base a sample, by confidences as they are refitted: what a promise is reckoned from. Of a small one, every question. Of a candidate that was
   * measured before it was served, the sample of what was served then, with what has moved; after twenty in a row, or a new start, it is asked anew.
   */
  sample(base: Base, refit: Refit | null, waiting: AnswerWaiter): Promise<DatedAnswers>
  /** Whether every question of a base was asked: then {@link Measure.all} takes a moment. */
  isKnown(base: Base): Promise<boolean>
}

interface Parts {
  /** Where answers are kept; created at the first write. */
  folder: string
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
  calibration: Calibration
  decide: AskOptions['decide']
  now: () => Date
  logger: Logger
}

/** A content and what may be served next, asked the same questions. */
export interface ContentPair {
  before: Answers
  after: Answers
  /** The answers from which it is reckoned what each keeps of the promise: those, or in a large base the sample with what has moved. */
  promised: { before: readonly Answered[]; after: readonly Answered[] }
}

/** Contents of which every answer is kept in memory; each may hold five indexes. */
const MOST_KEPT = 3
/** Samples that follow from another one are kept in memory alone, of the last candidates; after so many steps one is asked anew. */
const MOST_FOLLOWED = 8
const MOST_STEPS = 20

/** Opens the measure of a server. */
export function createMeasure(parts: Parts): Measure {
  const { folder, encoder, calibration, decide, now } = parts
  const store = openAnswerStore({ folder, calibration, now })
  /** By name, the last used last. */
  const kept = new Map<string, DatedAnswers>()
  const followed = createFollowed((base) => store.nameOf({ base, isSample: true, refit: null }), now)
  const obtain = createObtainer(parts, store, kept)
  const every = (base: Base, waiting: AnswerWaiter, isServed = true) =>
    obtain({ ...everyOf(base), isServed }, waiting, (options) => {
      const former = [...kept.values()].findLast(({ base: other }) => isAlike(other, base))
      return former ? askChange(former, base, options) : askAll(base, options)
    })
  const sample: Measure['sample'] = (base, refit, waiting) => {
    const isSample = !isSampledWhole(base)
    const known = isSample && refit === null && followed.of(base)
    if (known) return Promise.resolve(known)
    const ask = isSample ? askSample : askAll
    return obtain({ base, isSample, refit, isServed: true }, waiting, (options) => ask(base, options))
  }
  return {
    all: every,
    async change(served, candidate, waiting) {
      if (isSampledWhole(served) && isSampledWhole(candidate)) {
        const before = await every(served, waiting)
        const after = await every(candidate, waiting, false)
        return { before, after, promised: { before: [...before.replies.values()], after: [...after.replies.values()] } }
      }
      const sampled = [...(await sample(served, null, waiting)).replies.values()]
      const used = served.index.encoderVersion ? encoder() : null
      const near = await askNear(served, candidate, { ...waiting, calibration, decide, encoder: used })
      const after = sampled.map((one) => movedBy(near, one))
      followed.add(served, candidate, after)
      return { ...near, promised: { before: sampled, after } }
    },
    sample,
    isKnown: async (base) => kept.has(store.nameOf(everyOf(base))) || store.has(everyOf(base)),
  }
}

/** Answers that are wanted, and whether of what is served. */
type Obtained = Wanted & { isServed: boolean }

/** Gives answers as they are known, in memory or on disk; else asks. Whoever wants what is being asked waits for it. */
function createObtainer(
  { encoder, calibration, decide, now, logger }: Parts,
  store: ReturnType<typeof openAnswerStore>,
  kept: Map<string, DatedAnswers>,
): (wanted: Obtained, waiting: AnswerWaiter, ask: Ask) => Promise<DatedAnswers> {
  const running = new Map<string, Promise<void>>()
  const make = async ({ base, refit }: Wanted, waiting: AnswerWaiter, ask: Ask): Promise<DatedAnswers> => {
    waiting.onProgress?.(0, 0)
    const used = base.index.encoderVersion ? encoder() : null
    return { ...(await ask({ ...waiting, calibration, decide, refit, encoder: used })), at: now().toISOString() }
  }
  const write = async (wanted: Wanted, answers: DatedAnswers) => {
    if (answers.rerun === 0 && (await store.has(wanted))) return
    // What is kept spares the questions at the next start; this one goes on without it.
    await store.write(wanted, answers).catch((error: unknown) => {
      logger.error({ stack: stackOf(error) }, 'answers could not be kept')
    })
  }
  return async (wanted, waiting, ask) => {
    const name = store.nameOf(wanted)
    const { signal } = waiting
    for (let other = running.get(name); other; other = running.get(name)) {
      signal?.throwIfAborted()
      await Promise.race([other, ...(signal ? [once(signal, 'abort')] : [])])
    }
    signal?.throwIfAborted()
    const find = async () => {
      const known = kept.get(name) ?? (await store.read(wanted))
      const answers = known ? { ...known, rerun: 0 } : await make(wanted, waiting, ask)
      // A sample is read from disk in a moment, and seldom.
      if (!wanted.isSample) keepLast(kept, name, answers, MOST_KEPT)
      if (wanted.isServed) await write(wanted, answers)
      return answers
    }
    const answers = find()
    const end = () => void running.delete(name)
    running.set(name, answers.then(end, end))
    return answers
  }
}

/** Samples of candidates as they follow from that of what was served: who publishes several times in a morning waits for the first sample alone. */
function createFollowed(nameOf: (base: Base) => string, now: () => Date) {
  const followed = new Map<string, { answers: DatedAnswers; steps: number }>()
  return {
    of: (base: Base): DatedAnswers | undefined => followed.get(nameOf(base))?.answers,
    add(served: Base, candidate: Base, sampled: readonly Answered[]): void {
      const steps = (followed.get(nameOf(served))?.steps ?? 0) + 1
      if (steps > MOST_STEPS) return
      const replies = new Map(sampled.map((one) => [keyOfQuestion(one), one]))
      const answers = { base: candidate, replies, indexes: [], rerun: 0, at: now().toISOString() }
      keepLast(followed, nameOf(candidate), { answers, steps }, MOST_FOLLOWED)
    },
  }
}

/** What becomes of an answer by a change: another one where its question has moved. Pure. */
function movedBy({ before, after }: Pick<ContentPair, 'before' | 'after'>, one: Answered): Answered {
  const [old, now] = [before.replies.get(keyOfQuestion(one)), after.replies.get(keyOfQuestion(one))]
  return old && now && !isSameDecision(old.decided, now.decided) ? now : one
}

/** Whether two contents are searched alike and have most entries in common, so that what one was asked spares questions of the other. Pure. */
function isAlike(one: Base, other: Base): boolean {
  if (one.index.encoderVersion !== other.index.encoderVersion) return false
  const known = new Map(one.documents.map((document) => [document.id, document]))
  const same = other.documents.filter((document) => isSameDocument(known.get(document.id), document)).length
  return same > other.documents.length / 2
}

function keepLast<T>(kept: Map<string, T>, name: string, one: T, most: number): void {
  kept.delete(name)
  kept.set(name, one)
  for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest)
}

type Ask = (options: AskOptions) => Promise<Answers>

const everyOf = (base: Base): Wanted => ({ base, isSample: false, refit: null })

/** Questions whose candidates an index remembers. */
const MOST_REMEMBERED = 200
const remembered = new WeakMap<SearchIndex, Map<string, Promise<SearchResult>>>()

/**
 * The same index, which is asked a question once: a group of failures that is looked at again, or a talk whose suggestions are, costs no search. Kept in memory
 * as long as the index is served, by digest and without the words that were typed, which are citizens'.
 */
export function rememberingSearch(index: SearchIndex): Pick<SearchIndex, 'search'> {
  const known = remembered.get(index) ?? new Map<string, Promise<SearchResult>>()
  remembered.set(index, known)
  const ask: SearchIndex['search'] = async (text, options) => {
    const found = await index.search(text, options)
    return { ...found, candidates: found.candidates.map((candidate) => ({ ...candidate, matchedWords: [] })) }
  }
  return {
    async search(text, options) {
      const key = createHash('sha256')
        .update(JSON.stringify([text, options]))
        .digest('base64')
      const found = known.get(key) ?? ask(text, options)
      known.set(key, found)
      for (const oldest of known.keys()) if (known.size > MOST_REMEMBERED) known.delete(oldest)
      // One for which the encoder came too late is asked again.
      const isWhole = await found.then((one) => one.encoderVersion === index.encoderVersion).catch(() => false)
      if (!isWhole) known.delete(key)
      return found
    },
  }
}
