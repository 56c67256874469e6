import { readFile } from 'node:fs/promises'

/** Refuses what is no UTF-8, and takes away the mark that some editors put before it. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a file that people write, in UTF-8.
 * @throws Error in words when it has another encoding, whose accents would be served as other signs; the file system's errors
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path)
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Error('is not in UTF-8: save it again with this encoding')
  }
}
