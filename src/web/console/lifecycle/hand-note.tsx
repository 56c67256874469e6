import type { HandoffDetailView } from '../../../http/contract.js'
import { useConsole } from '../console-context.js'
import { Icon } from '../icon.js'
import { momentInWords } from '../moment-in-words.js'

/** The last note that an agent left with this request, for whoever has it now or takes it next. The citizen does not see it. */
export function HandNote({ detail: { handoff, lifecycle } }: { detail: HandoffDetailView }) {
  const { t, language, now } = useConsole()
  const isOpen = handoff.status === 'pending' || handoff.status === 'assigned'
  const step = lifecycle.steps.findLast(({ note }) => note !== undefined)
  if (!isOpen || !step) return null
  return (
    <section class="hand-note" aria-label={t('lifecycle.note')}>
      <p class="meta">
        <Icon name="pen" /> <strong>{t('lifecycle.noteOf', { name: step.by ?? t('author.agent') })}</strong>{' '}
        <time dateTime={step.at}>{momentInWords(step.at, language, now)}</time>
      </p>
      <p class="words">{step.note}</p>
    </section>
  )
}
