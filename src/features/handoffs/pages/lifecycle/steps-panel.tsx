import { useConsole } from '../../../../ui/kit/console-context.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { HandoffDetailView } from '../../contract.js'
import { stepInWords } from './steps-in-words.js'

/** What was done to a request, who did it and when. The notes left with it are in the conversation, at their time. */
export function StepsPanel({ detail: { handoff, lifecycle } }: { detail: HandoffDetailView }) {
  const { t, language, now } = useConsole()
  const words = { t, language, now }
  const moment = (at: string) => <time dateTime={at}>{momentInWords(at, language, now)}</time>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="steps" id="steps" aria-labelledby="steps-title" tabIndex={0}>
      <h3 id="steps-title">{t('lifecycle.history')}</h3>
      <ol>
        <li>
          {moment(handoff.requestedAt)} <span>{t('lifecycle.step.request')}</span>
        </li>
        {lifecycle.steps.map((step) => (
          <li key={`${step.at}-${step.type}`}>
            {moment(step.at)} <span>{stepInWords(step, words)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
