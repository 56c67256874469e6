import { type Block, isSafeHref, type Span } from '../../platform/text/rich-links.js'
import { useConsole } from './console-context.js'

/** A link; one that leaves the page opens a new tab and says so. Anything that is not a safe address is plain text. */
export function Link({ href, children }: { href: string; children: preact.ComponentChildren }) {
  const { t } = useConsole()
  if (!isSafeHref(href)) return <>{children}</>
  if (!/^(https?:|\/)/i.test(href)) return <a href={href}>{children}</a>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="visually-hidden"> {t('newTab')}</span>
    </a>
  )
}

/** A run of text with its links and weights. */
export function Spans({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map((span, index) => {
        const text = span.strong ? <strong>{span.text}</strong> : span.text
        return span.href ? (
          <Link key={index} href={span.href}>
            {text}
          </Link>
        ) : (
          text
        )
      })}
    </>
  )
}

/** Paragraphs and lists of an answer. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) =>
        block.kind === 'paragraph' ? (
          <p key={index}>
            <Spans spans={block.spans} />
          </p>
        ) : (
          <ListBlock key={index} ordered={block.ordered} items={block.items} />
        ),
      )}
    </>
  )
}

function ListBlock({ ordered, items }: { ordered: boolean; items: readonly Span[][] }) {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List>
      {items.map((item, place) => (
        <li key={place}>
          <Spans spans={item} />
        </li>
      ))}
    </List>
  )
}

interface SectionsProps {
  sections: readonly { key: string; title: string; blocks: readonly Block[] }[]
}

/** The sections of an answer that have something to say, each under its title. */
export function Sections({ sections }: SectionsProps) {
  return (
    <>
      {sections
        .filter(({ blocks }) => blocks.length > 0)
        .map(({ key, title, blocks }) => (
          <section key={key}>
            <h4>{title}</h4>
            <Blocks blocks={blocks} />
          </section>
        ))}
    </>
  )
}
