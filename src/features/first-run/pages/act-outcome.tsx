import en from '../../../../knowledge/messages/admin-first-run.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-first-run.fr.json' with { type: 'json' }
import { ActMessage } from '../../../ui/kit/form.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { FirstRun } from './use-first-run.js'

/** Key of a sentence of the first run. */
type FirstRunWord = keyof typeof fr
/** The sentences of the first run in one language. */
export type FirstRunWords = PageWords<FirstRunWord>

/** The sentences of the first run. */
export const firstRunWords = pageWords<FirstRunWord>(fr, en)

interface Props {
  words: FirstRunWords
  firstRun: Pick<FirstRun, 'problem'>
  /** What was done last; empty when there is nothing to say. */
  said?: string
}

/** What came of the last act, near where it was done: a refusal is told at once, what was kept politely. */
export function ActOutcome({ words: { say }, firstRun: { problem }, said = '' }: Props) {
  return (
    <div class="told">
      <p role="status">{said}</p>
      <ActMessage problem={problem !== null && (problem || say('act.failed'))} />
    </div>
  )
}
