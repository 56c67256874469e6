import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { type Config, readConfig } from '../config.js'
import { type EntryFolders, loadEntries } from '../features/entries/catalogue/load-entries.js'
import { communesFolder, ownEntryFolders } from '../features/entries/catalogue/load-own-entries.js'
import { lintEntry } from '../features/entries/lint/check-content.js'
import { type Located, lintSimple, type SimpleReport } from '../features/entries/lint/lint-simple.js'
import { type PlainWords, readPlainWords } from '../features/entries/lint/plain-words.js'
import { type Entry, SECTION_KEYS } from '../platform/model/entry.js'
import type { Say } from '../platform/model/say.js'
import { complain } from './print.js'

const USAGE = `usage: npm run lint-content [-- --remarks] [-- --answers]
  prints what is hard to read in the simplified versions, by file and line, and exits with 1 when something must be mended;
  refuses an entry that leaves something to the town hall, and warns of those that lack a short answer
  --remarks  prints advice and the ease of reading of each as well
  --answers  reads the whole answers in place of the simplified versions, and refuses none`

/** A text that was read, and where it begins. */
interface Linted {
  id: string
  file: string
  /** Lines of the file before it. */
  linesBefore: number
  report: SimpleReport
}

/** Which texts of an entry are read. */
type TextsOf = (entry: Entry) => string[]

const simpleText: TextsOf = ({ simple }) => (simple === null ? [] : [simple])
const answerTexts: TextsOf = ({ sections }) => SECTION_KEYS.map((key) => sections[key])

/**
 * `npm run lint-content`: reads the simplified versions of the shared entries and of the communes' folders.
 * @returns the exit status: 0, 1 with a fault or a file that cannot be read, 2 for wrong usage
 */
export async function runLintContent(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  if (!options) return complain(USAGE, 2)
  try {
    const config = readConfig(process.env)
    const say = await loadMessages(config.knowledgeDir)
    const words = await readPlainWords(config)
    const textsOf = options.answers ? answerTexts : simpleText
    const folders = await foldersOf(config)
    const read = await Promise.all(folders.map(async (folder) => ({ folder, entries: await loadEntries(folder) })))
    const linted = (await Promise.all(read.map((one) => lintFolder(one, textsOf, words)))).flat()
    const faults = linted.reduce((sum, { report }) => sum + report.faults.length, 0)
    const left = read.reduce((sum, { folder, entries }) => sum + tellEntries(folder, entries, say), 0)
    for (const one of linted) report(one, say, options.remarks)
    process.stdout.write(`${summaryOf(linted, say)}\n`)
    return left > 0 || (faults > 0 && !options.answers) ? 1 : 0
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error), 1)
  }
}

function parseOptions(args: string[]): { remarks: boolean; answers: boolean } | null {
  try {
    const options = { remarks: { type: 'boolean' }, answers: { type: 'boolean' } } as const
    const { remarks = false, answers = false } = parseArgs({ args, options }).values
    return { remarks, answers }
  } catch {
    return null
  }
}

/** The shared entries first, then those that communes have in a folder of their own. */
async function foldersOf({ knowledgeDir, intentsDir, townDir }: Config): Promise<EntryFolders[]> {
  const folder = communesFolder(townDir)
  const communes = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : []
  const own = communes.filter((one) => one.isDirectory()).map(({ name }) => name)
  return [{ knowledgeDir, intentsDir }, ...own.sort().map((id) => ownEntryFolders(townDir, id))]
}

/** Tells what entries lack, which nobody refuses, and what they leave to the town hall. @returns how many times they leave something to it */
function tellEntries({ knowledgeDir }: EntryFolders, entries: readonly Entry[], say: Say): number {
  let left = 0
  for (const entry of entries) {
    const file = relative('.', join(knowledgeDir, `${entry.id}.md`))
    const findings = lintEntry(entry)
    const missing = findings.filter(({ rule }) => rule === 'short_missing').map(({ field }) => field)
    if (missing.length > 0)
      process.stdout.write(`${file}: ${say('fr', 'lint.short_missing', { fields: missing.join(', ') })}\n`)
    for (const { rule, field, found } of findings) {
      if (rule !== 'left_to_town') continue
      left += 1
      process.stdout.write(`${file}: ${say('fr', 'lint.left_to_town', { field, found })}\n`)
    }
  }
  return left
}

async function lintFolder(
  { folder, entries }: { folder: EntryFolders; entries: readonly Entry[] },
  textsOf: TextsOf,
  words: PlainWords,
): Promise<Linted[]> {
  const linted: Linted[] = []
  // Offices have no simplified version, and are short.
  for (const entry of entries.filter(({ office }) => !office)) {
    const file = join(folder.knowledgeDir, `${entry.id}.md`)
    const whole = await readFile(file, 'utf8')
    for (const text of textsOf(entry)) {
      const linesBefore = whole.slice(0, whole.lastIndexOf(text)).split('\n').length - 1
      linted.push({ id: entry.id, file: relative('.', file), linesBefore, report: lintSimple(text, words) })
    }
  }
  return linted
}

function report({ id, file, linesBefore, report: found }: Linted, say: Say, withRemarks: boolean): void {
  const line = ({ line, column, rule, parameters }: Located) =>
    `${file}:${linesBefore + line}:${column} ${say('fr', `lint.${rule}`, parameters)}\n`
  const told = [...found.faults, ...(withRemarks ? found.remarks : [])]
  process.stdout.write(told.map(line).join(''))
  if (!withRemarks) return
  const measures = {
    sentences: String(found.sentences),
    mean: found.meanWords.toFixed(1).replace('.', ','),
    score: found.readability === null ? '–' : String(Math.round(found.readability)),
  }
  process.stdout.write(`${say('fr', 'lint.measure', { id, ...measures })}\n`)
}

function summaryOf(linted: readonly Linted[], say: Say): string {
  const count = (of: 'faults' | 'remarks') => String(linted.reduce((sum, { report }) => sum + report[of].length, 0))
  const texts = String(linted.length)
  return say('fr', 'lint.summary', { texts, faults: count('faults'), remarks: count('remarks') })
}
