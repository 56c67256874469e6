import { readdir } from 'node:fs/promises'

/** Names of the JSON files of a folder, in order; none when there is no folder. */
export async function jsonFilesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
