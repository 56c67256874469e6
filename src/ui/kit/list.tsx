import type { ComponentChildren, Key } from 'preact'
import { Button } from './button.js'
import type { Translate } from './console-words.js'
import { ActMessage, type ActResult } from './form.js'
import { Icon, type IconName } from './icon.js'
import type { PageWords } from './page-words.js'
import type { Reading } from './use-reading.js'

interface EmptyProps {
  /** That there is nothing. */
  title: string
  /** Why, and what may be done about it. */
  hint?: string | undefined
  icon?: IconName
  children?: ComponentChildren
}

/** Shown in place of an empty list: says that there is nothing, and how to make the first. */
export function EmptyState({ title, hint, icon, children }: EmptyProps) {
  return (
    <div class="empty-state">
      {icon && <Icon name={icon} />}
      <p>{title}</p>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </div>
  )
}

interface ListProps<Item> {
  items: readonly Item[]
  keyOf: (item: Item) => Key
  /** Said when there is none. */
  none?: string
  /** Besides `list`. */
  class?: string
  children: (item: Item) => ComponentChildren
}

/** One row each; when there is none, that there is none. */
export function List<Item>({ items, keyOf, none, class: more, children }: ListProps<Item>) {
  if (items.length === 0) return none ? <p>{none}</p> : null
  return (
    <ul class={more ? `list ${more}` : 'list'}>
      {items.map((item) => (
        <li key={keyOf(item)}>{children(item)}</li>
      ))}
    </ul>
  )
}

interface FrameProps<View> {
  t: Translate
  /** Those of its page. */
  words: Pick<PageWords<'intro' | 'loading' | 'failed'>, 'say'>
  reading: Reading<View>
  said: ActResult
  children: (view: View) => ComponentChildren
}

/**
 * What stands around a list that is read and acted on: that it is on its way, or could not be read and the way to try again; then what the page is for, what
 * came of the last act, and the list. What was read before stays when another reading fails.
 */
export function ListFrame<View>({ t, words: { say }, reading, said, children }: FrameProps<View>) {
  if (reading.view === null)
    return <NotYet reading={reading} loading={say('loading')} failed={say('failed')} tryAgain={t('tryAgain')} />
  return (
    <>
      <p class="hint">{say('intro')}</p>
      <ActMessage {...said} />
      {children(reading.view)}
    </>
  )
}

interface NotYetProps {
  reading: Pick<Reading<unknown>, 'failed' | 'read'>
  loading: string
  failed: string
  tryAgain: string
}

/** In the place of what is read: that it is on its way, or that it could not be read and the way to try again. */
export function NotYet({ reading: { failed: isFailed, read }, loading, failed, tryAgain }: NotYetProps) {
  if (!isFailed) return <p role="status">{loading}</p>
  return (
    <>
      <p role="alert" class="field-error">
        {failed}
      </p>
      <Button class="refresh" label={tryAgain} onClick={read} />
    </>
  )
}

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
