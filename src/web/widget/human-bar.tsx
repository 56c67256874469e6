import { linkText } from '../../domain/rich-links.js'
import { Button } from './button.js'
import type { Chat, ChatProps } from './chat.js'
import { Spans } from './spans.js'
import { isLive } from './state-questions.js'

/** Says before anything is typed whether a person can be reached, and reaches one. */
export function HumanBar({ chat }: ChatProps) {
  const { session, state, t, callAgent } = chat
  const { handoff, availability } = state
  const sentence = situation(chat)
  const on = handoff?.status === 'assigned' || availability?.canTalk
  return (
    <div class="human">
      {sentence && (
        <p class={on ? 'on' : 'off'}>
          <Spans chat={chat} spans={linkText(sentence)} />
        </p>
      )}
      {isLive(handoff) ? (
        handoff?.status === 'pending' && (
          <Button onClick={() => void session.stop('cancelHandoff')}>{t('cancelWait')}</Button>
        )
      ) : (
        <Button onClick={callAgent}>{t('human')}</Button>
      )}
    </div>
  )
}

function situation({ state: { handoff, availability }, t }: Chat): string {
  if (handoff?.status === 'assigned') return t('withAgent', { name: handoff.agentName ?? t('someAgent') })
  if (handoff?.kind === 'message') return t('messageWaiting')
  if (!handoff) return availability?.sentence ?? ''
  return t('humanAsked', { position: handoff.position ?? 1 })
}
