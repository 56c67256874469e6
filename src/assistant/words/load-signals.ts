import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES } from '../../platform/model/language.js'

/** Phrases that the assistant listens for, by signal name: `wish-human`, `danger-suicide`, `thanks`… */
export type SignalPhrases = Record<string, string[]>

/** An intent whose phrases may be in any language of the interface. */
const signalFile = z.object({ utterances: z.partialRecord(z.enum(LANGUAGES), z.array(z.string().min(1))) })

/** Reads `<intentsDir>/assistant/*.json`, the intents that are not procedures, in every language that they have. @throws when a file cannot be read */
export async function loadSignals(intentsDir: string): Promise<SignalPhrases> {
  const folder = join(intentsDir, 'assistant')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const pairs = files.map(
    async (file): Promise<[string, string[]]> => [
      file.slice(0, -'.json'.length),
      await readPhrases(join(folder, file)),
    ],
  )
  return Object.fromEntries(await Promise.all(pairs))
}

async function readPhrases(path: string): Promise<string[]> {
  const { utterances } = signalFile.parse(JSON.parse(await readFile(path, 'utf8')))
  return Object.values(utterances).flatMap((phrases) => phrases ?? [])
}
