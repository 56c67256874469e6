import { z } from 'zod'
import { readBase } from '../../src/commands/read-base.js'
import { readJsonLines } from '../../src/commands/read-json-lines.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { buildNationalBase } from '../quality/national-base.js'
import { shuffled } from './seeded-random.js'
import { buildTownHallBase } from './town-hall-base.js'

/** Where the national fiches are kept. */
export const CACHE_DIR = 'data/bench'
const SEED = 20_261_125

/** A question to measure with. */
export interface CaseQuestion {
  id: string
  question: string
  /** Entries that answer it; empty when none does. */
  targets: string[]
  /** How it is written; `null` when the file does not say. */
  style: string | null
}

/** Questions and the base that they are asked of. */
export interface Case {
  name: string
  documents: SearchDocument[]
  questions: CaseQuestion[]
  /** Questions left out because the base has none of their entries. */
  leftOut: number
}

/** How a case is read. */
export interface CaseOptions {
  withIntents: boolean
  /** Most questions, drawn with a fixed seed; `null` for all. */
  limit: number | null
}

const row = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  question: z.string(),
  targets: z.array(z.union([z.string(), z.number()]).transform(String)),
  /** What readers judged to be an answer; replaces `targets` where it is given. */
  two: z.array(z.string()).nullish(),
  style: z.string().nullish(),
})

/**
 * Reads `name=base,questions.jsonl[,more.jsonl…]`. A base is a JSONL file, a folder of entries, `national` or `town-hall`. A target that is an
 * installed entry stands, in a base of fiches, for the fiches that the entry names (`servicePublic`).
 * @throws Error in one line when it is written otherwise or a file cannot be read
 */
export async function readCase(argument: string, { withIntents, limit }: CaseOptions): Promise<Case> {
  const { name, base, files } = parseCase(argument)
  const fiches = await fichesOfEntries()
  const documents = await readBase({ knowledge: await pathOfBase(base, fiches), intentsDir: 'intents', withIntents })
  const known = new Set(documents.map(({ id }) => id))
  const rows = (await Promise.all(files.map((file) => readJsonLines(file, row)))).flat().map(({ value }) => value)
  const all = rows
    .filter(({ question }) => question.trim() !== '')
    .map(({ id, question, targets, two, style }) => {
      const wanted = two ?? targets
      const found = wanted.flatMap((target) => (known.has(target) ? [target] : (fiches.get(target) ?? [])))
      return { id, question, style: style ?? null, targets: found.filter((target) => known.has(target)), wanted }
    })
  const kept = all.filter(({ targets, wanted }) => targets.length > 0 || wanted.length === 0)
  const drawn = limit === null ? kept : shuffled(kept, SEED).slice(0, limit)
  const questions = drawn.map(({ wanted: _, ...question }) => question)
  return { name, documents, questions, leftOut: all.length - kept.length }
}

/** The parts of a `--case`. @throws Error in one line when it is written otherwise */
export function parseCase(argument: string): { name: string; base: string; files: string[] } {
  const [, name, base, list] = /^([^=]+)=([^,]+),(.+)$/.exec(argument) ?? []
  if (!name || !base || !list) throw new Error(`--case ${argument}: expected name=base,questions.jsonl`)
  return { name, base, files: list.split(',') }
}

/** A `--limit`; `null` when it is not given. @throws Error in one line for anything but a positive whole number */
export function parseLimit(value: string | undefined): number | null {
  if (value === undefined) return null
  const limit = Number(value)
  if (!(Number.isInteger(limit) && limit > 0)) throw new Error('--limit: expected a positive whole number')
  return limit
}

/** The fiches that each installed entry names. */
async function fichesOfEntries(): Promise<Map<string, readonly string[]>> {
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  return new Map(entries.map(({ id, servicePublic }) => [id, servicePublic ?? []]))
}

async function pathOfBase(base: string, fiches: ReadonlyMap<string, readonly string[]>): Promise<string> {
  if (base === 'national') return buildNationalBase(CACHE_DIR)
  return base === 'town-hall' ? buildTownHallBase(CACHE_DIR, new Set([...fiches.values()].flat())) : base
}
