import type { Handoff } from '../../domain/handoff.js'
import { Composer } from './composer.js'
import { useConsole } from './console-context.js'
import { NoteBelow } from './copilot/note-below.js'
import { momentInWords } from './moment-in-words.js'
import { findItem } from './queue-sections.js'
import { ResolvePanel } from './resolve-panel.js'
import { isKept } from './routing/offers.js'

/** What the agent can do with the open handoff, by where it stands. */
export function ConversationFoot({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  if (handoff.status === 'pending') return <Waiting handoff={handoff} />
  if (handoff.status !== 'assigned') return <Ended handoff={handoff} />
  if (handoff.agentId !== state.session?.user.id) {
    return (
      <>
        <p class="foot-note">{t('conversation.heldBy', { name: handoff.agentName ?? t('author.agent') })}</p>
        <NoteBelow key={handoff.id} handoff={handoff} />
      </>
    )
  }
  if (state.resolving) return <ResolvePanel key={handoff.id} handoff={handoff} />
  return <Composer key={handoff.id} handoff={handoff} />
}

const WAITING = {
  live: 'conversation.pendingLive',
  message: 'conversation.pendingMessage',
  callback: 'conversation.pendingCallback',
} as const

const TAKE = {
  live: 'conversation.take',
  message: 'conversation.takeMessage',
  callback: 'conversation.takeCallback',
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
  const resolution = handoff.resolution ? `${t(`resolution.${handoff.resolution}`)}.` : ''
  return (
    <>
      <p class="foot-note">
        {t('conversation.endedAs', { status: t(`status.${handoff.status}`), moment, resolution })}
      </p>
      <NoteBelow key={handoff.id} handoff={handoff} />
    </>
  )
}
