import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How many fiches the next day's feed has changed, lost, and sent elsewhere. */
export interface Alterations {
  changed: number
  dead: number
  redirected: number
}

const FIRST_WORDS = '<Introduction><Texte><Paragraphe>'

/** Copies a feed and alters it as a day of the national one does, on fiches spread over it. @returns whether there were enough fiches to alter */
export async function alterFeed(
  source: string,
  into: string,
  { changed, dead, redirected }: Alterations,
): Promise<boolean> {
  await rm(into, { recursive: true, force: true })
  await cp(source, into, { recursive: true })
  const names = (await readdir(into)).filter((name) => /^F\d+\.xml$/.test(name)).sort()
  const wanted = changed + dead + redirected
  const step = Math.floor(names.length / (wanted * 3))
  const picked: string[] = []
  for (let at = 0; step > 0 && at < names.length && picked.length < wanted; at += step) {
    const name = names[at] ?? ''
    if ((await readFile(join(into, name), 'utf8')).includes(FIRST_WORDS)) picked.push(name)
  }
  if (picked.length < wanted) return false
  for (const name of picked.splice(0, changed)) {
    const text = await readFile(join(into, name), 'utf8')
    await writeFile(join(into, name), text.replace(FIRST_WORDS, `${FIRST_WORDS}Texte modifié. `))
  }
  for (const name of picked) await rm(join(into, name))
  const moved = picked.slice(dead).map((name) => name.replace('.xml', ''))
  const target = names.find((name) => !picked.includes(name))?.replace('.xml', '')
  await redirect(
    into,
    moved.map((from): [string, string] => [from, target ?? '']),
  )
  return true
}

async function redirect(folder: string, pairs: readonly [from: string, to: string][]): Promise<void> {
  const path = join(folder, 'redirections.xml')
  const former = await readFile(path, 'utf8').catch(() => '<Redirections></Redirections>')
  const added = pairs.map(([from, to]) => `<Redirection from="${from}" to="${to}"/>`).join('')
  await writeFile(path, former.replace('</Redirections>', `${added}</Redirections>`))
}
