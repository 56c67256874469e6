import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Entry,
  SHORT_KEYS,
  type Short,
  type ShortKey,
  type ShortTranslation,
} from '../../../platform/model/entry.js'
import { EXAMPLE_LANGUAGES } from '../../../platform/model/language.js'
import { TRANSLATION_LENGTHS } from '../lint/check-translation.js'
import { describeFault, type EntryFault } from '../render/entry-text.js'
import { shortDigest } from '../render/translation-of.js'

/** Refuses what is no UTF-8, and takes away the mark that some editors put before it. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a file that people write, in UTF-8.
 * @throws Error in words when it has another encoding, whose accents would be served as other signs; the file system's errors
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path)
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Error('is not in UTF-8: save it again with this encoding')
  }
}

/** Other languages say the same at more length. */
const MOST_LETTERS = 300

const line = z
  .string()
  .trim()
  .min(1)
  .max(MOST_LETTERS)
  .regex(/^[^\n]*$/, 'expected one line')
const row = z.strictObject({
  title: line.max(TRANSLATION_LENGTHS.title.most),
  summary: line.optional(),
  ...(Object.fromEntries(SHORT_KEYS.map((key) => [key, line.optional()])) as Record<
    ShortKey,
    z.ZodOptional<typeof line>
  >),
  from: z
    .string()
    .regex(/^fr-[0-9a-f]{12}$/, 'expected what `guichet translations --stamp` writes')
    .optional(),
})

const shortFile = z.record(z.string(), row)

/** Where the rows of a language are. */
export function shortFilePath(knowledgeDir: string, language: string): string {
  return join(knowledgeDir, 'short', `${language}.json`)
}

/** The rows of a language by entry. @throws ZodError, SyntaxError, or what reading the file does */
export async function readShortRows(path: string): Promise<Record<string, ShortTranslation>> {
  const rows = shortFile.parse(JSON.parse(await readText(path)))
  return Object.fromEntries(Object.entries(rows).map(([id, fields]) => [id, withoutAbsent(fields)]))
}

/** Joins entries with the rows of each language. A row of an older French is kept, and is known as such by its digest. */
export async function withShortTranslations(
  entries: readonly Entry[],
  knowledgeDir: string,
): Promise<{ entries: Entry[]; faults: EntryFault[] }> {
  const folder = join(knowledgeDir, 'short')
  const joined = new Map(entries.map((entry) => [entry.id, entry]))
  const faults: EntryFault[] = []
  for (const name of existsSync(folder) ? (await readdir(folder)).filter((one) => one.endsWith('.json')).sort() : []) {
    const file = `short/${name}`
    try {
      const language = EXAMPLE_LANGUAGES.find((one) => `${one}.json` === name)
      if (!language) throw new Error(`its name is not one of ${EXAMPLE_LANGUAGES.join(', ')}`)
      const rows = await readShortRows(join(folder, name))
      for (const [id, translation] of Object.entries(rows)) {
        const entry = joined.get(id)
        const fault = entry ? faultOf(translation, entry) : 'there is no entry of this name'
        if (fault) faults.push({ file, fault: `${id}: ${fault}` })
        else if (entry) joined.set(id, { ...entry, inShort: { ...entry.inShort, [language]: translation } })
      }
    } catch (error) {
      faults.push({ file, fault: describeFault(error) })
    }
  }
  return { entries: [...joined.values()], faults }
}

function withoutAbsent(fields: z.infer<typeof row>): ShortTranslation {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ShortTranslation
}

/** What a row that claims to be of the present French has and the French has not; nothing of one that is older. */
function faultOf(translation: ShortTranslation, entry: Entry): string | null {
  if (translation.from !== shortDigest(entry, translation)) return null
  const { title: _, from, ...texts } = translation
  const french: Short & { summary: string } = { summary: entry.summary, ...entry.short }
  for (const [key, text] of Object.entries(texts) as [ShortKey | 'summary', string][]) {
    const [ours, theirs] = [variablesIn(text), variablesIn(french[key] ?? '')]
    if (french[key] === undefined) return `${key}: the French entry has no such sentence`
    if (ours !== theirs) return `${key}: ${theirs || 'no variable'} expected, as in French, not ${ours || 'none'}`
  }
  return null
}

function variablesIn(text: string): string {
  return [...new Set(text.match(/\{\{[^{}]*\}\}/g))].sort().join(', ')
}
