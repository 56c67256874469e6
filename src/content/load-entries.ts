import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { CATEGORIES, type Entry, SECTION_KEYS, SECTION_TITLES, type SectionKey, SIMPLE_TITLE } from '../domain/entry.js'

/** Where entries are read from. */
export interface EntryFolders {
  /** Folder of `<id>.md` files. */
  knowledgeDir: string
  /** Folder of `<id>.json` files in Botpress v12 intent format. */
  intentsDir: string
}

/** A file that could not be read as an entry, and why in words. */
export interface EntryFault {
  file: string
  fault: string
}

/** Every fault of the content at once, so that a curator mends them in one go. */
export class ContentError extends Error {
  readonly faults: EntryFault[]
  constructor(faults: EntryFault[]) {
    super(faults.map(({ file, fault }) => `${file}: ${fault}`).join('\n'))
    this.name = 'ContentError'
    this.faults = faults
  }
}

const isoDate = z.iso.date('expected a date YYYY-MM-DD')

const frontMatter = z.strictObject({
  title: z.string().min(3).max(90),
  summary: z.string().min(3).max(220),
  category: z.enum(CATEGORIES),
  who: z.enum(['commune', 'intercommunalite', 'etat', 'autre']),
  owner: z.string().min(1),
  source: z.strictObject({
    name: z.string().min(1),
    url: z.union([z.literal(''), z.url({ protocol: /^https$/ })]),
    licence: z.string().min(1),
    date: isoDate,
  }),
  verifiedAt: isoDate.nullable(),
  reviewBy: isoDate,
  servicePublic: z.array(z.string().regex(/^F\d+$/)),
  online: z.array(z.strictObject({ label: z.string().min(1), url: z.url({ protocol: /^https$/ }) })),
  toCheck: z.array(z.string().min(1)),
})

const intentFile = z.object({
  name: z.string(),
  contexts: z.array(z.string()),
  utterances: z.object({ fr: z.array(z.string().min(1)) }),
  slots: z.array(z.looseObject({ name: z.string(), entities: z.array(z.string()) })),
})

/**
 * Reads every entry of a folder.
 * @returns entries in the order of their ids
 * @throws ContentError naming every file at fault
 */
export async function loadEntries({ knowledgeDir, intentsDir }: EntryFolders): Promise<Entry[]> {
  const files = (await readdir(knowledgeDir)).filter((name) => name.endsWith('.md')).sort()
  const faults: EntryFault[] = []
  const entries: Entry[] = []
  for (const file of files) {
    const id = file.slice(0, -'.md'.length)
    try {
      const text = await readFile(join(knowledgeDir, file), 'utf8')
      entries.push(parseEntry(id, text, await readQuestions(join(intentsDir, `${id}.json`))))
    } catch (error) {
      faults.push({ file, fault: describeFault(error) })
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  return entries
}

/** Reads the example questions of an intent file; none when there is no such file. @throws ZodError, SyntaxError */
export async function readQuestions(path: string): Promise<string[]> {
  try {
    return intentFile.parse(JSON.parse(await readFile(path, 'utf8'))).utterances.fr
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Parses the text of `knowledge/<id>.md`. @throws Error with the fault in words */
export function parseEntry(id: string, text: string, questions: string[]): Entry {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text)
  if (!match) throw new Error('no front matter between two lines of three hyphens')
  const fields = frontMatter.parse(parseYaml(match[1] ?? ''))
  return { id, ...fields, ...parseSections(match[2] ?? ''), questions }
}

const entryRow = frontMatter.extend({
  id: z.string().regex(/^[a-z0-9-]{1,80}$/),
  sections: z.strictObject(
    Object.fromEntries(SECTION_KEYS.map((key) => [key, z.string().min(1)])) as Record<SectionKey, z.ZodString>,
  ),
  simple: z.string().min(1).nullable().default(null),
  questions: z.array(z.string().min(1)),
})

/** Parses a line of a JSONL base: the front matter, `id`, `sections` by key, `questions`, and `simple` if there is one. Never throws. */
export function parseEntryRow(text: string): { entry: Entry } | { fault: string } {
  try {
    return { entry: entryRow.parse(JSON.parse(text)) }
  } catch (error) {
    return { fault: describeFault(error) }
  }
}

function parseSections(body: string): Pick<Entry, 'sections' | 'simple'> {
  const parts = body.split(/^## +(.+?)\s*$/m)
  const written = new Map<string, string>()
  if (parts[0]?.trim()) throw new Error('text before the first section')
  for (let index = 1; index < parts.length; index += 2) {
    const title = parts[index] ?? ''
    if (!KNOWN_TITLES.has(plainTitle(title))) throw new Error(`section "${title}" is not one of the seven`)
    if (written.has(plainTitle(title))) throw new Error(`section "${title}" is written twice`)
    written.set(plainTitle(title), (parts[index + 1] ?? '').trim())
  }
  const sections = SECTION_KEYS.map((key): [SectionKey, string] => {
    const content = written.get(plainTitle(SECTION_TITLES[key]))
    if (!content) throw new Error(`section "${SECTION_TITLES[key]}" is missing or empty`)
    return [key, content]
  })
  const simple = written.get(plainTitle(SIMPLE_TITLE)) ?? null
  if (simple === '') throw new Error(`section "${SIMPLE_TITLE}" is empty: write it, or take its heading away`)
  return { sections: Object.fromEntries(sections) as Record<SectionKey, string>, simple }
}

const KNOWN_TITLES = new Set([...Object.values(SECTION_TITLES), SIMPLE_TITLE].map(plainTitle))

function plainTitle(title: string): string {
  return title.replace(/’/g, "'").trim().toLowerCase()
}

/** What is wrong, in words: the field and the fault where a schema found it. */
export function describeFault(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
