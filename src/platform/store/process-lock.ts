import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '../model/app-error.js'
import { TEMPORARY_SUFFIX } from './durable-json-file.js'
import { errorCode, type FileSystem, unlessMissing, writeNewFile } from './file-system.js'
import { livenessOf, ownIdentity, type ProcessIdentity } from './process-identity.js'

/** How often the holder touches its lock. */
const HEARTBEAT_MS = 5_000
/** Age of the last touch after which a holder that cannot be looked at (another container or machine) is held for dead: four missed beats. */
export const STALE_AFTER_MS = 20_000

const MAX_ATTEMPTS = 10
/** Pause while another process removes the same stale lock: it makes three calls. */
const RETRY_AFTER_MS = 20

/** What a {@link ProcessLock} is given. */
export interface ProcessLockOptions {
  fileSystem: FileSystem
  /** Compared with the lock's modification time. */
  clock: () => Date
  /** Told once when someone else took the lock. */
  onLost: () => void
}

const holderShape = z.object({
  token: z.string(),
  pid: z.number(),
  startedAt: z.string().nullable(),
  host: z.string(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
})

/** A file that only one live process holds. lowdb keeps its truth in memory, so two writers would lose each other's words. */
export class ProcessLock {
  readonly #file: string
  readonly #content: string
  readonly #options: ProcessLockOptions
  readonly #heartbeat: NodeJS.Timeout
  #isHeld = true

  private constructor(file: string, content: string, options: ProcessLockOptions) {
    this.#file = file
    this.#content = content
    this.#options = options
    this.#heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS).unref()
  }

  /** Takes a lock that is free, or whose holder is dead. @throws AppError `storage_locked` when a live process holds it */
  static async acquire(file: string, options: ProcessLockOptions): Promise<ProcessLock> {
    const own = await ownIdentity()
    const content = JSON.stringify({ token: randomUUID(), ...own })
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (await createWhole(options.fileSystem, file, content)) return new ProcessLock(file, content, options)
      const found = await unlessMissing(options.fileSystem.readFile(file, 'utf8'))
      if (found === undefined) continue
      if (await isLive(file, found, { own, ...options })) throw lockedBy(found)
      await removeStale(file, found, options)
    }
    throw lockedBy('')
  }

  /** Whether nobody else took the lock, as of the last beat. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Touches the lock, takes it again when its file was swept away, and notices when it has become another's. */
  async beat(): Promise<void> {
    if (!this.#isHeld) return
    const { fileSystem, clock, onLost } = this.#options
    try {
      const found = await unlessMissing(fileSystem.readFile(this.#file, 'utf8'))
      if (found === this.#content) return await fileSystem.utimes(this.#file, clock(), clock())
      const isFree = found === undefined && this.#isHeld
      if (isFree && (await createWhole(fileSystem, this.#file, this.#content))) return
    } catch {
      // A disk that fails for a while does not give the lock to anyone.
      return
    }
    if (!this.#isHeld) return
    this.#stop()
    onLost()
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    if (!this.#isHeld) return
    this.#stop()
    const { fileSystem } = this.#options
    if ((await unlessMissing(fileSystem.readFile(this.#file, 'utf8'))) !== this.#content) return
    await unlessMissing(fileSystem.unlink(this.#file))
  }

  #stop(): void {
    this.#isHeld = false
    clearInterval(this.#heartbeat)
  }
}

/** Creates the lock with its content in one step, so that nobody reads half of it; `false` when it exists. */
async function createWhole(fs: FileSystem, file: string, content: string): Promise<boolean> {
  const temporary = `${file}.${randomUUID()}${TEMPORARY_SUFFIX}`
  await writeNewFile(fs, temporary, content)
  try {
    await fs.link(temporary, file)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await fs.unlink(temporary)
  }
}

async function isLive(
  file: string,
  content: string,
  { own, fileSystem, clock }: ProcessLockOptions & { own: ProcessIdentity },
): Promise<boolean> {
  const holder = parseHolder(content)
  const liveness = holder === null ? 'unknown' : await livenessOf(holder, own)
  if (liveness !== 'unknown') return liveness === 'alive'
  return (await ageMs(fileSystem, file, clock)) < STALE_AFTER_MS
}

/**
 * Deletes a stale lock, one process at a time: a second file guards the reading again and the deletion, or two that
 * found the same stale lock could delete each other's new one.
 */
async function removeStale(file: string, stale: string, { fileSystem: fs, clock }: ProcessLockOptions): Promise<void> {
  const guard = `${file}.takeover`
  try {
    await writeNewFile(fs, guard, '')
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    const isAbandoned = (await ageMs(fs, guard, clock)) >= STALE_AFTER_MS
    if (isAbandoned) await unlessMissing(fs.unlink(guard))
    return setTimeout(RETRY_AFTER_MS)
  }
  try {
    if ((await unlessMissing(fs.readFile(file, 'utf8'))) === stale) await fs.unlink(file)
  } finally {
    await unlessMissing(fs.unlink(guard))
  }
}

/** Milliseconds since a file was touched; zero when it is gone. */
async function ageMs(fs: FileSystem, file: string, clock: () => Date): Promise<number> {
  const touched = await unlessMissing(fs.stat(file))
  return touched === undefined ? 0 : clock().getTime() - touched.mtimeMs
}

function parseHolder(content: string): ProcessIdentity | null {
  try {
    return holderShape.parse(JSON.parse(content))
  } catch {
    return null
  }
}

function lockedBy(content: string): AppError {
  const holder = parseHolder(content)
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`
  const cause = new Error(
    `the data folder is in use by ${who}; its files serve one process at a time: to run several, use PostgreSQL (set DATABASE_URL)`,
  )
  return new AppError('storage_locked', 503, { cause })
}
