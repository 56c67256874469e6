import { useConsole } from '../../../ui/console/console-context.js'
import { toSections } from '../../../ui/console/queue-sections.js'
import { Icon } from '../../../ui/kit/icon.js'
import { plural } from '../../../ui/kit/words.js'

/** Real people who wait while the agent practises, and the way to the first of them in one press. */
export function RealCalls() {
  const { t, language, session, state } = useConsole()
  if (!state.queue) return null
  const [pending, mine] = toSections(state.queue)
  const waiting = [
    ...(mine?.items.filter(({ awaitingAgent }) => awaitingAgent) ?? []),
    ...(pending?.items.filter(({ kind, urgent }) => kind === 'live' || urgent) ?? []),
  ]
  const [first] = waiting
  if (!first) return null
  return (
    <div class="banner warning real-calls">
      <Icon name="bell" />
      <p>
        {plural(t, language, 'practice.waiting', waiting.length)}{' '}
        <q lang={first.language}>{first.subject || first.lastText || t('queue.noWords')}</q>
      </p>
      <button
        type="button"
        class="button main"
        onClick={() => {
          session.navigate({ view: 'conversation', handoffId: first.id })
          session.focusOn('thread')
        }}
      >
        {t('practice.waitingGo')}
      </button>
    </div>
  )
}
