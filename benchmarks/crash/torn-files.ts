import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The documents of a data folder that are not whole JSON: what a write cut short would leave. Files that a write had not yet put in place (`.tmp`) do not count. */
export async function tornFiles(dataDir: string): Promise<string[]> {
  const torn: string[] = []
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(json|bak)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    try {
      JSON.parse(await readFile(path, 'utf8'))
    } catch {
      torn.push(path)
    }
  }
  return torn
}
