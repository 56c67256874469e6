import { createReadStream, existsSync } from 'node:fs'
import { appendFile, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TEMPORARY_SUFFIX } from '../../platform/store/durable-json-file.js'
import { makeFolder, nodeFileSystem, syncFolder, unlessMissing } from '../../platform/store/file-system.js'
import type { TownLine } from './backup-format.js'

/** What a town writes: anything else in its folder, hidden files among it, is not its content. */
const CONTENT = /^[^.].*\.(?:json|jsonl|md|tsv)$/
/** Of a file, in one line of a backup: a base of many entries is never whole in memory. */
const PART_BYTES = 256 * 1024

/** The files of a town folder in the order of their paths, part after part; none where there is no folder. */
export async function* townLines(townDir: string): AsyncGenerator<TownLine> {
  for (const town of await filesUnder(townDir)) {
    const parts = createReadStream(path.join(townDir, town), { encoding: 'utf8', highWaterMark: PART_BYTES })
    for await (const text of parts) yield { town, text: String(text) }
  }
}

/** Paths relative to the folder. Links are followed: some platforms mount each file as one. */
async function filesUnder(root: string, folder = ''): Promise<string[]> {
  const found: string[] = []
  const names = (await unlessMissing(readdir(path.join(root, folder)))) ?? []
  for (const name of names.filter((one) => !one.startsWith('.')).sort()) {
    const file = path.posix.join(folder, name)
    if ((await stat(path.join(root, file))).isDirectory()) found.push(...(await filesUnder(root, file)))
    else if (CONTENT.test(name)) found.push(file)
  }
  return found
}

/** What {@link putBackTown} did with the files of a backup, by their paths. */
export interface TownPutBack {
  put: string[]
  /** There was such a file already, and it stays. */
  left: string[]
}

/** Writes the files of a town back, each whole or not at all; those that are there are not touched. @param staysAway what is not put back, whatever is there */
export async function putBackTown(
  lines: AsyncIterable<TownLine>,
  townDir: string,
  staysAway: (town: string) => boolean = () => false,
): Promise<TownPutBack> {
  const done: TownPutBack = { put: [], left: [] }
  let open: string | null = null
  const close = async () => {
    if (open === null) return
    const file = path.join(townDir, open)
    await rename(`${file}${TEMPORARY_SUFFIX}`, file)
    await syncFolder(nodeFileSystem, path.dirname(file))
    done.put.push(open)
    open = null
  }
  for await (const { town, text } of lines) {
    if (staysAway(town)) continue
    const file = path.join(townDir, town)
    if (open === town) {
      await appendFile(`${file}${TEMPORARY_SUFFIX}`, text, { flush: true })
      continue
    }
    await close()
    if (done.left.includes(town)) continue
    if (existsSync(file)) {
      done.left.push(town)
      continue
    }
    await makeFolder(nodeFileSystem, path.dirname(file))
    await writeFile(`${file}${TEMPORARY_SUFFIX}`, text, { mode: 0o600, flush: true })
    open = town
  }
  await close()
  return done
}
