import { linkText } from '../../domain/rich-links.js'
import { Button } from './button.js'
import type { Chat, ChatProps } from './chat.js'
import { Spans } from './spans.js'
import { isLive } from './state-questions.js'

/** Says before anything is typed whether a person can be reached, and reaches one. */
export function HumanBar({ chat }: ChatProps) {
  const { session, state, t, callAgent, askCallback } = chat
  const { handoff, availability, commune } = state
  const cancel = (label: string) => <Button onClick={() => void session.stop('cancelHandoff')}>{label}</Button>
  const sentence = situation(chat)
  const on = handoff?.status === 'assigned' || availability?.canTalk
  return (
    <div class={handoff ? 'human live' : 'human'}>
      {sentence && (
        <p class={on ? 'on' : 'off'}>
          <Spans chat={chat} spans={linkText(sentence)} />
        </p>
      )}
      {isLive(handoff) ? (
        handoff?.status === 'pending' && cancel(t('cancelWait'))
      ) : handoff?.kind === 'callback' ? (
        cancel(t('cancelCallback'))
      ) : (
        <>
          <Button onClick={callAgent}>{t('human')}</Button>
          {!handoff && commune?.callbacks && <Button onClick={askCallback}>{t('callback')}</Button>}
        </>
      )}
    </div>
  )
}

function situation({ state: { handoff, availability }, t }: Chat): string {
  if (handoff?.status === 'assigned') return t('withAgent', { name: handoff.agentName ?? t('someAgent') })
  if (handoff?.kind === 'message') return t('messageWaiting')
  if (handoff?.kind === 'callback')
    return t('callbackWaiting', { slot: handoff.slot ?? '', reference: handoff.reference ?? '' })
  if (!handoff) return availability?.sentence ?? ''
  return handoff.waiting ?? ''
}
