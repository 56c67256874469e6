import { useEffect, useRef } from 'preact/hooks'
import type { Handoff } from '../../features/handoffs/handoff.js'
import { DeskFoot } from '../../features/handoffs/pages/desk/desk-foot.js'
import { OfflineFoot } from '../../features/handoffs/pages/desk/offline-foot.js'
import { HeldByColleague } from '../../features/handoffs/pages/lifecycle/held-by-colleague.js'
import { KeptDraft } from '../../features/handoffs/pages/lifecycle/kept-draft.js'
import { ReopenButton } from '../../features/handoffs/pages/lifecycle/reopen-button.js'
import { SnoozePanel } from '../../features/handoffs/pages/lifecycle/snooze-panel.js'
import { TransferPanel } from '../../features/handoffs/pages/lifecycle/transfer-panel.js'
import { isKept } from '../../features/handoffs/pages/routing/offers.js'
import { NoteBelow } from '../../features/replies/pages/note-below.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { Composer } from './composer.js'
import { useConsole } from './console-context.js'
import { findItem } from './queue-sections.js'
import { ResolvePanel } from './resolve-panel.js'

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
  if (state.panel === 'resolve') return <ResolvePanel key={handoff.id} handoff={handoff} />
  if (state.panel === 'transfer') return <TransferPanel key={handoff.id} handoffId={handoff.id} />
  if (state.panel === 'snooze') return <SnoozePanel key={handoff.id} handoffId={handoff.id} />
  if (handoff.kind === 'desk') return <DeskFoot key={handoff.id} handoff={handoff} />
  if (state.detail?.channel !== 'web') return <OfflineFoot key={handoff.id} handoff={handoff} />
  return <Composer key={handoff.id} handoff={handoff} />
}

/** When what the agent was writing in goes from under her hands, the focus goes to the conversation's title rather than nowhere. */
function useRescueFromEnd({ id, status, agentId }: Handoff): void {
  const { session, state } = useConsole()
  const isMine = status === 'assigned' && agentId === state.session?.user.id
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
      <button
        type="button"
        class="button main"
        disabled={state.pending !== null || (item !== undefined && isKept(item, state.session))}
        onClick={() => void session.claim(handoff.id)}
      >
        {taking ? t('queue.taking') : t(TAKE[handoff.kind])}
      </button>
    </div>
  )
}

function Ended({ handoff }: { handoff: Handoff }) {
  const { t, language, now } = useConsole()
  const moment = handoff.endedAt ? momentInWords(handoff.endedAt, language, now) : ''
  const reason = handoff.closeReason?.nom ?? (handoff.resolution && t(`resolution.${handoff.resolution}`))
  const resolution = reason ? `${reason}.` : ''
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.endedAs', { status: t(`status.${handoff.status}`), moment, resolution })}</p>
        <ReopenButton handoffId={handoff.id} />
      </div>
      <KeptDraft handoffId={handoff.id} />
      <NoteBelow key={handoff.id} handoff={handoff} />
    </>
  )
}
