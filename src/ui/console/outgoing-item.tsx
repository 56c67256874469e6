import { Icon } from '../kit/icon.js'
import { useConsole } from './console-context.js'
import type { Outgoing } from './console-state.js'

/** An answer that the server does not have yet: on its way, waiting for the connection, or failed with the way to send it again. */
export function OutgoingItem({ outgoing }: { outgoing: Outgoing }) {
  const { t, session } = useConsole()
  const { text, status, problem, clientId } = outgoing
  return (
    <li class={`message agent outgoing ${status}`}>
      <p class="meta">
        <strong>{t('author.you')}</strong> {status === 'sending' && <span>{t('outgoing.sending')}</span>}
      </p>
      <div class="body">
        <p class="words">{text}</p>
      </div>
      {status !== 'sending' && (
        <div class="failure">
          {status === 'waiting' ? (
            <p>
              <Icon name="clock" /> {t('outgoing.waiting')}
            </p>
          ) : (
            <p>
              <Icon name="alert" /> {t('outgoing.failed')} {problem}
            </p>
          )}
          <button type="button" class="button" onClick={() => session.retry(clientId)}>
            <Icon name="retry" /> {t('outgoing.retry')}
          </button>
          <button type="button" class="button quiet" onClick={() => session.takeBack(clientId)}>
            {t('outgoing.edit')}
          </button>
        </div>
      )}
    </li>
  )
}
