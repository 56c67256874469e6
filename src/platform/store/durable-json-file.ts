import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Adapter } from 'lowdb'
import { openDigested, withDigest } from '../text/digested-json.js'
import {
  errorCode,
  type FileSystem,
  makeFolder,
  nodeFileSystem,
  syncFolder,
  unlessMissing,
  writeNewFile,
} from './file-system.js'
import { requireKnownVersion } from './newer-format.js'

/** Ends the name of the former version of a document, beside it. */
export const FORMER_SUFFIX = '.bak'
/** Ends the name of every file that is being written; whatever carries it when a store opens was never finished. */
export const TEMPORARY_SUFFIX = '.tmp'

/** What a {@link DurableJsonFile} is given. */
export interface DurableJsonFileOptions {
  /** Default: {@link nodeFileSystem}. */
  fileSystem?: FileSystem
  /** Told the path of a document that was missing, empty, torn or altered and was read from its backup. Default: nobody. */
  onRecovered?: (file: string) => void
  /** Told the path of a document neither of whose versions can be read, and which is begun anew: what people soon make again. Default: reading it throws. */
  onBegunAnew?: (file: string) => void
  /** The latest `version` of the document that this code knows. Default: 1. */
  latest?: number
}

type Parsed<T> = { state: 'sound'; data: T } | { state: 'missing' | 'torn' }

/**
 * A lowdb adapter whose `write` resolves when the document survives a power cut: a unique temporary file in the same
 * folder, fsync, the former version kept as `.bak`, rename, fsync of the folder. lowdb's own adapters do neither fsync
 * nor unique names. Callers write one version at a time ({@link Document} does).
 */
export class DurableJsonFile<T> implements Adapter<T> {
  readonly #file: string
  readonly #fs: FileSystem
  readonly #onRecovered: (file: string) => void
  readonly #onBegunAnew: ((file: string) => void) | undefined
  readonly #latest: number
  /** A torn document must not replace the sound backup that it was recovered from. */
  #keepsFormer = true
  #dropsFormer = false

  constructor(file: string, options: DurableJsonFileOptions = {}) {
    this.#file = file
    this.#fs = options.fileSystem ?? nodeFileSystem
    this.#onRecovered = options.onRecovered ?? (() => {})
    this.#onBegunAnew = options.onBegunAnew
    this.#latest = options.latest ?? 1
  }

  /**
   * The document, or its backup when it is missing, empty, torn or altered; `null` when there is neither.
   * @throws when both are unreadable, unless it is begun anew; AppError `storage_newer` for one of a later version of Guichet, which is never replaced then
   */
  async read(): Promise<T | null> {
    const document = await this.#parse(this.#file)
    this.#keepsFormer = document.state === 'sound'
    if (document.state === 'sound') return document.data
    const backup = await this.#parse(this.#file + FORMER_SUFFIX)
    if (backup.state === 'sound') {
      this.#onRecovered(this.#file)
      return backup.data
    }
    if (document.state === 'missing' && backup.state === 'missing') return null
    if (this.#onBegunAnew) {
      this.#onBegunAnew(this.#file)
      return null
    }
    throw new Error(
      `neither the document nor its former version can be read: ${this.#file}. Put it back from a backup, the server stopped (docs/runbook.md)`,
    )
  }

  /** The next write leaves no backup: what it takes away was to be forgotten. */
  dropFormer(): void {
    this.#dropsFormer = true
  }

  /** Replaces the document; durable when it resolves, and the former version stays in place when it rejects. */
  async write(data: T): Promise<void> {
    const temporary = `${this.#file}.${randomUUID()}${TEMPORARY_SUFFIX}`
    try {
      await this.#writeTemporary(temporary, withDigest(JSON.stringify(data)))
      if (this.#dropsFormer) await unlessMissing(this.#fs.unlink(this.#file + FORMER_SUFFIX))
      else if (this.#keepsFormer) await this.#keepFormer()
      await this.#fs.rename(temporary, this.#file)
    } catch (error) {
      await this.#fs.unlink(temporary).catch(() => {})
      throw error
    }
    // Without a former version there is nothing to restore: at worst the new one appears after a rejected write.
    if (this.#dropsFormer) await syncFolder(this.#fs, path.dirname(this.#file))
    else await this.#syncOrRestore()
    this.#keepsFormer = true
    this.#dropsFormer = false
  }

  /** Deletes the backup, what was being written, and last the document, so that an interrupted erasure leaves no backup by itself. */
  async erase(): Promise<void> {
    const folder = path.dirname(this.#file)
    const prefix = `${path.basename(this.#file)}.`
    await unlessMissing(this.#fs.unlink(this.#file + FORMER_SUFFIX))
    for (const name of (await unlessMissing(this.#fs.readdir(folder))) ?? []) {
      const isUnfinished = name.startsWith(prefix) && name.endsWith(TEMPORARY_SUFFIX)
      if (isUnfinished) await unlessMissing(this.#fs.unlink(path.join(folder, name)))
    }
    await unlessMissing(this.#fs.unlink(this.#file))
    await unlessMissing(syncFolder(this.#fs, folder))
  }

  async #parse(file: string): Promise<Parsed<T>> {
    const text = await unlessMissing(this.#fs.readFile(file, 'utf8'))
    if (text === undefined) return { state: 'missing' }
    const data = openDigested(text)
    if (data === null) return { state: 'torn' }
    requireKnownVersion(data, { what: file, latest: this.#latest })
    return { state: 'sound', data: data as T }
  }

  async #writeTemporary(temporary: string, content: string): Promise<void> {
    try {
      await writeNewFile(this.#fs, temporary, content)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
      await makeFolder(this.#fs, path.dirname(temporary))
      await writeNewFile(this.#fs, temporary, content)
    }
  }

  /** Between the two calls there is no backup, but the document itself is whole. */
  async #keepFormer(): Promise<void> {
    await unlessMissing(this.#fs.unlink(this.#file + FORMER_SUFFIX))
    await unlessMissing(this.#fs.link(this.#file, this.#file + FORMER_SUFFIX))
  }

  /** When the new name cannot be made durable, the former version comes back: a rejected write must not appear later. */
  async #syncOrRestore(): Promise<void> {
    try {
      await syncFolder(this.#fs, path.dirname(this.#file))
    } catch (error) {
      await this.#restoreFormer().catch(() => {})
      throw error
    }
  }

  async #restoreFormer(): Promise<void> {
    try {
      await this.#fs.rename(this.#file + FORMER_SUFFIX, this.#file)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
      await this.#fs.unlink(this.#file)
    }
  }
}
