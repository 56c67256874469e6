import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { reopen } from './life-acts.js'

/** Opens an ended request again, while it may be. */
export function ReopenButton({ handoffId }: { handoffId: string }) {
  const { t, session, state } = useConsole()
  const until = state.detail?.handoff.id === handoffId ? state.detail.lifecycle.reopenableUntil : null
  if (!until) return null
  return (
    <button
      type="button"
      class="button"
      disabled={state.pending !== null}
      onClick={() => void reopen(session, handoffId)}
    >
      <Icon name="retry" /> {state.pending?.verb === 'reopen' ? t('lifecycle.reopening') : t('lifecycle.reopen')}
    </button>
  )
}
