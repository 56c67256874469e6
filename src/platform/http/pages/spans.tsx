import type { ComponentChildren } from 'preact'
import { type Block, isSafeHref, linkText, type Span } from '../../text/rich-links.js'

/** A link; an address that may not be followed is only its words. */
export function Link({ href, children, look }: { href: string; children: ComponentChildren; look?: string }) {
  if (!isSafeHref(href)) return <>{children}</>
  return (
    // Phones and addresses are written from left to right everywhere.
    <a href={href} class={look} rel="noreferrer" dir={/^\w+:[^/]/.test(href) ? 'ltr' : undefined}>
      {children}
    </a>
  )
}

/** A run of text with its links and weights. */
export function Spans({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map(({ text, strong, href, language }) => {
        const own = language ? <bdi lang={language}>{text}</bdi> : text
        const words = strong ? <strong>{own}</strong> : own
        return href ? <Link href={href}>{words}</Link> : words
      })}
    </>
  )
}

/** A plain text whose phone numbers and addresses are links. */
export function LinkedText({ text, emergency = false }: { text: string; emergency?: boolean }) {
  return <Spans spans={linkText(text, emergency)} />
}

/** Paragraphs and lists of an answer. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block) => {
        if (block.kind === 'paragraph') {
          return (
            <p>
              <Spans spans={block.spans} />
            </p>
          )
        }
        const List = block.ordered ? 'ol' : 'ul'
        return (
          <List>
            {block.items.map((spans) => (
              <li>
                <Spans spans={spans} />
              </li>
            ))}
          </List>
        )
      })}
    </>
  )
}
