import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFileSystem, syncFolder } from '../../platform/store/file-system.js'
import { FeedFault, type FeedFile, type FeedFiles } from './feed-files.js'
import { type FeedIndex, type IndexedFiche, readIndex, rowsFile, SpoiltFeed, writeIndex } from './feed-index.js'
import { digestOfFiche, type FicheRow, linesOf, MOST_FORMER, readBytes, readRow } from './fiche-row.js'
import type { ImportReport } from './import-report.js'
import { readFiche } from './read-fiche.js'
import { followRedirections, readRedirections } from './redirections.js'
import { digestOfFile, openRowWriter, type RowWriter } from './row-writer.js'
import { FeedFileFault } from './xml-tree.js'

/** An import of the national feed. */
export interface FeedImport {
  /** See `feedFolder`. */
  folder: string
  feed: FeedFiles
  /** What is read, in words: the name of an archive or folder, an address. */
  source: string
  now: Date
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
  /** Reads, counts, and keeps nothing. */
  isTrial?: boolean
  /** Whether a feed may lack more than a fifth of the fiches that the server has. */
  acceptLosses?: boolean
}

/** Share of the known fiches that a feed may lack: more is rather a part of a feed than a feed. */
const MOST_LOST_SHARE = 0.2
/** Fewer than this is never too many. */
const FEW_LOST = 20
const MOST_FAULTS_NAMED = 100

/**
 * Imports a feed. Files that have not changed since the last import are not parsed again; a fiche whose text has changed keeps its former ones; one that is
 * no longer in the feed is kept as gone, with the page that takes its place. A file at fault leaves its fiche as it was. All is served in one step at the
 * end: an import that is killed has changed nothing, and the next one takes its work over.
 * @throws FeedFault `busy`, `no_fiche`, `too_many_lost`, and what the feed throws; the reason of `signal` when it is aborted
 */
export function importFeed(options: FeedImport): Promise<ImportReport> {
  return importAlone(options.folder, async () => {
    const { folder, isTrial = false } = options
    const { former, rows } = await openFormer(folder)
    const path = join(folder, isTrial ? 'trial.part.jsonl' : 'import.part.jsonl')
    if (isTrial) await rm(path, { force: true })
    const writer = await openRowWriter(path, String(former?.generation ?? 0))
    try {
      const reading = new Reading({ ...options, writer, former, rows })
      const { fiches, report } = await reading.run()
      await writer.finish()
      if (!isTrial) await serve(folder, path, { format: 1, generation: (former?.generation ?? 0) + 1, fiches, report })
      return report
    } finally {
      await writer.close()
      await rows?.close()
      if (isTrial) await rm(path, { force: true })
    }
  })
}

/** What the server has, with its rows open. What is damaged is none: it is written anew, without the former texts that it had. */
async function openFormer(folder: string): Promise<{ former: FeedIndex | null; rows: FileHandle | null }> {
  try {
    const former = await readIndex(folder)
    return { former, rows: former && (await open(rowsFile(folder, former.generation), 'r')) }
  } catch (error) {
    if (error instanceof SpoiltFeed || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { former: null, rows: null }
    throw error
  }
}

async function serve(folder: string, path: string, index: FeedIndex): Promise<void> {
  await rename(path, rowsFile(folder, index.generation))
  await syncFolder(nodeFileSystem, folder)
  await writeIndex(folder, index)
  await rm(rowsFile(folder, index.generation - 1), { force: true })
}

/** @returns `null` for a row that is damaged: it is not believed */
async function unlessSpoilt<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof SpoiltFeed) return null
    throw error
  }
}

interface Parts extends FeedImport {
  writer: RowWriter
  former: FeedIndex | null
  /** Rows of `former`. */
  rows: FileHandle | null
}

/** One reading of a feed, from its first file to its report. */
class Reading {
  readonly #parts: Parts
  readonly #at: string
  readonly #redirections = new Map<string, string>()
  readonly #present = new Set<string>()
  readonly #audiences = new Set<string>()
  readonly #faults: ImportReport['faults'] = []
  #faultCount = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#at = parts.now.toISOString()
  }

  async run(): Promise<Pick<FeedIndex, 'fiches' | 'report'>> {
    const { feed, onProgress, signal } = this.#parts
    let done = 0
    for await (const file of feed.files) {
      signal?.throwIfAborted()
      if (file) await this.#read(file)
      done += 1
      onProgress?.(done, feed.total)
    }
    if (this.#present.size === 0) throw new FeedFault('no_fiche')
    await this.#keepOthers()
    return { fiches: this.#fiches(), report: this.#report(done) }
  }

  async #read(file: FeedFile): Promise<void> {
    try {
      if (file.name === 'redirections.xml') {
        for (const [from, to] of readRedirections(file.bytes)) this.#redirections.set(from, to)
      } else await this.#readFiche(file)
    } catch (error) {
      if (!(error instanceof FeedFileFault)) throw error
      await this.#keepAtFault(file.name, error)
    }
  }

  async #readFiche({ name, bytes: content }: FeedFile): Promise<void> {
    const { writer, former, rows } = this.#parts
    const id = name.slice(0, -'.xml'.length)
    // Two volumes may have the same fiche: the first is kept.
    if (this.#present.has(id)) return
    const file = digestOfFile(content)
    const known = former?.fiches[id]
    const taken = writer.written.get(id)
    if (taken?.file !== file || taken.gone) {
      const isSame = known && rows && known.file === file && !known.gone
      const bytes = isSame ? await unlessSpoilt(readBytes(rows, known)) : null
      if (isSame && bytes) await writer.copy(id, known, bytes)
      else await writer.add(await this.#toRow(id, content, file))
    }
    const entry = writer.written.get(id)
    if (!entry) throw new FeedFileFault('not_a_fiche')
    this.#present.add(id)
    this.#audiences.add(entry.audience)
  }

  async #toRow(id: string, bytes: Uint8Array, file: string): Promise<FicheRow> {
    const fiche = readFiche(bytes)
    if (fiche.id !== id) throw new FeedFileFault('not_a_fiche')
    const digest = digestOfFiche(fiche)
    const { rows, former: index } = this.#parts
    const known = index?.fiches[id]
    if (!known || !rows) return { fiche, file, digest, history: [], gone: null }
    const former = await unlessSpoilt(readRow(rows, known))
    if (!former) return { fiche, file, digest, history: [], gone: null }
    if (former.digest === digest) return { fiche, file, digest, history: former.history, gone: null }
    const replaced = { digest: former.digest, until: this.#at, lines: linesOf(former.fiche) }
    return { fiche, file, digest, history: [...former.history, replaced].slice(-MOST_FORMER), gone: null }
  }

  /** A file that cannot be read says nothing of its fiche: it stays as it was. */
  async #keepAtFault(name: string, { fault, line }: FeedFileFault): Promise<void> {
    this.#faultCount += 1
    if (this.#faults.length < MOST_FAULTS_NAMED)
      this.#faults.push({ file: line === null ? name : `${name}:${line}`, fault })
    const id = name.slice(0, -'.xml'.length)
    const known = this.#parts.former?.fiches[id]
    if (!known || this.#present.has(id)) return
    await this.#copy(id, known)
    this.#present.add(id)
  }

  async #copy(id: string, known: IndexedFiche): Promise<void> {
    const { writer, rows } = this.#parts
    const bytes = rows && (await unlessSpoilt(readBytes(rows, known)))
    if (bytes) await writer.copy(id, known, bytes)
  }

  /** What the server has and the feed has not: gone when the feed has their volume, kept as they are otherwise. */
  async #keepOthers(): Promise<void> {
    const { former, rows, writer, acceptLosses = false } = this.#parts
    const others = Object.entries(former?.fiches ?? {}).filter(([id]) => !this.#present.has(id))
    const lost = others.filter(([, { audience, gone }]) => !gone && this.#audiences.has(audience))
    const had = Object.values(former?.fiches ?? {}).filter(
      ({ gone, audience }) => !gone && this.#audiences.has(audience),
    )
    if (!acceptLosses && lost.length > FEW_LOST && lost.length > had.length * MOST_LOST_SHARE)
      throw new FeedFault('too_many_lost', `${lost.length}/${had.length}`)
    for (const [id, known] of others) {
      if (!this.#audiences.has(known.audience) || !rows) await this.#copy(id, known)
      else {
        const row = await unlessSpoilt(readRow(rows, known))
        if (!row) continue
        const to = followRedirections(id, this.#redirections, (page) => this.#present.has(page))
        await writer.add({ ...row, gone: { since: known.gone?.since ?? this.#at, to: to ?? known.gone?.to ?? null } })
      }
    }
  }

  /** Rows of a former try that neither this feed nor the server has are left out. */
  #fiches(): Record<string, IndexedFiche> {
    const { writer, former } = this.#parts
    const kept = [...writer.written].filter(([id]) => this.#present.has(id) || former?.fiches[id] !== undefined)
    return Object.fromEntries(kept)
  }

  #report(files: number): ImportReport {
    const { former, source } = this.#parts
    const schemas: Record<string, number> = {}
    const counts = {
      files,
      fiches: this.#present.size,
      added: 0,
      changed: 0,
      unchanged: 0,
      gone: 0,
      redirected: 0,
      returned: 0,
    }
    for (const [id, entry] of Object.entries(this.#fiches())) {
      const known = former?.fiches[id]
      if (entry.gone) {
        if (known?.gone) continue
        counts.gone += 1
        if (entry.gone.to) counts.redirected += 1
        continue
      }
      if (!this.#present.has(id)) continue
      const schema = entry.schema ?? '?'
      schemas[schema] = (schemas[schema] ?? 0) + 1
      if (!known) counts.added += 1
      else if (known.gone) counts.returned += 1
      else if (known.digest === entry.digest) counts.unchanged += 1
      else counts.changed += 1
    }
    return { at: this.#at, source, schemas, counts, faults: this.#faults, faultCount: this.#faultCount }
  }
}

/**
 * Runs an import alone: another one, of this process or of the command, is refused meanwhile. What a killed process left is passed over.
 * @throws FeedFault `busy`
 */
async function importAlone<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const path = join(folder, 'import.lock')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await take(path)
  try {
    return await run()
  } finally {
    await rm(path, { force: true })
  }
}

async function take(path: string): Promise<void> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (await isHeld(path)) throw new FeedFault('busy')
    await rm(path, { force: true })
    await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
      throw new FeedFault('busy', '', { cause })
    })
  }
}

async function isHeld(path: string): Promise<boolean> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
