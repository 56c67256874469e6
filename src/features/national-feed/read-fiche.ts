import type { SectionKey } from '../../platform/model/entry.js'
import type { Fiche, FicheLink, FichePart } from './fiche.js'
import { readBlocks } from './read-blocks.js'
import { isWebAddress, type LinkBase } from './read-spans.js'
import { elementOf, elementsOf, FeedFileFault, parseXml, textIn, type XmlNode } from './xml-tree.js'

/** Headings by which authors of fiches name what an answer has a section for. Read by the reader of the feed, never shown. */
const NAMED: [SectionKey, RegExp][] = [
  [
    'papers',
    /^(préparer (les|vos) )?(pièces|documents|justificatifs)( justificatives)?( à (fournir|présenter|joindre).*)?$/,
  ],
  ['cost', /^(coût|prix|tarifs?|quel est le (coût|prix)\b.*|combien (ça|cela) coûte.*)$/],
  [
    'delay',
    /^(délais?( (de|d')\s?(fabrication|traitement|instruction|obtention|réponse).*)?|quels? (est|sont) les? délais?\b.*)$/,
  ],
  ['place', /^(où (s'adresser|faire|déposer|se présenter)\b.*)$/],
  ['steps', /^(démarches?|procédure|comment (faire|procéder|demander|s'inscrire)\b.*|où et comment\b.*)$/],
]

/** What a chapter is, by its own heading and marks; `brief` when they say nothing of the kind. */
function sectionOf(heading: string, marks: { type?: string; numerote?: string }): SectionKey {
  if (marks.type === 'pieces') return 'papers'
  const plain = heading.toLowerCase().replace(/’/g, "'").trimEnd().replace(/[?:]$/, '').trimEnd()
  const named = NAMED.find(([, pattern]) => pattern.test(plain))
  if (named) return named[0]
  return marks.numerote === 'true' ? 'steps' : 'brief'
}

/** Where the pages of a public are, when a file does not say where its own is. */
const FOLDERS: Record<string, string> = {
  Particuliers: 'https://www.service-public.gouv.fr/particuliers/vosdroits/',
  Associations: 'https://www.service-public.gouv.fr/associations/vosdroits/',
}
const PROFESSIONAL_FOLDER = 'https://entreprendre.service-public.gouv.fr/vosdroits/'

/**
 * Reads one file of a fiche, of the schemas 3.0 to 3.5 and whatever later ones add.
 * @throws FeedFileFault
 */
export function readFiche(bytes: Uint8Array): Fiche {
  const root = parseXml(bytes)
  const id = root.attributes.ID ?? ''
  if (root.name !== 'Publication' || !/^F\d{1,7}$/.test(id)) throw new FeedFileFault('not_a_fiche')
  const audience = textIn(elementOf(root, 'Audience')) || 'Particuliers'
  const url = pageOf(root, id, audience)
  const base: LinkBase = { folder: url.slice(0, url.lastIndexOf('/') + 1) }
  const title = textIn(elementOf(root, 'dc:title'))
  if (title === '') throw new FeedFileFault('not_a_fiche')
  return {
    id,
    title,
    audience,
    kind: root.attributes.type ?? '',
    schema: /Schemas\/(\d+\.\d+)\//.exec(root.attributes['xsi:noNamespaceSchemaLocation'] ?? '')?.[1] ?? null,
    path: pathOf(root, id),
    modified: /\d{4}-\d\d-\d\d/.exec(textIn(elementOf(root, 'dc:date')))?.[0] ?? null,
    url,
    status: root.attributes.statut ?? '',
    summary: textIn(elementOf(root, 'dc:description')),
    parts: partsOf(root, base),
    online: linksOf(root, ['ServiceEnLigne'], isSecure),
    references: linksOf(root, ['Reference', 'PourEnSavoirPlus'], isWebAddress),
    sendsToTownHall: everyElement(root, ['PivotLocal']).some((pivot) => textIn(pivot) === 'mairie'),
  }
}

function pageOf(root: XmlNode, id: string, audience: string): string {
  const url = root.attributes.spUrl ?? ''
  return isSecure(url) ? url : `${FOLDERS[audience] ?? PROFESSIONAL_FOLDER}${id}`
}

const isSecure = (url: string) => isWebAddress(url) && url.startsWith('https://')

/** Without the first step, which is the public, and the last, which is the fiche. */
function pathOf(root: XmlNode, id: string): Fiche['path'] {
  const trail = elementOf(root, 'FilDAriane')
  const steps = (trail ? elementsOf(trail, 'Niveau') : []).map((step) => ({
    id: step.attributes.ID ?? '',
    title: textIn(step),
  }))
  const inside = steps.filter((step) => /^N\d/.test(step.id) && step.id !== id)
  if (inside.length > 0) return inside
  const theme = elementOf(root, 'Theme')
  return theme ? [{ id: theme.attributes.ID ?? '', title: textIn(elementOf(theme, 'Titre')) }] : []
}

function partsOf(root: XmlNode, base: LinkBase): FichePart[] {
  const parts = elementsOf(root).flatMap((node): FichePart[] => {
    switch (node.name) {
      case 'Avertissement':
        return [part('brief', textIn(elementOf(node, 'Titre')), bodyOf(node, base))]
      case 'Introduction':
      case 'Conclusion':
        return [part('brief', '', readBlocks(node, base))]
      case 'Texte':
        return chaptersOf(node, base)
      case 'ListeSituations':
        return situationsOf(node, base)
      case 'OuSAdresser':
      case 'QuiPeutMAider':
        return [part('place', '', readBlocks({ ...node, children: [node] }, base))]
      case 'ServiceEnLigne':
      case 'LienExterneCommente':
        return [part('online', '', readBlocks({ ...node, children: [node] }, base))]
      default:
        return []
    }
  })
  return joined(parts.filter(({ blocks }) => blocks.length > 0))
}

function part(key: FichePart['key'], title: string, blocks: FichePart['blocks']): FichePart {
  return { key, title, blocks }
}

function bodyOf(node: XmlNode, base: LinkBase): FichePart['blocks'] {
  return readBlocks(
    { ...node, children: node.children.filter((child) => typeof child === 'string' || child.name !== 'Titre') },
    base,
  )
}

/** Each chapter is a part under its own heading; what stands between chapters is one without. */
function chaptersOf(text: XmlNode, base: LinkBase): FichePart[] {
  return elementsOf(text).flatMap((node): FichePart[] => {
    if (node.name !== 'Chapitre') return [part('brief', '', readBlocks({ ...text, children: [node] }, base))]
    const title = textIn(elementOf(node, 'Titre'))
    return [part(sectionOf(title, node.attributes), title, bodyOf(node, base))]
  })
}

/** Each situation is a part: its chapters answer for it alone. */
function situationsOf(list: XmlNode, base: LinkBase): FichePart[] {
  return elementsOf(list).flatMap((node): FichePart[] => {
    if (node.name === 'Titre') return []
    if (node.name !== 'Situation') return [part('brief', '', readBlocks(node, base))]
    return [part('steps', textIn(elementOf(node, 'Titre')), bodyOf(node, base))]
  })
}

/** Neighbours without a heading that are of the same key become one. */
function joined(parts: readonly FichePart[]): FichePart[] {
  const kept: FichePart[] = []
  for (const one of parts) {
    const last = kept.at(-1)
    const isNext = last && last.title === '' && one.title === '' && last.key === one.key
    // One by one: a call takes no hundred thousand arguments.
    if (isNext) for (const block of one.blocks) last.blocks.push(block)
    else kept.push({ ...one, blocks: [...one.blocks] })
  }
  return kept
}

function linksOf(root: XmlNode, names: readonly string[], isKept: (url: string) => boolean): FicheLink[] {
  const links = new Map<string, FicheLink>()
  for (const node of everyElement(root, names)) {
    const url = (node.attributes.URL ?? '').trim()
    const title = textIn(elementOf(node, 'Titre'))
    if (title !== '' && isKept(url) && !links.has(url)) links.set(url, { title, url, kind: node.attributes.type ?? '' })
  }
  return [...links.values()]
}

function everyElement(node: XmlNode, names: readonly string[]): XmlNode[] {
  return elementsOf(node).flatMap((child) => (names.includes(child.name) ? [child] : everyElement(child, names)))
}
