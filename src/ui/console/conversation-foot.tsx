import { useEffect, useRef } from 'preact/hooks'
import { DeskFoot, OfflineFoot } from '../../features/handoffs/pages/desk/desk-foot.js'
import { reopen } from '../../features/handoffs/pages/lifecycle/life-acts.js'
import { HeldByColleague, KeptDraft } from '../../features/handoffs/pages/lifecycle/viewers-line.js'
import { findItem } from '../../features/handoffs/pages/queue/queue-lists.js'
import { isKept } from '../../features/handoffs/pages/routing/offer-bar.js'
import { Composer, NoteBelow } from '../../features/replies/pages/composer.js'
import { type Handoff, isHeldBy } from '../../platform/model/handoff.js'
import { Button } from '../kit/button.js'
import { useConsole } from '../kit/console-context.js'
import { momentInWords } from '../kit/moment-in-words.js'

/** What the agent can do with the open handoff, by where it stands. */
export function ConversationFoot({ handoff }: { handoff: Handoff }) {
  const { state } = useConsole()
  useRescueFromEnd(handoff)
  if (handoff.status === 'pending') return <Waiting handoff={handoff} />
  if (handoff.status !== 'assigned') return <Ended handoff={handoff} />
  if (handoff.agentId !== state.session?.user.id) {
    return (
      <>
        <HeldByColleague handoff={handoff} />
        <NoteBelow key={handoff.id} handoff={handoff} />
      </>
    )
  }
  if (handoff.kind === 'desk') return <DeskFoot key={handoff.id} handoff={handoff} />
  if (state.detail?.channel !== 'web') return <OfflineFoot key={handoff.id} handoff={handoff} />
  return <Composer key={handoff.id} handoff={handoff} />
}

/** When what the agent was writing in goes from under her hands, the focus goes to the conversation's title rather than nowhere. */
function useRescueFromEnd({ id, status, agentId }: Handoff): void {
  const { session, state } = useConsole()
  const isMine = isHeldBy({ status, agentId }, state.session?.user.id)
  const before = useRef({ id, isMine })
  useEffect(() => {
    const wasMine = before.current.id === id && before.current.isMine
    before.current = { id, isMine }
    if (wasMine && !isMine && document.activeElement === document.body) session.focusOn('thread')
  }, [id, isMine, session])
}

const WAITING = {
  live: 'conversation.pendingLive',
  message: 'conversation.pendingMessage',
  callback: 'conversation.pendingCallback',
  desk: 'desk.pending',
} as const

const TAKE = {
  live: 'conversation.take',
  message: 'conversation.takeMessage',
  callback: 'conversation.takeCallback',
  desk: 'conversation.take',
} as const

function Waiting({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const taking = state.pending?.handoffId === handoff.id
  const item = findItem(state.queue, handoff.id)
  const offered = item?.offered === 'other' ? item.offer?.agentName : undefined
  return (
    <div class="foot-note take">
      <div>
        <p>
          <strong>{t(WAITING[handoff.kind])}</strong>
        </p>
        <p class="hint">{offered ? t('routing.offer.toHint', { name: offered }) : t('conversation.pendingHint')}</p>
      </div>
      <Button
        look="main"
        label={taking ? t('queue.taking') : t(TAKE[handoff.kind])}
        disabled={state.pending !== null || (item !== undefined && isKept(item, state.session))}
        onClick={() => void session.claim(handoff.id)}
      />
    </div>
  )
}

function Ended({ handoff }: { handoff: Handoff }) {
  const { t, session, state, language, now } = useConsole()
  const moment = handoff.endedAt ? momentInWords(handoff.endedAt, language, now) : ''
  const reason = handoff.closeReason?.nom ?? (handoff.resolution && t(`resolution.${handoff.resolution}`))
  const resolution = reason ? `${reason}.` : ''
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.endedAs', { status: t(`status.${handoff.status}`), moment, resolution })}</p>
        {state.detail?.lifecycle.reopenableUntil && (
          <Button
            icon="retry"
            label={t(state.pending?.verb === 'reopen' ? 'lifecycle.reopening' : 'lifecycle.reopen')}
            disabled={state.pending !== null}
            onClick={() => void reopen(session, handoff.id)}
          />
        )}
      </div>
      <KeptDraft handoffId={handoff.id} />
      <NoteBelow key={handoff.id} handoff={handoff} />
    </>
  )
}
