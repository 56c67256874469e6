/** A run of text. `href` makes it a link, `strong` gives it weight, `language` says that it is not in that of the text around. */
export interface Span {
  text: string
  strong?: boolean
  href?: string
  language?: 'fr'
}

/** A block of an answer: a paragraph, or a list whose items are runs of text. No HTML ever travels to the browser. */
export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'list'; ordered: boolean; items: Span[][] }

/** A block whose text is French among that of another language. */
export function frenchSpans(block: Block): Block {
  const mark = (spans: Span[]) => spans.map((span): Span => ({ ...span, language: 'fr' }))
  return block.kind === 'paragraph'
    ? { ...block, spans: mark(block.spans) }
    : { ...block, items: block.items.map(mark) }
}

/** The plain text of blocks, one line a paragraph or item. */
export function blocksToText(blocks: readonly Block[]): string {
  const line = (spans: readonly Span[]) => spans.map((span) => span.text).join('')
  return blocks
    .flatMap((block) =>
      block.kind === 'paragraph' ? [line(block.spans)] : block.items.map((item) => `- ${line(item)}`),
    )
    .join('\n')
}
