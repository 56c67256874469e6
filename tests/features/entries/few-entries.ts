import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** What entries have beside their text, and what is only learnt from. */
const BESIDE = new Set(['guides', 'translations', 'short', 'service-public', 'background'])

/** Folders of content, as a server reads them. */
export interface ContentFolders {
  knowledgeDir: string
  intentsDir: string
}

/**
 * Makes of the installed content one with a few of its entries in the place of two hundred: for servers that start often, or that are made to ask all that they know.
 * @param ids of the entries that stay, without their guides and translations
 */
export async function writeFewEntries(folder: string, ids: readonly string[]): Promise<ContentFolders> {
  const names = new Set(ids.flatMap((id) => [`${id}.md`, `${id}.json`]))
  const take = async (of: string, isOfEntry: RegExp) => {
    const to = join(folder, of)
    await mkdir(to, { recursive: true })
    for (const name of await readdir(of)) {
      if (BESIDE.has(name) || (isOfEntry.test(name) && !names.has(name))) continue
      // Tests add communes of their own.
      if (name === 'communes') await cp(join(of, name), join(to, name), { recursive: true })
      else await symlink(resolve(of, name), join(to, name))
    }
    return to
  }
  return { knowledgeDir: await take('knowledge', /\.md$/), intentsDir: await take('intents', /\.json$/) }
}
