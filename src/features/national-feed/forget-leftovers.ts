import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Archives that are taken whole before they are read; one has up to 256 MB. */
const ARCHIVE = /^(?:fetched|sent)-[0-9a-f-]{36}\.zip$/
/** Nobody fetches, sends or reads one for so long, ms; another process may be at it now. */
const AGE_MS = 24 * 3_600_000

/** Deletes what a process that was killed has left in the folder of the feed. What cannot be deleted is left to the next time. */
export async function forgetLeftovers(folder: string): Promise<void> {
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
