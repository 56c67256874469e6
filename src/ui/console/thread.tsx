import type { ComponentChildren } from 'preact'
import type { Handoff } from '../../features/handoffs/handoff.js'
import type { HandoffStep } from '../../features/handoffs/handoff-step.js'
import type { Note } from '../../features/handoffs/note.js'
import { NoteItem } from '../../features/replies/pages/note-item.js'
import type { Message } from '../../platform/model/conversation.js'
import { formatDay } from '../kit/format-date.js'
import { Icon } from '../kit/icon.js'
import { dayAfter, townDay } from '../kit/town-clock.js'
import { useConsole } from './console-context.js'
import { MessageItem } from './message-item.js'
import { OutgoingItem } from './outgoing-item.js'
import { isNote, notesOf, toDays, withNotes } from './thread-items.js'
import { useFollowedEnd } from './use-followed-end.js'

/** What a thread shows: the messages of a handoff, or of something that looks like one. */
export interface ThreadSource {
  handoff: Pick<Handoff, 'id'> & Partial<Pick<Handoff, 'kind'>>
  transcript: { messages: readonly Message[] }
  notes?: readonly Note[]
  lifecycle?: { steps: readonly HandoffStep[] }
}

/** The whole conversation by day; what is given with it stands over its top. It follows the last message, unless the agent is reading higher up: then it says that one came. */
export function Thread({ detail, children }: { detail: ThreadSource; children?: ComponentChildren }) {
  const { t, state } = useConsole()
  const items = withNotes(detail.transcript.messages, notesOf(detail.notes ?? [], detail.lifecycle?.steps ?? []))
  const outbox = state.outbox.filter(({ handoffId }) => handoffId === detail.handoff.id)
  const { scroller, hasNewBelow, toEnd, onScroll } = useFollowedEnd({
    handoffId: detail.handoff.id,
    lastKey: `${items.at(-1)?.id ?? ''}/${outbox.length}`,
    lastSaid: items.findLast((item) => isNote(item) || item.author !== 'system')?.id ?? '',
    sending: outbox.length,
    isAskedFor: detail.handoff.kind === 'desk',
  })
  return (
    <div class="thread-frame">
      {children}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="thread" ref={scroller} tabIndex={0} aria-label={t('conversation.messages')} onScroll={onScroll}>
        {toDays(items).map(({ day, messages: ofDay }) => (
          <div class="day" key={day}>
            <h3 class="day-title">
              <DayName day={day} />
            </h3>
            <ol class="messages">
              {ofDay.map((item) =>
                isNote(item) ? <NoteItem key={item.id} note={item} /> : <MessageItem key={item.id} message={item} />,
              )}
            </ol>
          </div>
        ))}
        {outbox.length > 0 && (
          <ol class="messages">
            {outbox.map((outgoing) => (
              <OutgoingItem key={outgoing.clientId} outgoing={outgoing} />
            ))}
          </ol>
        )}
      </section>
      {hasNewBelow && (
        <button type="button" class="button new-below" onClick={toEnd}>
          <Icon name="down" /> {t('conversation.newBelow')}
        </button>
      )}
    </div>
  )
}

function DayName({ day }: { day: string }) {
  const { t, language, now } = useConsole()
  const today = townDay(now)
  if (day === today) return <>{t('day.today')}</>
  if (day === dayAfter(today, -1)) return <>{t('day.yesterday')}</>
  return <>{formatDay(day, language)}</>
}
