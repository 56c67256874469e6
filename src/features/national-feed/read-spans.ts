import type { Span } from '../../platform/text/rich-links.js'
import type { XmlNode } from './xml-tree.js'

/** How the text of an element is to be marked. */
type Marks = Omit<Span, 'text'>

/** Where the links of a fiche lead. */
export interface LinkBase {
  /** Address of the folder in which fiches are shown, with its final slash. */
  folder: string
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const LOWERED = '₀₁₂₃₄₅₆₇₈₉'

/**
 * The text of a paragraph or heading, its weight and its links. Not a word is added or left out; runs of spaces become one, and spaces between two marked
 * words are kept.
 */
export function readSpans(node: XmlNode, base: LinkBase): Span[] {
  return tidy(node.children.flatMap((child) => spansOf(child, {}, base)))
}

function spansOf(node: XmlNode | string, marks: Marks, base: LinkBase): Span[] {
  if (typeof node === 'string') return [{ text: node, ...marks }]
  const inside = (more: Marks = {}) => node.children.flatMap((child) => spansOf(child, { ...marks, ...more }, base))
  switch (node.name) {
    case 'MiseEnEvidence':
      return inside({ strong: true })
    case 'Exposant':
      return inside().map((span) => ({ ...span, text: shifted(span.text, RAISED) }))
    case 'Indice':
      return inside().map((span) => ({ ...span, text: shifted(span.text, LOWERED) }))
    case 'LienExterne':
    case 'LienWeb':
    case 'LienRessource':
      return inside(linkTo(node.attributes.URL))
    case 'LienInterne':
      return inside(linkTo(node.attributes.LienPublication && `${base.folder}${node.attributes.LienPublication}`))
    case 'Image':
    case 'Condition':
      return []
    default:
      return inside()
  }
}

function linkTo(url: string | undefined): Marks {
  return url && isWebAddress(url) ? { href: url.trim() } : {}
}

/** Whether an address may be a link. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(url.trim())
}

/** Numbers raised or lowered; letters, as in "1re", stay on the line. */
function shifted(text: string, digits: string): string {
  return /^\d+$/.test(text.trim()) ? text.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit) : text
}

/** Neighbours with the same marks joined, spaces made one, none at either end. */
function tidy(spans: Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    const text = span.text.replace(/[\t\n\r ]+/g, ' ')
    if (last && last.strong === span.strong && last.href === span.href) last.text += text
    else joined.push({ ...span, text })
  }
  return withoutDoubleSpaces(joined).filter(({ text }) => text !== '')
}

function withoutDoubleSpaces(spans: Span[]): Span[] {
  let endsWithSpace = true
  for (const span of spans) {
    span.text = span.text.replace(/ +/g, ' ')
    if (endsWithSpace) span.text = span.text.replace(/^ /, '')
    if (span.text !== '') endsWithSpace = span.text.endsWith(' ')
  }
  for (const span of [...spans].reverse()) {
    span.text = span.text.replace(/ $/, '')
    if (span.text !== '') break
  }
  return spans
}
