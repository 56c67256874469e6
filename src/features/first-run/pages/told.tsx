import type { FirstRunWords } from './first-run-words.js'
import type { FirstRun } from './use-first-run.js'

interface Props {
  words: FirstRunWords
  firstRun: Pick<FirstRun, 'problem'>
  /** What was done last; empty when there is nothing to say. */
  said?: string
}

/** What came of the last act, near where it was done: a refusal is told at once, what was kept politely. */
export function Told({ words: { say }, firstRun: { problem }, said = '' }: Props) {
  return (
    <div class="told">
      <p role="status">{said}</p>
      <p role="alert" class="field-error">
        {problem !== null && (problem || say('act.failed'))}
      </p>
    </div>
  )
}
