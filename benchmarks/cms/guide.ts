import { readFileSync } from 'node:fs'

/** What the guide calls the server and the commune, in place of a reader's own. */
export const SERVER = 'https://chat.ville.example.org'
const COMMUNE = 'ville'
const guide = readFileSync('docs/embedding-cms.md', 'utf8')

/** A part of the guide, by its title. */
export function sectionOf(title: string): string {
  const section = guide.split(/^(?=## )/m).find((one) => one.startsWith(`## ${title}\n`))
  if (section === undefined) throw new Error(`docs/embedding-cms.md has no part ${title}`)
  return section
}

/** The blocks of a language that a part of the guide quotes, in their order. */
export function blocksOf(title: string, language = 'html'): string[] {
  const blocks = sectionOf(title).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))
  return [...blocks].map(([, block = '']) => block.trim())
}

/** What a reader writes in place of what the guide says. */
export function withOwn(text: string, server: string, commune: string): string {
  return text
    .replaceAll(SERVER, server)
    .replaceAll(/(commune(?:="|=| = |' => ')|communes\/)ville\b/g, (_, before: string) => before + commune)
}

/** A tag, as browsers read it. */
export interface Tag {
  name: string
  attributes: Record<string, string>
  /** Within a link. */
  text: string
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&#038;': '&',
  '&quot;': '"',
  '&#039;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

/** The scripts, frames and links of a page that lead to the server, with the names that the guide gives to both. */
export function tagsOf(html: string, server = SERVER, commune = COMMUNE): Tag[] {
  const tags = html.matchAll(/<(script|iframe|a)\b((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*>([^<]*)/g)
  return [...tags]
    .map(([, name = '', words = '', text = '']) => ({
      name,
      attributes: attributesIn(words),
      text: name === 'a' ? text : '',
    }))
    .filter(({ attributes: { src, href } }) => (src ?? href ?? '').startsWith(server))
    .map((tag) => JSON.parse(JSON.stringify(tag).replaceAll(server, SERVER).replaceAll(commune, COMMUNE)))
}

function attributesIn(words: string): Record<string, string> {
  const read = [...words.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)].map(([, name = '', one, other]) => {
    const value = (one ?? other ?? '').replace(/&(?:#?\w+);/g, (entity) => ENTITIES[entity] ?? entity)
    // Older themes and systems write out what is said by its presence.
    return [name, name === 'defer' ? '' : value] as const
  })
  return Object.fromEntries(read)
}
