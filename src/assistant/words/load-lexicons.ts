import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, type EntryFault } from '../../features/entries/catalogue/load-entries.js'
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../../platform/model/language.js'

/** A word or short phrase of another language, and the French words to search for it; empty for a word without a subject ("the", "how"). */
export interface LexiconRow {
  foreign: string
  french: string
}

/** The rows of each language that has a lexicon. */
export type Lexicons = ReadonlyMap<SpokenLanguage, readonly LexiconRow[]>

/**
 * Reads `<knowledgeDir>/lexicons/<language>.tsv`: `foreign<TAB>french`, one pair a line. A language without a file has no lexicon.
 * @throws ContentError with every line that is not a pair, or that a former line contradicts
 */
export async function loadLexicons(knowledgeDir: string): Promise<Lexicons> {
  const lexicons = new Map<SpokenLanguage, LexiconRow[]>()
  const faults: EntryFault[] = []
  for (const language of SPOKEN_LANGUAGES) {
    const text = await readIfThere(join(knowledgeDir, 'lexicons', `${language}.tsv`))
    if (text === null) continue
    const read = readRows(text)
    faults.push(...read.faults.map((fault) => ({ file: `lexicons/${language}.tsv`, fault })))
    lexicons.set(language, read.rows)
  }
  if (faults.length > 0) throw new ContentError(faults)
  return lexicons
}

function readRows(text: string): { rows: LexiconRow[]; faults: string[] } {
  const rows: LexiconRow[] = []
  const faults: string[] = []
  const known = new Set<string>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue
    const [foreign = '', french, ...rest] = line.split('\t')
    if (foreign.trim() === '' || french === undefined || rest.length > 0)
      faults.push(`line ${index + 1}: expected foreign<TAB>french`)
    else if (known.has(foreign)) faults.push(`line ${index + 1}: "${foreign}" is there twice`)
    else rows.push({ foreign: foreign.trim(), french: french.trim() })
    known.add(foreign)
  }
  return { rows, faults }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
