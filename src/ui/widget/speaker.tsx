import type { HandoffView } from '../../features/conversations/contract.js'
import type { ChatProps } from './chat.js'
import { isLive } from './state-questions.js'

/** Who speaks once a person was asked for: the agent, the queue and the place in it, or still the assistant, where she left a message or is to be phoned. */
export function Speaker({ chat: { t }, handoff }: ChatProps & { handoff: HandoffView }) {
  const { status, agentName, position } = handoff
  if (!isLive(handoff)) return <>{t('assistant')}</>
  if (status === 'pending')
    return <>{position ? t(position > 1 ? 'queuePlace' : 'queueFirst', { position }) : t('waiting')}</>
  return (
    <>
      {t('reception')}
      {agentName && (
        <>
          {' · '}
          <bdi>{agentName}</bdi>
        </>
      )}
    </>
  )
}
