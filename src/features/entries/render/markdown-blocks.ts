import MarkdownIt from 'markdown-it'
import type { Block, Span } from '../../../platform/text/rich-links.js'

/** Raw HTML is shown as text and `javascript:` links are refused by the parser itself. */
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false })

type Token = ReturnType<typeof parser.parse>[number]

/** Turns the Markdown of a section (paragraphs, lists, bold, links) into blocks. Other constructs keep their text only. */
export function markdownToBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  let list: Extract<Block, { kind: 'list' }> | null = null
  let depth = 0
  for (const token of parser.parse(markdown, {})) {
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      depth += 1
      if (list) continue
      list = { kind: 'list', ordered: token.type === 'ordered_list_open', items: [] }
      blocks.push(list)
    } else if (token.type.endsWith('_list_close')) {
      depth -= 1
      if (depth === 0) list = null
    } else {
      const spans = spansOf(token)
      if (spans.length === 0) continue
      if (list) list.items.push(spans)
      else blocks.push({ kind: 'paragraph', spans })
    }
  }
  return blocks
}

/** The text that a token holds: inline text, or a block of code. */
function spansOf(token: Token): Span[] {
  if (token.type === 'inline') return toSpans(token.children ?? [])
  const isCode = token.type === 'code_block' || token.type === 'fence'
  return isCode && token.content.trim() !== '' ? [{ text: token.content.trim() }] : []
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
    else if (token.content)
      spans.push({ text: token.content, ...(strong ? { strong } : {}), ...(href ? { href } : {}) })
  }
  return spans
}
