const WEB = /https?:\/\/[^\s<>"»]*[^\s<>"».,;:!?)]/
const PHONE = /(?<![\d+])(?:\+33\s?|0)[1-9](?:[\s.-]?\d\d){4}(?!\d)/
const EMERGENCY = /(?<!\d)(?:3919|3114|3018|3977|116\s?\d{3}|11[2459]|1[578])(?!\d)/

/** Finds phone numbers and web addresses in plain text; in an emergency, the short numbers too. */
export function linkText(text: string, emergency = false): Span[] {
  const kinds = [WEB, PHONE, ...(emergency ? [EMERGENCY] : [])]
  const parts = text.split(new RegExp(`(${kinds.map((kind) => kind.source).join('|')})`))
  // `split` puts what was found at odd places, between what was not.
  return parts
    .map((part, place) => (place % 2 ? { text: part, href: hrefOf(part) } : { text: part }))
    .filter((span) => span.text)
}

/** Whether a link may be followed: web, phone, mail, or a page of the same site. Anything else (`javascript:`…) is shown as text. */
export function isSafeHref(href: string): boolean {
  return /^(https?:\/\/|tel:|sms:|mailto:|\/(?!\/))/i.test(href)
}

function hrefOf(found: string): string {
  if (/^https?:/.test(found)) return found
  // The emergency number for deaf people is reached by SMS.
  return `${found === '114' ? 'sms' : 'tel'}:${found.replace(/[^\d+]/g, '')}`
}

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

/** The plain text of blocks, one line a paragraph or item. @param write what a run of text becomes; its words by default */
export function blocksToText(blocks: readonly Block[], write = ({ text }: Span) => text): string {
  const line = (spans: readonly Span[]) => spans.map(write).join('')
  return blocks
    .flatMap((block) =>
      block.kind === 'paragraph' ? [line(block.spans)] : block.items.map((item) => `- ${line(item)}`),
    )
    .join('\n')
}
