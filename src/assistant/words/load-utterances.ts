import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readUtterances } from '../../features/entries/catalogue/load-entries.js'
import type { SpokenLanguage } from '../../platform/model/language.js'

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
export type LanguageExamples = ReadonlyMap<SpokenLanguage, readonly string[]>

/**
 * Reads the example questions of every intent of a folder, and of its subjects of everyday life (`background/`), by language.
 * @throws ZodError or SyntaxError for a file that is no intent
 */
export async function loadLanguageExamples(intentsDir: string): Promise<LanguageExamples> {
  const examples = new Map<SpokenLanguage, string[]>()
  for (const folder of [intentsDir, join(intentsDir, 'background')]) {
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
    const read = await Promise.all(files.map((file) => readUtterances(join(folder, file))))
    for (const [language, questions] of read.flatMap((utterances) => Object.entries(utterances)))
      examples.set(language as SpokenLanguage, (examples.get(language as SpokenLanguage) ?? []).concat(questions))
  }
  return examples
}
