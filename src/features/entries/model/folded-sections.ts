import { type Block, blocksToText } from '../../../platform/text/rich-links.js'
import type { Answer } from './entry.js'

/**
 * The sections that stand behind headings on a card: not those of a single sentence that is said above them already, before the card or among its facts. A sheet, a
 * transcript and an agent's console have no such lines, and show them all. Pure.
 */
export function foldedSections({ lead = [], facts = [], sections }: Answer): Answer['sections'] {
  const paragraphs: Block[] = facts.map(({ spans }) => ({ kind: 'paragraph', spans }))
  const told = new Set([...lead, ...paragraphs].map((block) => blocksToText([block])))
  return sections.filter(({ blocks, quoted }) => quoted || !told.has(blocksToText(blocks)))
}

/** The last section of a kind, under which what belongs to it stands; the last of all where there is none. */
export function placeOf(sections: Answer['sections'], key: 'online' | 'place'): Answer['sections'][number] | undefined {
  return sections.findLast((section) => section.key === key) ?? sections.at(-1)
}
