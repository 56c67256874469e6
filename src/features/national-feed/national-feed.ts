import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FeedFault } from './feed-files.js'
import type { FeedTask } from './feed-process.js'
import type { ImportFailure, ImportProgress } from './import-report.js'
import { nameOfFeed, withFeed } from './take-feed.js'

/** Archives that are taken whole before they are read; one has up to 256 MB. */
const ARCHIVE = /^(?:fetched|sent)-[0-9a-f-]{36}\.zip$/
/** Nobody fetches, sends or reads one for so long, ms; another process may be at it now. */
const AGE_MS = 24 * 3_600_000

/** Deletes what a process that was killed has left in the folder of the feed. What cannot be deleted is left to the next time. */
async function forgetLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => ARCHIVE.test(one))) {
    const path = join(folder, name)
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > AGE_MS) await rm(path, { force: true }).catch(() => {})
  }
}

/** What an import is started with. */
export interface ImportStart {
  /** A path or an https address. */
  from: string
  /** In words, in reports; by default the name of what is read. */
  name?: string
  acceptLosses?: boolean
  /** Called when it has ended, whatever became of it. */
  onEnd?: () => Promise<void>
}

/** The national feed of a server, and the import that it may be running: one at a time. */
export interface NationalFeed {
  folder: string
  /** What the operator has set; `null` when nothing is fetched. */
  source: string | null
  running(): ImportProgress | null
  failure(): ImportFailure | null
  /** Starts an import off the path of the request. @returns whether it could: another one may be running */
  start(start: ImportStart): boolean
  /** Settles when nothing runs. */
  idle(): Promise<void>
  /** Ends what runs, which has then changed nothing. */
  stop(): Promise<void>
}

/** Imports a feed. @throws FeedFault, and SandboxFault for what ends its process */
export type ImportFrom = (
  task: FeedTask,
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
) => Promise<void>

/** What a feed is made of. */
export interface FeedParts {
  folder: string
  source: string | null
  now: () => Date
  /** Imports off this process: see `importAside`. */
  importFrom: ImportFrom
  /** Called when something may have changed. */
  onImported: () => void
  /** What was not foreseen, for the log. */
  onFailure: (error: unknown) => void
}

/** Opens the national feed of a server. Nothing is read or fetched until an import is started. */
export function createNationalFeed({
  folder,
  source,
  now,
  importFrom,
  onImported,
  onFailure,
}: FeedParts): NationalFeed {
  const aborted = new AbortController()
  let running: ImportProgress | null = null
  let failure: ImportFailure | null = null
  let work: Promise<void> = Promise.resolve()

  const follow = (phase: ImportProgress['phase']) => (done: number, total: number) => {
    running = { phase, done, total }
  }
  const run = async ({ from, name, acceptLosses = false, onEnd }: ImportStart) => {
    const { signal } = aborted
    try {
      await forgetLeftovers(folder)
      await withFeed(from, { folder, signal, onProgress: follow('fetching') }, (path) => {
        const task = { folder, path, source: name ?? nameOfFeed(from), now: now(), acceptLosses }
        return importFrom(task, { signal, onProgress: follow('reading') })
      })
      onImported()
    } catch (error) {
      if (signal.aborted) return
      const [fault, detail] = error instanceof FeedFault ? [error.fault, error.detail] : (['failed', ''] as const)
      failure = { at: now().toISOString(), fault, detail }
      onFailure(error)
    } finally {
      await onEnd?.().catch(onFailure)
      running = null
    }
  }
  return {
    folder,
    source,
    running: () => running,
    failure: () => failure,
    start(start) {
      if (running || aborted.signal.aborted) return false
      running = { phase: 'reading', done: 0, total: 0 }
      failure = null
      work = run(start)
      return true
    },
    idle: () => work,
    async stop() {
      aborted.abort()
      await work
    },
  }
}
