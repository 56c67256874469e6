import type { Block, Span } from '../text/rich-links.js'

/** The papers of a section, in order: the items of its lists. Their places in this order are how boxes are counted everywhere. */
export function papersIn(blocks: readonly Block[]): Span[][] {
  return blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))
}
