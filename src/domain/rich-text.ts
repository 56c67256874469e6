/** A run of text. `href` makes it a link, `strong` gives it weight, `language` says that it is not in that of the text around. */
export interface Span {
  text: string
  strong?: boolean
  href?: string
  language?: 'fr'
}

/** A block of an answer: a paragraph, or a list whose items are runs of text. No HTML ever travels to the browser. */
export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'list'; ordered: boolean; items: Span[][] }

/** The plain text of blocks, one line a paragraph or item. */
export function blocksToText(blocks: readonly Block[]): string {
  const line = (spans: readonly Span[]) => spans.map((span) => span.text).join('')
  return blocks
    .flatMap((block) =>
      block.kind === 'paragraph' ? [line(block.spans)] : block.items.map((item) => `- ${line(item)}`),
    )
    .join('\n')
}
