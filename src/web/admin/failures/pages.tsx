import type { FailuresView } from '../../../http/admin/failure-contract.js'
import { hrefOf } from '../place.js'
import type { FailureWords } from './failure-words.js'

interface Props {
  view: Pick<FailuresView, 'page' | 'pages'>
  words: FailureWords
  hrefChosen: (page: number) => Record<string, string>
  number: (value: number) => string
}

/** The way to the pages before and after. */
export function Pages({ view: { page, pages }, words: { say }, hrefChosen, number }: Props) {
  if (pages < 2) return null
  const link = (to: number, key: 'previous' | 'next') =>
    to < 1 || to > pages ? null : <a href={hrefOf('failures', [], hrefChosen(to))}>{say(key)}</a>
  return (
    <nav class="actions" aria-label={say('pages')}>
      {link(page - 1, 'previous')}
      <span>{say('pageOf', { page: number(page), pages: number(pages) })}</span>
      {link(page + 1, 'next')}
    </nav>
  )
}
