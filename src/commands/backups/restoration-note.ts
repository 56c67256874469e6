import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** Beside the backups: which one was last put back, and when. A restoration that nobody tried is a hope. */
const RESTORATION_FILE = 'guichet-restored.json'

const note = z.object({ backup: z.string(), at: z.iso.datetime() })

/** Notes beside a backup that it was put back; a folder that is only read keeps no note, and what was put back is there all the same. */
export async function noteRestoration(file: string, at: string): Promise<void> {
  const place = path.join(path.dirname(path.resolve(file)), RESTORATION_FILE)
  const text = `${JSON.stringify({ backup: path.basename(file), at })}\n`
  await writeFile(place, text, { mode: 0o600 }).catch(() => {})
}

/** When a backup of a folder was last put back; `null`: no note of it can be read. */
export async function lastRestoration(folder: string): Promise<{ backup: string; at: string } | null> {
  try {
    return note.parse(JSON.parse(await readFile(path.join(folder, RESTORATION_FILE), 'utf8')))
  } catch {
    return null
  }
}
