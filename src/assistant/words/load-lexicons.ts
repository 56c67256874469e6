import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, type EntryFault, readUtterances } from '../../features/entries/catalogue/load-entries.js'
import { readText } from '../../features/entries/catalogue/load-short-translations.js'
import { type LexiconFolders, lexiconFiles } from '../../features/entries/catalogue/read-lexicon.js'
import { RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../platform/model/language.js'

/** A word or short phrase of another language, and the French words to search for it; empty for a word without a subject ("the", "how"). */
export interface LexiconRow {
  foreign: string
  french: string
}

/** The rows of each language that has a lexicon. */
export type Lexicons = ReadonlyMap<RecognisedLanguage, readonly LexiconRow[]>

/**
 * Reads `<intentsDir>/lexicons/<language>.tsv`: `foreign<TAB>french`, one pair a line. The town's own pairs come before them. A language without a file has no lexicon.
 * @throws ContentError with every line that is not a pair, or that a former line contradicts
 */
export async function loadLexicons(folders: LexiconFolders): Promise<Lexicons> {
  const lexicons = new Map<RecognisedLanguage, LexiconRow[]>()
  const faults: EntryFault[] = []
  for (const language of RECOGNISED_LANGUAGES) {
    for (const { path, file } of lexiconFiles(`${language}.tsv`, folders)) {
      const read = readRows(await readText(path))
      faults.push(...read.faults.map((fault) => ({ file, fault })))
      lexicons.set(language, [...read.rows, ...(lexicons.get(language) ?? [])])
    }
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

/** Phrases that the assistant listens for, by signal name: `wish-human`, `danger-suicide`, `thanks`… */
export type SignalPhrases = Record<string, string[]>

/** Reads `<intentsDir>/assistant/*.json`, the intents that are not procedures, in every language that they have. @throws when a file cannot be read */
export async function loadSignals(intentsDir: string): Promise<SignalPhrases> {
  const folder = join(intentsDir, 'assistant')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const read = files.map(async (file): Promise<[string, string[]]> => {
    const utterances = await readUtterances(join(folder, file))
    return [file.slice(0, -'.json'.length), Object.values(utterances).flat()]
  })
  return Object.fromEntries(await Promise.all(read))
}

/** What people ask in each language, in no order. */
export type LanguageExamples = ReadonlyMap<RecognisedLanguage, readonly string[]>

/**
 * Reads the example questions of every intent of a folder, and of its subjects of everyday life (`background/`), by language.
 * @throws ZodError or SyntaxError for a file that is no intent
 */
export async function loadLanguageExamples(intentsDir: string): Promise<LanguageExamples> {
  const examples = new Map<RecognisedLanguage, string[]>()
  for (const folder of [intentsDir, join(intentsDir, 'background')]) {
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
    const read = await Promise.all(files.map((file) => readUtterances(join(folder, file))))
    for (const [language, questions] of read.flatMap((utterances) => Object.entries(utterances)))
      examples.set(
        language as RecognisedLanguage,
        (examples.get(language as RecognisedLanguage) ?? []).concat(questions),
      )
  }
  return examples
}
