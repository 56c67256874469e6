import type { ComponentChildren } from 'preact'
import type { PageWords } from './page-words.js'
import type { Reading } from './use-reading.js'
import type { Translate } from './words.js'

/** What came of the last act: one of both is empty. */
export interface Said {
  done: string
  problem: string
}

interface Props<View> {
  t: Translate
  /** Those of its page. */
  words: Pick<PageWords<'intro' | 'loading' | 'failed'>, 'say'>
  reading: Reading<View>
  said: Said
  children: (view: View) => ComponentChildren
}

/**
 * What stands around a list that is read and acted on: that it is on its way, or could not be read and the way to try again; then what the page is for, what
 * came of the last act, and the list. What was read before stays when another reading fails.
 */
export function ListFrame<View>({ t, words: { say }, reading: { view, failed, read }, said, children }: Props<View>) {
  if (view === null) {
    return failed ? (
      <>
        <p role="alert" class="field-error">
          {say('failed')}
        </p>
        <button type="button" class="button refresh" onClick={read}>
          {t('tryAgain')}
        </button>
      </>
    ) : (
      <p role="status">{say('loading')}</p>
    )
  }
  return (
    <>
      <p class="hint">{say('intro')}</p>
      <p role="status" class="said">
        {said.done}
      </p>
      <p role="alert" class="field-error">
        {said.problem}
      </p>
      {children(view)}
    </>
  )
}
