import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { nameNearestField } from '../lint/unknown-variables.js'
import { ContentError } from './load-entries.js'
import { readText } from './load-short-translations.js'

/** Where word lists are read: those that are installed, and those of the town, which add to them. */
export interface LexiconFolders {
  intentsDir: string
  /** Default: the town has none of its own. */
  townDir?: string
}

/** The folder of word lists, in that of intents and in the town's. */
const LEXICONS = 'lexicons'

/** The files of a name that are there, the installed one first, each with how a fault calls it. */
export function lexiconFiles(name: string, { intentsDir, townDir }: LexiconFolders): { path: string; file: string }[] {
  const installed = { path: join(intentsDir, LEXICONS, name), file: `${LEXICONS}/${name}` }
  const own = join(townDir ?? intentsDir, LEXICONS, name)
  const isOwn = own !== installed.path && existsSync(own)
  return [...(existsSync(installed.path) ? [installed] : []), ...(isOwn ? [{ path: own, file: own }] : [])]
}

/**
 * Reads `<intentsDir>/lexicons/<name>.json`, with what `<townDir>/lexicons/<name>.json` adds: items to its lists, keys to its objects.
 * @throws ContentError with the file and each key at fault
 */
export async function readLexicon<T extends z.ZodType>(
  name: string,
  schema: T,
  folders: LexiconFolders,
): Promise<z.output<T>> {
  const files = lexiconFiles(`${name}.json`, folders)
  if (files.length === 0) throw new ContentError([{ file: `${LEXICONS}/${name}.json`, fault: 'file: it is missing' }])
  let whole: unknown
  let parsed: z.output<T> | undefined
  for (const { path, file } of files) {
    const before = whole
    whole = merged(before, await readJson(path, file))
    const read = schema.safeParse(whole, { error: nameNearestField })
    if (!read.success)
      throw new ContentError(
        read.error.issues.map((issue) => ({ file, fault: `${keyOf(issue.path, before)}: ${issue.message}` })),
      )
    parsed = read.data
  }
  return parsed as z.output<T>
}

async function readJson(path: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readText(path))
  } catch (error) {
    throw new ContentError([{ file, fault: `file: ${(error as Error).message}` }])
  }
}

/** Lists are joined, objects are merged key by key; of anything else the town's counts. */
function merged(installed: unknown, own: unknown): unknown {
  if (Array.isArray(installed) && Array.isArray(own)) return [...installed, ...own]
  if (!isObject(installed) || !isObject(own)) return own
  const keys = Object.entries(own).map(([key, value]) => [key, merged(installed[key], value)])
  return { ...installed, ...Object.fromEntries(keys) }
}

/** A key as the file at fault has it: what is joined to a list is counted without those before it. */
function keyOf(path: readonly PropertyKey[], before: unknown): string {
  let at = before
  const keys = path.map((key) => {
    const own = Array.isArray(at) && typeof key === 'number' ? key - at.length : key
    at = isObject(at) || Array.isArray(at) ? (at as Record<PropertyKey, unknown>)[key] : undefined
    return String(own)
  })
  return keys.join('.') || 'file'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names of the JSON files of a folder, in order; none when there is no folder. */
export async function jsonFilesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
