import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Reads `<knowledgeDir>/passwords/commonest.txt`: one a line, in small letters without accents. */
export async function loadCommonestPasswords(knowledgeDir: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(knowledgeDir, 'passwords', 'commonest.txt'), 'utf8')
  return new Set(text.split(/\r?\n/).filter((line) => line !== ''))
}
