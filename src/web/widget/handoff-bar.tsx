import { linkText } from '../../domain/rich-links.js'
import type { HandoffView } from '../../http/contract.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { Spans } from './spans.js'
import { isLive } from './state-questions.js'
import type { Translate } from './translate.js'

interface HandoffBarProps extends ChatProps {
  handoff: HandoffView
}

/** Says where a request to a person stands, and takes it back. */
export function HandoffBar({ chat, handoff }: HandoffBarProps) {
  const { session, state, t, callAgent } = chat
  const cancel = (label: string) => <Button onClick={() => void session.stop('cancelHandoff')}>{label}</Button>
  const sentence = situation(handoff, t)
  const on = handoff.status === 'assigned' || state.availability?.canTalk
  return (
    <>
      {sentence && (
        <p class={on ? 'on' : 'off'}>
          <Spans chat={chat} spans={linkText(sentence)} />
        </p>
      )}
      {isLive(handoff) ? (
        handoff.status === 'pending' && cancel(t('cancelWait'))
      ) : handoff.kind === 'callback' ? (
        cancel(t('cancelCallback'))
      ) : (
        <Button onClick={callAgent}>{t('human')}</Button>
      )}
    </>
  )
}

function situation({ status, kind, agentName, slot, reference, waiting }: HandoffView, t: Translate): string {
  if (status === 'assigned') return t('withAgent', { name: agentName ?? t('someAgent') })
  if (kind === 'message') return t('messageWaiting')
  if (kind === 'callback') return t('callbackWaiting', { slot: slot ?? '', reference: reference ?? '' })
  return waiting ?? ''
}
