import type { Block, Span } from '../../platform/text/rich-links.js'
import { isWebAddress, type LinkBase, readSpans } from './read-spans.js'
import { elementOf, elementsOf, textIn, type XmlNode } from './xml-tree.js'

/** Reads what stands in a cell as one run of text. */
type ReadCell = (cell: XmlNode) => Span[]

/**
 * A table as a list that a narrow card and a screen reader can follow: one item a row, its first cell in bold, each cell after the heading of its
 * column. Cells that go over several rows are said again in each.
 */
function readTable(table: XmlNode, readCell: ReadCell): Block[] {
  const rows = elementsOf(table, 'Rangée')
  const grid = toGrid(rows, readCell)
  const isHeader = rows.map(({ attributes }) => attributes.type === 'header')
  let headings: Span[][] = []
  const items: Span[][] = []
  grid.forEach((cells, index) => {
    if (!isHeader[index]) items.push(toItem(cells, headings))
    else {
      // A second row of headings takes over: the first is not lost.
      if (headings.length > 0) items.push(toItem(headings, []))
      headings = cells
    }
  })
  if (!isHeader.includes(false)) items.push(toItem(headings, []))
  const kept = items.filter((spans) => spans.length > 0)
  return kept.length > 0 ? [{ kind: 'list', ordered: false, items: kept }] : []
}

function toItem(cells: Span[][], headings: Span[][]): Span[] {
  return cells
    .flatMap((cell, index): Span[] => {
      if (cell.length === 0) return []
      const heading = headings[index] ?? []
      const named = heading.length > 0 ? [...heading.map(withoutWeight), { text: '\u00a0: ' }] : []
      return [{ text: ' – ' }, ...named, ...(index === 0 ? cell.map((span) => ({ ...span, strong: true })) : cell)]
    })
    .slice(1)
}

function withoutWeight({ strong: _, ...span }: Span): Span {
  return span
}
/** Columns that a table may have; more is a fault of the file. */
const MOST_COLUMNS = 30

/** Cells by row and column, those that go over several rows or columns in each. */
function toGrid(rows: readonly XmlNode[], readCell: ReadCell): Span[][][] {
  const grid: Span[][][] = rows.map(() => [])
  rows.forEach((row, y) => {
    let x = 0
    for (const cell of elementsOf(row, 'Cellule')) {
      while (grid[y]?.[x]) x += 1
      const spans = readCell(cell)
      const height = countOf(cell.attributes.fusionVerticale)
      const width = countOf(cell.attributes.fusionHorizontale)
      for (let down = 0; down < height; down += 1) {
        const line = grid[y + down]
        if (line) line[x] = spans
        for (let right = 1; line && right < width; right += 1) line[x + right] = []
      }
      x += width
    }
  })
  return grid.map((cells) => Array.from(cells, (cell) => cell ?? []))
}

function countOf(attribute: string | undefined): number {
  const count = Number(attribute ?? 1)
  return Number.isInteger(count) && count >= 1 ? Math.min(count, MOST_COLUMNS) : 1
}

/** Elements that hold no text of the fiche: conditions, questions of a guided search, credits of pictures. */
const LEFT_OUT = new Set(['Condition', 'Questionnaire', 'Problematiques', 'Image', 'Infographie', 'Illustration'])
const ALSO_LEFT_OUT = new Set(['ImageIllustration', 'VideoIllustration', 'Credits', 'TitreAlternatif', 'Colonne'])

/** The blocks of an element that holds paragraphs, lists, boxes, cases… Elements that are not known give the text that they hold. */
export function readBlocks(node: XmlNode, base: LinkBase): Block[] {
  return elementsOf(node).flatMap((child) => blocksOf(child, base))
}

function blocksOf(node: XmlNode, base: LinkBase): Block[] {
  if (LEFT_OUT.has(node.name) || ALSO_LEFT_OUT.has(node.name)) return []
  switch (node.name) {
    case 'Paragraphe':
      return paragraph(readSpans(node, base))
    case 'Titre':
    case 'TitreRiche':
    case 'TitreFlottant':
      return heading(node, base)
    case 'Liste':
      return listOf(node, base)
    case 'Tableau':
      return tableOf(node, base)
    case 'ServiceEnLigne':
    case 'ServiceEnLigneAlternatif':
    case 'ServiceEnLigneAnnexe':
    case 'NoticeLiee':
    case 'PourEnSavoirPlus':
    case 'Reference':
    case 'Video':
      return linkOf(node, base)
    case 'OuSAdresser':
    case 'QuiPeutMAider':
      return contactOf(node, base)
    case 'LienExterneCommente':
      return commentedLink(node, base)
    default:
      return holdsBlocks(node) ? readBlocks(node, base) : paragraph(readSpans(node, base))
  }
}

/** Elements that stand inside a line of text. */
const INLINE = new Set([
  'MiseEnEvidence',
  'LienInterne',
  'LienIntra',
  'LienExterne',
  'Valeur',
  'Expression',
  'Exposant',
])
const ALSO_INLINE = new Set(['Indice', 'Variable', 'Date', 'Citation', 'TermeEtranger'])

function holdsBlocks(node: XmlNode): boolean {
  return elementsOf(node).some(({ name }) => !INLINE.has(name) && !ALSO_INLINE.has(name))
}

function paragraph(spans: Span[]): Block[] {
  return spans.length > 0 ? [{ kind: 'paragraph', spans }] : []
}

/** A heading inside a part: a paragraph in bold. */
function heading(node: XmlNode, base: LinkBase): Block[] {
  return paragraph(readSpans(node, base).map((span) => ({ ...span, strong: true })))
}

function listOf(node: XmlNode, base: LinkBase): Block[] {
  const items = elementsOf(node, 'Item').flatMap((item) => itemLines(item, base))
  return items.length > 0 ? [{ kind: 'list', ordered: node.attributes.type === 'numero', items }] : []
}

/** The lines of an item; those of a list inside it begin with a dash. */
function itemLines(item: XmlNode, base: LinkBase): Span[][] {
  return readBlocks(item, base).flatMap((block) =>
    block.kind === 'paragraph' ? [block.spans] : block.items.map((spans) => [{ text: '– ' }, ...spans]),
  )
}

function tableOf(node: XmlNode, base: LinkBase): Block[] {
  const title = elementOf(node, 'TitreRiche') ?? elementOf(node, 'Titre')
  const readCell = (cell: XmlNode) => inOneLine(readBlocks(cell, base))
  return [...(title ? heading(title, base) : []), ...readTable(node, readCell)]
}

function inOneLine(blocks: readonly Block[]): Span[] {
  const lines = blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.spans] : block.items))
  return lines.flatMap((spans, index) => (index === 0 ? spans : [{ text: ' ' }, ...spans]))
}

/** A service, a page or a film: its title, as a link when it has an address, and whose it is, then what is said of it and what goes with it. */
function linkOf(node: XmlNode, base: LinkBase): Block[] {
  const title = textIn(elementOf(node, 'Titre')) || (node.name === 'NoticeLiee' ? textIn(node) : '')
  const url = node.attributes.URL ?? elementOf(node, 'LienWeb')?.attributes.URL ?? ''
  const introduction = elementOf(node, 'Introduction') ?? elementOf(node, 'Texte')
  const others = elementsOf(node).filter(({ name }) => name === 'ServiceEnLigneAnnexe' || name === 'NoticeLiee')
  return [
    ...(title === '' ? [] : paragraph([titled(title, url), ...sourceOf(node)])),
    ...(introduction ? readBlocks(introduction, base) : []),
    ...others.flatMap((other) => linkOf(other, base)),
  ]
}

function sourceOf(node: XmlNode): Span[] {
  const source = textIn(elementOf(node, 'Source'))
  return source === '' ? [] : [{ text: ` – ${source}` }]
}

function titled(title: string, url: string): Span {
  return isWebAddress(url) ? { text: title, href: url.trim() } : { text: title }
}

/** Whom to ask: its name, as a link when it has a page, then how it is reached. */
function contactOf(node: XmlNode, base: LinkBase): Block[] {
  const title = textIn(elementOf(node, 'Titre'))
  const url = elementOf(node, 'RessourceWeb')?.attributes.URL ?? ''
  const complement = textIn(elementOf(node, 'Complement'))
  const text = elementOf(node, 'Texte')
  return [
    ...(title === '' ? [] : paragraph([{ ...titled(title, url), strong: true }, ...sourceOf(node)])),
    ...(complement === '' ? [] : paragraph([{ text: complement }])),
    ...(text ? readBlocks(text, base) : []),
  ]
}

function commentedLink(node: XmlNode, base: LinkBase): Block[] {
  const comment = elementOf(node, 'Commentaire')
  const links = elementsOf(node, 'LienExterne').flatMap((link) =>
    textIn(link) === '' ? [] : paragraph([titled(textIn(link), link.attributes.URL ?? ''), ...sourceOf(node)]),
  )
  return [...links, ...(comment ? readBlocks(comment, base) : [])]
}
