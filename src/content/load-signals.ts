import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readQuestions } from './load-entries.js'

/** Phrases that the assistant listens for, by signal name: `wish-human`, `danger-suicide`, `thanks`… */
export type SignalPhrases = Record<string, string[]>

/** Reads `<intentsDir>/assistant/*.json`, the intents that are not procedures. @throws when a file cannot be read */
export async function loadSignals(intentsDir: string): Promise<SignalPhrases> {
  const folder = join(intentsDir, 'assistant')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const pairs = files.map(
    async (file): Promise<[string, string[]]> => [
      file.slice(0, -'.json'.length),
      await readQuestions(join(folder, file)),
    ],
  )
  return Object.fromEntries(await Promise.all(pairs))
}
