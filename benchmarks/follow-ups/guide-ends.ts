import { readdir, readFile } from 'node:fs/promises'

interface GuideFile {
  from: Record<string, unknown>
  branches: { entry?: string }[]
  otherwise?: { entry?: string }
}

/** Where the installed guides may lead, by each entry by which one begins. */
export async function guideEnds(folder = 'knowledge/guides'): Promise<Map<string, string[]>> {
  const ends = new Map<string, string[]>()
  for (const file of await readdir(folder)) {
    const guide = JSON.parse(await readFile(`${folder}/${file}`, 'utf8')) as GuideFile
    const own = [...guide.branches, guide.otherwise].flatMap((end) => end?.entry ?? [])
    for (const from of Object.keys(guide.from)) ends.set(from, [from, ...own])
  }
  return ends
}
