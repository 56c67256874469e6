import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readQuestions } from '../content/load-entries.js'
import type { Subject } from '../retrieval/background.js'

/** Folders of the question bank whose files are subjects: national fiches, and everyday life. */
const FOLDERS = ['service-public', 'background']

/** Reads what people ask that entries may not answer: one subject a file, named after it. */
export async function readSubjects(intentsDir: string): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const folder of FOLDERS.map((name) => join(intentsDir, name)).filter(existsSync)) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
      subjects.push({ id: file.slice(0, -'.json'.length), questions: await readQuestions(join(folder, file)) })
    }
  }
  return subjects
}
