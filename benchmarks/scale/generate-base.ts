import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry, SECTION_KEYS } from '../../src/platform/model/entry.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'

/** Questions of an entry: with its title and its passages, about twelve texts to embed. */
const QUESTIONS = 7
const STARTS = [
  'Saint-',
  'Sainte-',
  'La ',
  'Le ',
  'Les ',
  'Mont',
  'Val',
  'Pont-',
  'Bourg-',
  'Ville',
  'Roche',
  'Font',
  'Clair',
  'Belle',
]
const MIDDLES = [
  'ar',
  'ber',
  'cor',
  'dan',
  'ev',
  'fon',
  'gar',
  'hel',
  'lam',
  'mar',
  'nor',
  'per',
  'ros',
  'sau',
  'tor',
  'ver',
]
const ENDS = ['ac', 'an', 'ay', 'ec', 'enne', 'euil', 'ieres', 'in', 'ois', 'on', 'ville', 'y']

/**
 * A large base made of the installed entries, each told again for places that do not exist: titles, sections and questions of one entry, in the order of
 * a seed, with a place in each. The same seed gives the same base; another commune is another seed.
 */
export function* generateEntries(
  templates: readonly Entry[],
  { count, seed }: { count: number; seed: number },
): Generator<Entry> {
  const random = seededRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  for (let i = 0; i < count; i += 1) {
    // A row of a base has no translations: these are files of their own.
    const { translations: _, ...template } = pick(templates)
    const place = `${pick(STARTS)}${pick(MIDDLES)}${pick(MIDDLES)}${pick(ENDS)}`
    const offset = Math.floor(random() * template.questions.length)
    const questions = Array.from(
      { length: QUESTIONS },
      (_, j) => template.questions[(offset + j) % template.questions.length],
    )
    const sections = SECTION_KEYS.map((key) => [
      key,
      `${template.sections[key]}\n\nÀ ${place}, voyez aussi l'accueil du quartier.`,
    ])
    yield {
      ...template,
      id: `${template.id.slice(0, 60)}-${seed}-${i}`,
      title: `${template.title.slice(0, 60)} à ${place}`,
      summary: `${place} : ${template.summary.slice(0, 180)}`,
      sections: Object.fromEntries(sections),
      questions: [...new Set(questions.map((question) => `${question} ${place}`))],
    }
  }
}

/** Writes the base of a commune, `<folder>/communes/<id>.jsonl`. */
export async function writeBase(folder: string, id: string, entries: Iterable<Entry>): Promise<void> {
  await mkdir(join(folder, 'communes'), { recursive: true })
  const file = createWriteStream(join(folder, 'communes', `${id}.jsonl`))
  for (const entry of entries) {
    if (!file.write(`${JSON.stringify(entry)}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
