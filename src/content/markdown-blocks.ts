import MarkdownIt from 'markdown-it'
import type { Block, Span } from '../domain/rich-text.js'

/** Raw HTML is shown as text and `javascript:` links are refused by the parser itself. */
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false })

type Token = ReturnType<typeof parser.parse>[number]

/** Turns the Markdown of a section (paragraphs, lists, bold, links) into blocks. Other constructs keep their text only. */
export function markdownToBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  let list: Extract<Block, { kind: 'list' }> | null = null
  for (const token of parser.parse(markdown, {})) {
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      if (!list) blocks.push((list = { kind: 'list', ordered: token.type === 'ordered_list_open', items: [] }))
    } else if (token.type.endsWith('_list_close') && token.level === 0) {
      list = null
    } else if (token.type === 'inline') {
      const spans = toSpans(token.children ?? [])
      if (list) list.items.push(spans)
      else blocks.push({ kind: 'paragraph', spans })
    }
  }
  return blocks
}

function toSpans(tokens: Token[]): Span[] {
  const spans: Span[] = []
  let strong = false
  let href: string | undefined
  for (const token of tokens) {
    if (token.type === 'strong_open') strong = true
    else if (token.type === 'strong_close') strong = false
    else if (token.type === 'link_open') href = String(token.attrGet('href') ?? '') || undefined
    else if (token.type === 'link_close') href = undefined
    else if (token.type === 'softbreak' || token.type === 'hardbreak') spans.push({ text: ' ' })
    else if (token.content) spans.push({ text: token.content, ...(strong ? { strong } : {}), ...(href ? { href } : {}) })
  }
  return spans
}
