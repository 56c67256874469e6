import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readQuestions } from '../features/entries/catalogue/load-entries.js'
import type { Subject } from '../search/background.js'

/** Folder of the question bank whose files are subjects of everyday life. */
const EVERYDAY = 'background'
/** Those whose files are subjects: national fiches, and everyday life. */
const FOLDERS = ['service-public', EVERYDAY]

/** Reads what people ask that entries may not answer: one subject a file, named after it. */
export async function readSubjects(intentsDir: string): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const name of FOLDERS.filter((one) => existsSync(join(intentsDir, one)))) {
    const folder = join(intentsDir, name)
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
      const questions = await readQuestions(join(folder, file))
      subjects.push({ id: file.slice(0, -'.json'.length), questions, ...(name === EVERYDAY && { isEveryday: true }) })
    }
  }
  return subjects
}
