import { readFile } from 'node:fs/promises'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import type { Policy } from '../../src/search/policy.js'
import type { Finding, System } from './system.js'
import { systemOf } from './systems.js'

/** What the child is told: one system, one base, the questions in order. */
export interface PeerJob {
  /** As {@link systemOf} reads it. */
  system: string
  /** A JSON file of documents. */
  baseFile: string
  questions: string[]
  cacheDir: string | null
}

/** What the child tells: that the system is built, then what it found, or why it could not. */
export type PeerMessage = { kind: 'built' } | ({ kind: 'done' } & PeerRun) | { kind: 'failed'; reason: string }

/** One run of a system in a process of its own. */
export interface PeerRun {
  /** From the base in memory to the first question, loading the library or the model included. */
  buildMs: number
  /** Of the whole process after the questions, garbage collected. */
  residentMb: number
  /** Most that it ever held. */
  peakMb: number
  timesMs: number[]
  findings: Finding[]
  encoderVersion: string | null
  policy: Policy | null
}

/** Questions asked before the clock starts, so that the code is compiled. */
const WARM_UP = 20

process.once('message', (job: PeerJob) => {
  run(job)
    .catch((error: unknown): PeerMessage => {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    })
    .then((message) => process.send?.(message, () => process.disconnect()))
})

async function run({ system: id, baseFile, questions, cacheDir }: PeerJob): Promise<PeerMessage> {
  const documents = JSON.parse(await readFile(baseFile, 'utf8')) as SearchDocument[]
  const start = performance.now()
  const build = await systemOf(id).load()
  const system = await build(documents, cacheDir)
  const buildMs = performance.now() - start
  process.send?.({ kind: 'built' } satisfies PeerMessage)
  const { timesMs, findings } = await ask(system, questions)
  globalThis.gc?.()
  return {
    kind: 'done',
    buildMs,
    residentMb: process.memoryUsage().rss / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1e3,
    timesMs,
    findings,
    encoderVersion: system.encoderVersion ?? null,
    policy: system.policy ?? null,
  }
}

async function ask(system: System, questions: readonly string[]): Promise<{ timesMs: number[]; findings: Finding[] }> {
  for (const question of questions.slice(0, WARM_UP)) await system.find(question)
  const timesMs: number[] = []
  const findings: Finding[] = []
  for (const question of questions) {
    const start = performance.now()
    findings.push(await system.find(question))
    timesMs.push(performance.now() - start)
  }
  return { timesMs, findings }
}
