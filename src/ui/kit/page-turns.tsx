interface Props {
  /** From 1. */
  page: number
  pages: number
  hrefOf: (page: number) => string
  /** Words of the page that has the list. */
  say: (key: 'pages' | 'previous' | 'next' | 'pageOf', values?: Record<string, string>) => string
  number: (value: number) => string
}

/** The way to the pages before and after of a list; nothing when it has one alone. */
export function PageTurns({ page, pages, hrefOf, say, number }: Props) {
  if (pages < 2) return null
  const link = (to: number, key: 'previous' | 'next') =>
    to >= 1 &&
    to <= pages && (
      <a class="button" href={hrefOf(to)}>
        {say(key)}
      </a>
    )
  return (
    <nav class="actions" aria-label={say('pages')}>
      {link(page - 1, 'previous')}
      <span>{say('pageOf', { page: number(page), pages: number(pages) })}</span>
      {link(page + 1, 'next')}
    </nav>
  )
}
