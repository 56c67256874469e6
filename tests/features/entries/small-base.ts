import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryText } from './sample-entry.js'

/** Entries by id: title and example questions. */
export type SmallEntries = Record<string, [title: string, questions: string[]]>

/** Folders with a few entries, as a server reads them. */
export interface SmallBase {
  knowledgeDir: string
  intentsDir: string
  remove(): Promise<void>
}

/** What a server needs of the installed content beside its entries. */
export const SHARED = [
  'knowledge/messages',
  'knowledge/communes',
  'knowledge/subjects.json',
  'knowledge/passwords',
  'intents/assistant',
  'intents/lexicons',
  'knowledge/waste',
  'knowledge/dangers',
]

/** Writes a few entries into folders of their own. @param textOf the text of an entry by its title */
export async function writeSmallBase(entries: SmallEntries, textOf = entryText): Promise<SmallBase> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-base-'))
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  const [knowledgeDir, intentsDir] = [join(folder, 'knowledge'), join(folder, 'intents')]
  for (const [id, [title, fr]] of Object.entries(entries)) {
    await writeFile(join(knowledgeDir, `${id}.md`), textOf(title))
    const intent = { name: id, contexts: [], utterances: { fr }, slots: [] }
    await writeFile(join(intentsDir, `${id}.json`), JSON.stringify(intent))
  }
  return { knowledgeDir, intentsDir, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Three entries that nothing confuses. */
export const QUIET_ENTRIES: SmallEntries = {
  piscine: ['Nager à la piscine', ['piscine ouverte', 'tarif de la piscine', 'nager le dimanche', 'bassin']],
  velo: ['Garer son vélo', ['garage à vélo', 'arceaux pour vélo', 'vélo volé']],
  marche: ['Le marché du samedi', ['marché du samedi', 'heures du marché', 'place du marché']],
}

/** Questions of the market that were put under the swimming pool, in {@link CONFUSED_ENTRIES}. */
export const MISPLACED = ['heures du marché samedi', 'étals de poisson']

/** Four entries, some of which are taken for each other. */
export const CONFUSED_ENTRIES: SmallEntries = {
  piscine: ['Nager à la piscine', ['piscine ouverte', 'tarif de la piscine', 'piscine le dimanche', ...MISPLACED]],
  velo: ['Garer son vélo', ['garage à vélo', 'arceaux pour vélo', 'vélo volé', 'pompe à vélo']],
  trottinette: ['Louer une trottinette', ['trottinette électrique', 'louer une trottinette', 'les vélos volés']],
  marche: [
    'Le marché du samedi',
    [
      'marché du samedi',
      'heures du marché',
      'étals de fruits',
      'étals de fleurs',
      'marché aux poissons',
      'heures du samedi',
    ],
  ],
}
