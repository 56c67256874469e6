import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { nameNearestField } from '../../features/entries/lint/nearest-field.js'

const phrases = z.array(z.strictObject({ plain: z.string().min(1), words: z.array(z.string().min(1)).min(1) }))

const file = z.strictObject({
  /** What a simplified version must not say without explaining it. */
  faults: phrases,
  /** What it had better not say. */
  remarks: phrases,
  /** Acronyms, in capitals, and what they stand for. */
  acronyms: z.record(z.string().regex(/^[A-Z]+$/), z.string().min(1)),
  /** Acronyms that everyone knows better than their words. */
  understood: z.array(z.string()),
})

/** Administrative words and acronyms with their plain equivalents: `knowledge/plain-words.json`. */
export type PlainWords = z.infer<typeof file>

const NONE: PlainWords = { faults: [], remarks: [], acronyms: {}, understood: [] }

/** Reads `<knowledgeDir>/plain-words.json`; without the file, no word is at fault. @throws Error in words when it cannot be read */
export async function loadPlainWords(knowledgeDir: string): Promise<PlainWords> {
  const path = join(knowledgeDir, 'plain-words.json')
  if (!existsSync(path)) return NONE
  const read = file.safeParse(JSON.parse(await readFile(path, 'utf8')), { error: nameNearestField })
  if (!read.success) throw new Error(`plain-words.json: ${z.prettifyError(read.error)}`)
  return read.data
}
