import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a test says of a fiche; the rest is made up, by the schemas of the national feed. */
export interface SampleFiche {
  id: string
  title?: string
  schema?: string
  audience?: string
  /** Elements after the themes. */
  body?: string
  theme?: string
  modified?: string
  attributes?: string
}

/** The XML of a fiche as the feed writes it, all on one line. */
export function ficheXml(sample: SampleFiche): string {
  const { id, title = `Fiche ${id}`, schema = '3.4', audience = 'Particuliers' } = sample
  const {
    body = paragraph('Vous pouvez faire cette démarche à la mairie.'),
    theme = 'N19808',
    attributes = '',
  } = sample
  return (
    `<?xml version="1.0" encoding="UTF-8"?><Publication xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
    `ID="${id}" type="Fiche d'information conditionnée" xsi:noNamespaceSchemaLocation="../Schemas/${schema}/Publication.xsd" ` +
    `spUrl="https://www.service-public.fr/particuliers/vosdroits/${id}" ${attributes}>` +
    `<dc:title>${title}</dc:title><dc:description>En deux mots : ${title}.</dc:description>` +
    `<dc:date>modified ${sample.modified ?? '2024-01-15'}</dc:date><Audience>${audience}</Audience>` +
    `<FilDAriane><Niveau ID="Particuliers">Accueil particuliers</Niveau><Niveau ID="${theme}">Logement</Niveau>` +
    `<Niveau ID="${id}" type="Fiche">${title}</Niveau></FilDAriane>${body}</Publication>`
  )
}

/** A text of one paragraph, with whatever stands in it. */
export function paragraph(inside: string): string {
  return `<Texte><Paragraphe>${inside}</Paragraphe></Texte>`
}

/** The file of redirections. */
export function redirectionsXml(pairs: [from: string, to: string][]): string {
  const lines = pairs.map(
    ([from, to]) => `<Redirection from="${from}" to="${to}" audience="Particuliers" date="2024-01-01"/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><Redirections>${lines.join('')}</Redirections>`
}

/** A folder that is there as long as a test file runs. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'guichet-feed-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Writes a feed as a folder: fiches, and files with a text of their own. @returns its path */
export async function writeFeed(
  path: string,
  fiches: readonly SampleFiche[],
  others: Record<string, string> = {},
): Promise<string> {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  const files = Object.entries({
    ...Object.fromEntries(fiches.map((fiche) => [`${fiche.id}.xml`, ficheXml(fiche)])),
    ...others,
  })
  for (const [name, text] of files) await writeFile(join(path, name), text)
  return path
}
