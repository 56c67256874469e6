import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { TEMPORARY_SUFFIX } from '../../platform/store/durable-json-file.js'
import { errorCode, type FileSystem, unlessMissing, writeNewFile } from '../../platform/store/file-system.js'
import type { StorageLogger } from '../../platform/store/seal-check-file.js'
import { GIVEN_UP_AFTER_MS, REMOVAL_TRIES, SnapshotFolder } from './snapshot-folder.js'

/** How often it is looked whether somebody wants a snapshot, ms. */
const LOOK_MS = 500

/** What a {@link SnapshotHost} is given. */
export interface SnapshotHostOptions {
  dataDir: string
  fileSystem: FileSystem
  /** Compared with the last sign of life of whoever reads. */
  clock: () => Date
  logger: StorageLogger
}

/**
 * Lets another process read the data folder as it was at one instant, while this one goes on writing: from that instant on, a document that is about to be
 * replaced or erased is first linked where the other reads it, once. So the other does the work, and this one pays one link for each document that changes
 * meanwhile. It holds because documents are replaced, never written in place.
 */
export class SnapshotHost {
  readonly #folder: SnapshotFolder
  readonly #options: SnapshotHostOptions
  /** Files that have been kept, or were not there; `null` while no snapshot is read. */
  #kept: Map<string, Promise<void>> | null = null
  #beginning: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null

  constructor(options: SnapshotHostOptions) {
    this.#options = options
    this.#folder = new SnapshotFolder(options.dataDir)
  }

  /** The file system through which documents are written. */
  get fileSystem(): FileSystem {
    const { fileSystem } = this.#options
    const call = <Call extends 'link' | 'rename' | 'unlink'>(name: Call, targetOf: (args: unknown[]) => unknown) =>
      (async (...args: unknown[]) => {
        const target = targetOf(args)
        if (typeof target === 'string') await this.#keep(target)
        return (fileSystem[name] as (...input: unknown[]) => Promise<void>)(...args)
      }) as FileSystem[Call]
    return {
      ...fileSystem,
      link: call('link', ([, to]) => to),
      rename: call('rename', ([, to]) => to),
      unlink: call('unlink', ([file]) => file),
    }
  }

  /** Takes away what a former process left; nothing of it can be trusted any more. */
  async clear(): Promise<void> {
    const { fileSystem, dataDir } = this.#options
    for (const name of (await unlessMissing(fileSystem.readdir(dataDir))) ?? [])
      if (SnapshotFolder.isOne(name)) await rm(path.join(dataDir, name), { recursive: true, force: true })
  }

  /** Begins to look for whoever wants a snapshot. @param whenWhole runs an act at an instant at which no document waits for another to be written too */
  open(whenWhole: (act: () => Promise<void>) => Promise<void>): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look(whenWhole)
        .catch((err: unknown) => this.#options.logger.warn({ err }, 'a snapshot could not be begun or ended'))
        .finally(() => {
          this.#looking = null
        })
    }, LOOK_MS).unref()
  }

  /** Nothing is written any more: what is being read stays as it is. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Begins a snapshot that is wanted, and ends one that nobody reads any more. */
  async look(whenWhole: (act: () => Promise<void>) => Promise<void>): Promise<void> {
    const { fileSystem } = this.#options
    if (!(await this.#isRead(this.#folder.alive))) return this.#end()
    if (this.#kept === null)
      return whenWhole(() => {
        this.#beginning = this.#begin()
        return this.#beginning
      })
    // The one that was begun was taken away, and another is wanted.
    if ((await unlessMissing(fileSystem.stat(this.#folder.begun))) === undefined) this.#kept = null
  }

  async #begin(): Promise<void> {
    const { fileSystem, clock } = this.#options
    if ((await unlessMissing(fileSystem.stat(this.#folder.begun))) !== undefined) return
    await this.#makeFolder(this.#folder.kept)
    // The instant: what is replaced from here on is kept.
    const kept = new Map<string, Promise<void>>()
    this.#kept = kept
    await writeNewFile(fileSystem, this.#folder.begun, clock().toISOString())
    if (this.#kept !== kept) await fileSystem.unlink(this.#folder.begun)
  }

  /** @param alive the sign of life of whoever reads */
  async #isRead(alive: string): Promise<boolean> {
    const { fileSystem, clock } = this.#options
    const sign = await unlessMissing(fileSystem.stat(alive))
    return sign !== undefined && clock().getTime() - sign.mtimeMs < GIVEN_UP_AFTER_MS
  }

  /** What nobody reads any more is put aside first, and looked at again: the place may have been taken by another reader meanwhile. */
  async #end(): Promise<void> {
    const { fileSystem } = this.#options
    const { root, alive } = this.#folder
    this.#kept = null
    const gone = `${root}.${randomUUID()}`
    try {
      await fileSystem.rename(root, gone)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return
      throw error
    }
    if (await this.#isRead(path.join(gone, path.basename(alive)))) await fileSystem.rename(gone, root)
    else await rm(gone, { recursive: true, force: true, maxRetries: REMOVAL_TRIES })
  }

  /** One folder, in one that is there: whoever reads may take the whole away at any moment, and nobody would take away what is made in its place. */
  async #makeFolder(folder: string): Promise<void> {
    try {
      await this.#options.fileSystem.mkdir(folder, { mode: 0o700 })
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }

  /** Keeps a file as it is, before it is replaced or erased. A snapshot that cannot be kept is given up: what citizens say does not wait for it. */
  async #keep(file: string): Promise<void> {
    const kept = this.#kept
    if (kept === null || file.endsWith(TEMPORARY_SUFFIX)) return
    const known = kept.get(file) ?? this.#keepOnce(file)
    kept.set(file, known)
    try {
      await known
    } catch (err) {
      await this.#giveUp(kept, err)
    }
  }

  /** Rejects when whoever reads cannot be told: the write that was to come is refused then, rather than the snapshot torn. */
  async #giveUp(kept: Map<string, Promise<void>>, err: unknown): Promise<void> {
    // Another may have been begun since.
    if (this.#kept !== kept) return
    this.#kept = null
    await this.#beginning?.catch(() => {})
    try {
      await this.#options.fileSystem.unlink(this.#folder.begun)
    } catch (error) {
      // Whoever read it has taken it away: it is over.
      if (errorCode(error) === 'ENOENT') return
      throw error
    }
    this.#options.logger.warn({ err }, 'a snapshot was given up')
  }

  async #keepOnce(file: string): Promise<void> {
    const { fileSystem } = this.#options
    const target = this.#folder.keptOf(file)
    try {
      await fileSystem.link(file, target)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
      for (const parent of this.#folder.parentsOf(target)) await this.#makeFolder(parent)
      const isThere = (await unlessMissing(fileSystem.stat(file))) !== undefined
      if (isThere) await fileSystem.link(file, target)
      else await writeNewFile(fileSystem, target, '')
    }
  }
}
