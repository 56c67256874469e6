import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FeedFault } from './feed-fault.js'

/**
 * Runs an import alone: another one, of this process or of the command, is refused meanwhile. What a killed process left is passed over.
 * @throws FeedFault `busy`
 */
export async function importAlone<T>(folder: string, run: () => Promise<T>): Promise<T> {
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
