import type { ComponentChildren } from 'preact'
import { isSafeHref, type Span } from '../../platform/text/rich-links.js'
import type { ChatProps } from './chat.js'
import { Icon } from './icon.js'

interface LinkProps extends ChatProps {
  href: string
  children: ComponentChildren
  look?: string
}

/** A link; one that leaves the page opens a new tab and says so. */
export function Link({ chat, href, children, look }: LinkProps) {
  if (!isSafeHref(href)) return <>{children}</>
  // Phones and addresses are written from left to right everywhere.
  if (/^\w+:[^/]/.test(href))
    return (
      <a href={href} class={look} dir={look ? undefined : 'ltr'}>
        {children}
      </a>
    )
  return (
    <a href={href} class={look} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="out" />
      <span class="hidden"> {chat.t('newTab')}</span>
    </a>
  )
}

/** A run of text with its links and weights. */
export function Spans({ chat, spans }: ChatProps & { spans: readonly Span[] }) {
  return (
    <>
      {spans.map(({ text, strong, href, language }) => {
        const own = language ? <bdi lang={language}>{text}</bdi> : text
        const words = strong ? <strong>{own}</strong> : own
        return href ? (
          <Link chat={chat} href={href}>
            {words}
          </Link>
        ) : (
          words
        )
      })}
    </>
  )
}
