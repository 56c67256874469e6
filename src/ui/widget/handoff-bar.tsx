import type { HandoffView } from '../../features/conversations/contract.js'
import { linkText } from '../../platform/text/rich-links.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { Spans } from './spans.js'
import { isLive } from './state-questions.js'

/** At the end of the conversation: where a request to a person stands, and the way to take it back. Who is there already is named at the top. */
export function HandoffBar({ chat }: ChatProps) {
  const { session, state, t } = chat
  const { handoff, availability } = state
  if (!handoff || handoff.status === 'assigned') return null
  const cancel = isLive(handoff) ? 'cancelWait' : handoff.kind === 'callback' && 'cancelCallback'
  return (
    <div class="human">
      <p class={availability?.canTalk ? 'reach on' : 'reach'}>
        <Spans chat={chat} spans={linkText(situation(handoff, t))} />
      </p>
      {cancel && <Button onClick={() => void session.stop('cancelHandoff')}>{t(cancel)}</Button>}
    </div>
  )
}

function situation({ kind, slot, reference, waiting }: HandoffView, t: ChatProps['chat']['t']): string {
  if (kind === 'message') return t('messageWaiting')
  if (kind === 'callback') return t('callbackWaiting', { slot: slot ?? '', reference: reference ?? '' })
  return waiting ?? ''
}
