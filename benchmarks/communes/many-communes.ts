import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { generateEntries, writeBase } from '../scale/generate-base.js'

/** Communes of a server, made of the demonstration's: each with its name, its settings and entries of its own. */
export interface ManyCommunes {
  ids: readonly string[]
  /** Settings of a server that serves them. */
  env: Record<string, string>
}

/** Writes the folder of a town of so many communes, each with so many entries of its own beside the installed ones. */
export async function writeCommunes(
  folder: string,
  { communes, own }: { communes: number; own: number },
): Promise<ManyCommunes> {
  const townDir = join(folder, 'town')
  await mkdir(join(townDir, 'communes'), { recursive: true })
  const installed = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const templates = installed.filter(({ questions }) => questions.length > 0)
  const model = JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8'))
  const ids = Array.from({ length: communes }, (_, n) => `commune-${n + 1}`)
  for (const [n, id] of ids.entries()) {
    const commune = { ...model, id, nom: `Commune ${n + 1}`, site: `https://www.${id}.example` }
    await writeFile(join(townDir, 'communes', `${id}.json`), JSON.stringify(commune))
    if (own > 0) await writeBase(townDir, id, generateEntries(templates, { count: own, seed: n + 1 }))
  }
  return {
    ids,
    env: { GUICHET_TOWN_DIR: townDir, GUICHET_DATA_DIR: join(folder, 'data'), GUICHET_DEMONSTRATION: 'no' },
  }
}
