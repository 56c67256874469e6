import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { useTeam } from './team-context.js'
import { useHeld } from './use-held.js'

const MINUTE_MS = 60_000

/** Asks an agent who has not touched her console whether she is there; once she is taken for absent, says so, with the way back. */
export function IdleBanner() {
  const { t, session, state } = useConsole()
  const { team, asking, stay } = useTeam()
  const cause = state.queue?.presence === 'away' ? (team?.me.cause ?? null) : null
  const shown = useHeld(asking ? 'asking' : cause)
  if (shown === 'asking') {
    return <Banner text={t('routing.idle.warn')} onHere={stay} />
  }
  if (shown !== 'idle' && shown !== 'missed') return null
  const minutes = Math.round((team?.idleLimitMs ?? 0) / MINUTE_MS)
  return (
    <Banner
      text={t(shown === 'idle' ? 'routing.idle.gone' : 'routing.idle.missed', { minutes })}
      onHere={() => void session.setAvailability('available')}
    />
  )
}

function Banner({ text, onHere }: { text: string; onHere: () => void }) {
  const { t } = useConsole()
  return (
    <div class="banner warning" role="alert">
      <Icon name="moon" />
      <p>{text}</p>
      <button type="button" class="button main" onClick={onHere}>
        {t('routing.idle.here')}
      </button>
    </div>
  )
}
