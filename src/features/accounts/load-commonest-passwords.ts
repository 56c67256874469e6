import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Reads `<knowledgeDir>/passwords/commonest.txt`: one a line, in small letters without accents. None where an installation keeps a knowledge folder
 * from before there was a list: its other rules hold, and it starts.
 */
export async function loadCommonestPasswords(knowledgeDir: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(knowledgeDir, 'passwords', 'commonest.txt'), 'utf8')
    return new Set(text.split(/\r?\n/).filter((line) => line !== ''))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}
