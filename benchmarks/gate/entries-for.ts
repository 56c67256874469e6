import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadEntries, readQuestions } from '../../src/features/entries/catalogue/load-entries.js'
import type { Entry } from '../../src/platform/model/entry.js'

/** The installed entries, then fiches of the question bank under the first of their questions: what a search costs follows from the questions. */
export async function entriesFor(count: number): Promise<Entry[]> {
  const installed = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const folder = join('intents', 'service-public')
  const covered = new Set(installed.flatMap(({ servicePublic }) => servicePublic))
  const files = (await readdir(folder)).sort().filter((file) => !covered.has(file.replace('.json', '')))
  const fiches: Entry[] = []
  for (const file of files.slice(0, Math.max(0, count - installed.length))) {
    const [title = file, ...questions] = await readQuestions(join(folder, file))
    const id = file.replace('.json', '').toLowerCase()
    fiches.push({ ...(installed[0] as Entry), id, title, summary: title, servicePublic: [], questions, simple: null })
  }
  return [...installed, ...fiches].slice(0, count)
}
