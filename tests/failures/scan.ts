import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TestDatabase } from '../postgres/test-database.js'
import { variantsOf } from './variants-of.js'

/** The files of a folder, packed ones unpacked, by name; listed again when one took its name meanwhile. */
export async function filesOf(dataDir: string): Promise<Map<string, string>> {
  for (;;) {
    const files = await listedFiles(dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return null
    })
    if (files) return files
  }
}

async function listedFiles(dataDir: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(path.join(entry.parentPath, entry.name))
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    const name = path.relative(dataDir, path.join(entry.parentPath, entry.name))
    files.set(name, `${name}\n${(isPacked ? gunzipSync(bytes) : bytes).toString('utf8')}`)
  }
  return files
}

/** Every row of every table, by kind of document and table. */
export async function tablesOf({ run }: TestDatabase): Promise<Map<string, string>> {
  const { rows } = await run("select tablename from pg_tables where schemaname = 'public' order by 1")
  const tables = new Map<string, string>()
  for (const { tablename } of rows as { tablename: string }[]) {
    const { rows: kept } = await run(`select t.*, to_jsonb(t)::text as row from "${tablename}" t`)
    for (const { kind = '', row } of kept as { kind?: string; row: string }[]) {
      const place = `${kind}/${tablename}`
      tables.set(place, `${tables.get(place) ?? ''}\n${row}`)
    }
  }
  return tables
}

/** Where any of these lies, in any writing: `place: what`. */
export function found(places: ReadonlyMap<string, string>, typed: Record<string, string>): string[] {
  return [...places].flatMap(([place, text]) => {
    const lower = text.toLowerCase()
    return Object.entries(typed)
      .filter(([, value]) => variantsOf(value).some((variant) => lower.includes(variant)))
      .map(([kind]) => `${place}: ${kind}`)
  })
}
