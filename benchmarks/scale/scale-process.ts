import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { answeredEntry, decideFirst } from '../../src/assistant/decide.js'
import { type Library, openLibrary } from '../../src/features/entries/catalogue/library.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { ownEntries } from '../../src/features/entries/catalogue/load-own-entries.js'
import { askSample } from '../../src/features/publication/ask.js'
import { measurePromise } from '../../src/features/publication/promise.js'
import type { Commune } from '../../src/platform/model/commune.js'
import type { Entry } from '../../src/platform/model/entry.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { shuffled } from '../peers/seeded-random.js'
import { standIn } from './stand-in-encoder.js'

/** What one process measures, so that its memory is its own. */
export interface ScaleJob {
  /** Has `communes/<id>.jsonl` of each commune. */
  knowledgeDir: string
  cacheDir: string
  communeIds: string[]
  /** Whether texts are embedded by the real encoder; by {@link standIn} otherwise. */
  embed: boolean
  what: 'load' | 'edit'
}

/** Takes a fact as soon as it is measured, in the unit that its name says. */
export type Report = (name: string, value: number) => void

/** What the process sends. */
export type ScaleMessage = { fact: [name: string, value: number] } | { reason: string } | 'done'

const QUESTIONS = 200
const EDITS = 9
const PROMISES = { wrong: 0.02, offered: 0.97 }
const MODEL_DIR = 'models/guichet-fr'

/** Opens a library as the server does and measures what the job asks. */
export async function runScaleJob(job: ScaleJob, report: Report): Promise<void> {
  const loaded = await loadEncoder(MODEL_DIR)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const encoder = job.embed ? loaded.encoder : standIn(loaded.encoder)
  const { calibration } = await loadCalibration(MODEL_DIR)
  const shared = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  report('MB before', resident())
  const communes = new Map(job.communeIds.map((id) => [id, { id } as Commune]))
  const library = await openLibrary({
    communes,
    entries: shared,
    calibration,
    own: ownEntries(job.knowledgeDir),
    onChange(event, communeId, { ms, reason }: { ms?: number; reason?: string }) {
      if (event === 'unreadable' || event === 'degraded') throw new Error(reason)
      if (ms !== undefined) report(`${event} ${communeId} s`, ms / 1000)
    },
  })
  await library.useEncoder(encoder, { cacheDir: job.cacheDir })
  report('MB shared', resident())
  if (job.what === 'load') await measureLoads(library, job.communeIds, report)
  else await measureEdits(library, { communeId: job.communeIds[0] as string, encoder, report })
}

async function measureLoads(library: Library, communeIds: string[], report: Report): Promise<void> {
  for (const [i, communeId] of communeIds.entries()) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await library.snapshotOf(communeId)
    await untilEmbedded(library, communeId)
    delay.disable()
    report(`longest pause ${communeId} ms`, delay.max / 1e6)
    report(`MB with ${i + 1}`, resident())
  }
  const communeId = communeIds[0] as string
  const questions = await someQuestions(library, communeId)
  const times: number[] = []
  const cpu = stopwatch()
  for (const question of questions) {
    const started = performance.now()
    await (await library.snapshotOf(communeId)).index.search(question)
    times.push(performance.now() - started)
  }
  report('question mean CPU ms', cpu() / questions.length)
  report('question p50 ms', quantile(times, 0.5))
  report('question p95 ms', quantile(times, 0.95))
}

/** One entry changed → served: as an edit of the shared entries, which are here those of the commune. */
async function measureEdits(
  from: Library,
  { communeId, encoder, report }: { communeId: string; encoder: Encoder; report: Report },
): Promise<void> {
  const { entries } = await from.snapshotOf(communeId)
  const { calibration } = await loadCalibration(MODEL_DIR)
  const communes = new Map([['all', { id: 'all' } as Commune]])
  let current = [...entries.values()]
  const library = await openLibrary({ communes, entries: current, calibration })
  const started = performance.now()
  await library.useEncoder(encoder, {})
  report('embedding s', (performance.now() - started) / 1000)
  const times: number[] = []
  const spent: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 5 })
  for (let i = 0; i < EDITS; i += 1) {
    const at = Math.floor((current.length * i) / EDITS)
    current = current.map((entry, j): Entry => (j === at ? { ...entry, title: `${entry.title} (${i})` } : entry))
    if (i === 1) delay.enable()
    const began = performance.now()
    const cpu = stopwatch()
    await library.publish(current, async () => true)
    times.push(performance.now() - began)
    spent.push(cpu())
  }
  delay.disable()
  report('edit p50 ms', quantile(times, 0.5))
  report('edit CPU p50 ms', quantile(spent, 0.5))
  report('edit longest ms', Math.max(...times))
  report('edit longest pause ms', delay.max / 1e6)
  const served = library.baseNow('all')
  if (!served) return
  const checked = performance.now()
  const cpu = stopwatch()
  const answers = await askSample(served.base, { encoder, calibration, decide: decideFirst })
  await measurePromise(answers, { promises: PROMISES, answeredBy: answeredEntry })
  report('check of the promise s', (performance.now() - checked) / 1000)
  report('check of the promise CPU s', cpu() / 1000)
}

async function untilEmbedded(library: Library, communeId: string): Promise<void> {
  while (library.states().find((state) => state.communeId === communeId)?.searchedBy !== 'meaning') await pause(20)
}

async function someQuestions(library: Library, communeId: string): Promise<string[]> {
  const { entries } = await library.snapshotOf(communeId)
  return shuffled(
    [...entries.values()].flatMap(({ questions }) => questions),
    1,
  ).slice(0, QUESTIONS)
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}

/** Processor time of the whole process since the call, ms: what a busy machine does not inflate. */
function stopwatch(): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}

/** Resident memory after a collection, MB. */
function resident(): number {
  global.gc?.()
  global.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}

const send = (message: ScaleMessage) => new Promise<void>((resolve) => process.send?.(message, () => resolve()))

process.once('message', async (job: ScaleJob) => {
  const report: Report = (name, value) => void send({ fact: [name, value] })
  const ended: Promise<ScaleMessage> = runScaleJob(job, report).then(
    () => 'done',
    (error: unknown) => ({ reason: String(error instanceof Error ? error.stack : error) }),
  )
  await send(await ended)
  process.exit()
})
