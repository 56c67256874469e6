import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SearchableMap from 'minisearch/SearchableMap'
import { loadEntries, readQuestions } from '../../src/features/entries/catalogue/load-entries.js'
import { toSearchDocument } from '../../src/features/entries/catalogue/snapshot.js'
import { analyse } from '../../src/search/french-analyser.js'
import { isCorrectable } from '../../src/search/spelling.js'
import { writeMeantWords } from './meant-words.js'

/** Question files in which a word is not there by a slip. */
const LEAST_FILES = 3
/** A word that is so many times rarer than one spelt nearly alike is that one, misspelt: many write "judicière". */
const SLIP = 15
/** Letters by which a slip differs; two where there are as many. */
const LETTERS_FOR_TWO = 6
const FILE = join('src', 'search', 'real-stems.txt')

/**
 * Writes `src/search/real-stems.txt`: the stems of the words that the installed entries have, and of those that the question bank has often enough not to be slips. Then what
 * misspelt questions are mended with (`meant-words`). Run it when either has grown.
 */
export async function runRealWords(): Promise<number> {
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const documents = entries.map(toSearchDocument)
  const written = new Set(documents.flatMap(({ title, text }) => analyse(`${title}\n${text}`)))
  const files = await filesPerStem(['.', 'service-public', 'background'].map((folder) => join('intents', folder)))
  const asked = withoutSlips(files).filter((stem) => (files.get(stem) ?? 0) >= LEAST_FILES)
  const stems = [...new Set([...written, ...asked])].filter(isCorrectable).sort()
  await writeFile(FILE, `${stems.join('\n')}\n`)
  process.stdout.write(`${FILE}: ${stems.length}\n`)
  await writeMeantWords(documents)
  return 0
}

async function filesPerStem(folders: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const folder of folders) {
    for (const name of (await readdir(folder)).filter((one) => one.endsWith('.json'))) {
      const questions = await readQuestions(join(folder, name))
      for (const stem of new Set(analyse(questions.join('\n')))) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
  }
  return counts
}

function withoutSlips(files: ReadonlyMap<string, number>): string[] {
  const spellings = SearchableMap.from([...files].filter(([stem]) => isCorrectable(stem)))
  return [...files]
    .filter(([stem, count]) => {
      const alike = [...spellings.fuzzyGet(stem, stem.length >= LETTERS_FOR_TWO ? 2 : 1).values()]
      return !alike.some(([other]) => other >= count * SLIP)
    })
    .map(([stem]) => stem)
}
