import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import type { Outgoing } from './conversation-state.js'
import { Icon } from './icon.js'

/** A message of the citizen that the server has not acknowledged yet. */
export function OutgoingItem({ chat, outgoing }: ChatProps & { outgoing: Outgoing }) {
  const { session, t, focusComposer } = chat
  const { clientId, text, status, problem } = outgoing
  const stuck = status === 'failed' || status === 'waiting'
  return (
    <li class={`citizen ${status}`}>
      <p class="meta">
        {t('you')}
        <span>
          <Icon name={status === 'failed' ? 'alert' : 'clock'} /> {t(stuck ? status : 'sending')}
        </span>
      </p>
      <p class="bubble" dir="auto">
        {text}
      </p>
      {stuck && (
        <div class="trouble">
          <p>{problem}</p>
          <Button
            onClick={() => {
              session.retry(clientId)
              focusComposer()
            }}
          >
            {t('retry')}
          </Button>
        </div>
      )}
    </li>
  )
}
