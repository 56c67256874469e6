import { setTimeout as wait } from 'node:timers/promises'
import { opaqueId } from '../../platform/http/secrets.js'
import type { Entry } from '../../platform/model/entry.js'
import { isAnsweredBy, type StandingFailure } from '../../platform/model/failure.js'
import { groupQuestions } from '../../search/clusters/group-questions.js'
import type { Encoder } from '../../search/encoder.js'
import { fold } from '../../search/french-analyser.js'
import { dequantise, type QuantisedVector, quantise } from '../../search/quantised-vector.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { type EntryRecord, revisionOf } from '../entries/model/entry-record.js'
import { exampleOf } from './example-of.js'
import { type FailureGroup, isOpen, keepIdentities } from './failure-groups.js'
import type { FailureStore } from './failure-verbs.js'
import type { Retries } from './retries.js'

/** What failed in a commune, and how it is grouped. */
export interface FailuresNow {
  /** Latest first. */
  failures: readonly StandingFailure[]
  groups: readonly FailureGroup[]
  /** Questions that are grouped, while they are: those that came last are in no group meanwhile. */
  progress: { done: number; total: number } | null
}

/** The questions that were failed, by commune, grouped by likeness off the path of questions. */
export interface FailureInbox {
  read(communeId: string): Promise<FailuresNow>
  /** Settles when nothing is being grouped. */
  idle(): Promise<void>
  /** Ends what is being grouped. */
  stop(): void
}

/** What an inbox needs. */
export interface InboxParts {
  store: Pick<FailureStore, 'listFailures'> & Pick<EntryStore, 'getEntryRecord'>
  /** The entries of a commune that can be read at once. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  /** The encoder in use; `null` while there is none: words alone are compared. */
  encoder: () => Encoder | null
  retries: Pick<Retries, 'known' | 'ask'>
  now: () => Date
  onFault: (error: unknown) => void
}

/** How long a reading waits for what is being grouped and asked again, ms: that of a small town takes less. */
const PATIENCE_MS = 1_500

/** What is known of a commune. Vectors are of questions that are still kept alone, and are on no disk. */
interface Grouped {
  groups: readonly FailureGroup[]
  known: ReadonlySet<string>
  vectors: Map<string, QuantisedVector>
  encoderVersion: string | null
  progress: { done: number; total: number } | null
  running: Promise<void> | null
  /** What asks failed questions again. */
  retrying: Promise<void> | null
}

/** Opens the inbox. Nothing is grouped before it is read. */
export function createFailureInbox(parts: InboxParts): FailureInbox {
  const { store, entriesNow, encoder, retries, now, onFault } = parts
  const communes = new Map<string, Grouped>()
  const aborted = new AbortController()
  const refresh = (grouped: Grouped, failures: readonly StandingFailure[]) => {
    const isCurrent =
      grouped.encoderVersion === (encoder()?.version ?? null) &&
      grouped.known.size === failures.length &&
      failures.every(({ id }) => grouped.known.has(id))
    if (grouped.running || isCurrent) return
    grouped.progress = { done: 0, total: failures.length }
    grouped.running = group(grouped, failures, { encoder: encoder(), signal: aborted.signal })
      .catch((error: unknown) => {
        if (!aborted.signal.aborted) onFault(error)
      })
      .finally(() => {
        grouped.running = null
        grouped.progress = null
      })
  }
  return {
    async read(communeId) {
      const grouped = communes.get(communeId) ?? nothingGrouped()
      communes.set(communeId, grouped)
      const told = await store.listFailures(communeId, now().toISOString())
      refresh(grouped, told)
      const patience = wait(PATIENCE_MS, null, { ref: false })
      await Promise.race([Promise.all([grouped.running, askAgain(grouped, parts, communeId, told)]), patience])
      const asked = told.map((failure) => {
        const known = retries.known(communeId, failure.question)
        return known ? { ...failure, retry: known } : failure
      })
      const failures = await asTheyStand(store, asked, entriesNow(communeId))
      return { failures, groups: grouped.groups, progress: grouped.progress }
    },
    async idle() {
      await Promise.all([...communes.values()].flatMap(({ running, retrying }) => [running, retrying]))
    },
    stop: () => aborted.abort(),
  }
}

/** Groups failures anew: groups keep their identities, and what the same encoder has embedded is not embedded again. @throws what the signal was aborted with */
async function group(
  grouped: Grouped,
  failures: readonly StandingFailure[],
  { encoder, signal }: { encoder: Encoder | null; signal: AbortSignal },
): Promise<void> {
  const vectors = new Map<string, QuantisedVector>()
  const isSameEncoder = encoder !== null && grouped.encoderVersion === encoder.version
  const encode = encoder && encodeOnce(encoder, isSameEncoder ? grouped.vectors : null, vectors)
  // Oldest first: what comes later changes nothing of the order in which groups begin.
  const asked = failures.toReversed()
  const made = await groupQuestions(
    asked.map(({ question }) => question),
    {
      encode,
      onProgress: (done, total) => {
        signal.throwIfAborted()
        grouped.progress = { done: Math.round(done), total }
      },
    },
  )
  const named = made.map(({ members, central, words }) => ({
    failureIds: members.map((member) => idAt(asked, member)),
    centralId: idAt(asked, central),
    words,
  }))
  grouped.groups = keepIdentities(named, grouped.groups, (id) => opaqueId(`group ${id}`))
  grouped.known = new Set(asked.map(({ id }) => id))
  grouped.vectors = vectors
  grouped.encoderVersion = encoder?.version ?? null
}

/** Asks those that somebody still has to do something about, off the path of whoever reads them. */
function askAgain(
  grouped: Grouped,
  { retries, onFault }: Pick<InboxParts, 'retries' | 'onFault'>,
  communeId: string,
  failures: readonly StandingFailure[],
): Promise<void> {
  const wanted = new Set(failures.filter(isOpen).map(({ question }) => question))
  grouped.retrying ??= retries
    .ask(communeId, [...wanted])
    .catch(onFault)
    .finally(() => {
      grouped.retrying = null
    })
  return grouped.retrying
}

/**
 * Failures whose remedy is published, and which are answered since, are resolved; those that are not, and those whose remedy waits no more with nothing
 * published, are to be handled again.
 */
async function asTheyStand(
  store: Pick<EntryStore, 'getEntryRecord'>,
  failures: readonly StandingFailure[],
  entries: ReadonlyMap<string, Entry>,
): Promise<StandingFailure[]> {
  const remedied = failures.filter(({ state, decision }) => state === 'to_review' && decision?.remedy)
  const entryIds = new Set(remedied.flatMap(({ decision }) => decision?.remedy?.entryId ?? []))
  const records = new Map(
    await Promise.all(
      [...entryIds].map(async (id) => [id, await store.getEntryRecord(remedied[0]?.communeId ?? '', id)] as const),
    ),
  )
  const presses = new Map<string, StandingFailure[]>()
  for (const failure of remedied) {
    const actionId = failure.decision?.actionId ?? ''
    presses.set(actionId, [...(presses.get(actionId) ?? []), failure])
  }
  return failures.map((failure) => {
    const remedy = failure.decision?.remedy
    if (failure.state !== 'to_review' || !remedy) return failure
    if (isLearnt(failure, entries)) return { ...failure, state: isStillFailed(failure) ? 'anomaly' : 'resolved' }
    const pressed = presses.get(failure.decision?.actionId ?? '') ?? []
    return isPending(failure, records.get(remedy.entryId), pressed) ? failure : { ...failure, state: 'anomaly' }
  })
}

function nothingGrouped(): Grouped {
  return {
    groups: [],
    known: new Set(),
    vectors: new Map(),
    encoderVersion: null,
    progress: null,
    running: null,
    retrying: null,
  }
}

/** Embeds texts that are not among the known ones, and keeps those that are used. */
function encodeOnce(
  encoder: Encoder,
  known: ReadonlyMap<string, QuantisedVector> | null,
  used: Map<string, QuantisedVector>,
): (texts: string[]) => Promise<Float32Array[]> {
  return async (texts) => {
    const missing = texts.filter((text) => !known?.has(text))
    const encoded = missing.length > 0 ? await encoder.encode(missing) : []
    const fresh = new Map(missing.map((text, i) => [text, quantise(encoded[i] as Float32Array)]))
    return texts.map((text) => {
      const vector = fresh.get(text) ?? (known?.get(text) as QuantisedVector)
      used.set(text, vector)
      return dequantise(vector)
    })
  }
}

function idAt(failures: readonly StandingFailure[], position: number): string {
  return (failures[position] as StandingFailure).id
}

/** Whether the remedy of a failure is published: its question is now one that the entry knows, or the entry that was begun for it is there. Pure. */
function isLearnt({ state, decision, question }: StandingFailure, entries: ReadonlyMap<string, Entry>): boolean {
  const remedy = decision?.remedy
  if (state !== 'to_review' || !remedy) return false
  const entry = entries.get(remedy.entryId)
  if (!entry) return false
  if (remedy.kind === 'entry_begun') return true
  const asked = fold(exampleOf(question))
  return entry.questions.some((one) => fold(one) === asked)
}

/** Whether a question is not answered by its remedy, although that is published; until it has been asked again, it is taken to be. Pure. */
function isStillFailed({ retry, decision }: StandingFailure): boolean {
  return retry !== null && !isAnsweredBy(retry, decision?.remedy?.entryId ?? '')
}

/**
 * Whether the remedy of a failure still waits to be published: a draft or a submission of its entry has the question, or one that was added in the same
 * press, of which the likeliest doubles are left out. A draft that was thrown away, or an archived entry, answers nobody. Pure.
 * @param pressed the failures that were decided in the same press
 */
function isPending(
  { decision }: StandingFailure,
  record: EntryRecord | undefined,
  pressed: readonly Pick<StandingFailure, 'question'>[],
): boolean {
  const remedy = decision?.remedy
  if (!remedy || !record || record.archival) return false
  const { draft, submission } = record
  const contents = [draft?.content, submission && revisionOf(record, submission.revision)?.content].flatMap(
    (content) => content ?? [],
  )
  if (remedy.kind === 'entry_begun') return contents.length > 0
  const written = new Set(contents.flatMap(({ questions }) => questions.map(fold)))
  return pressed.some(({ question }) => written.has(fold(exampleOf(question))))
}
