import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../domain/conversation.js'
import type { HandoffStep } from '../../domain/handoff-step.js'
import type { Note } from '../../domain/note.js'
import { formatDay } from '../shared/format-date.js'
import { useConsole } from './console-context.js'
import { NoteItem } from './copilot/note-item.js'
import { Icon } from './icon.js'
import { MessageItem } from './message-item.js'
import { OutgoingItem } from './outgoing-item.js'
import { dayOf, isNote, notesOf, toDays, withNotes } from './thread-items.js'

/** How near the end counts as reading the end, in CSS pixels. */
const NEAR_END_PX = 80

/** Left above the words on which a conversation opens, in CSS pixels. */
const ROOM_ABOVE_PX = 12

/** What a thread shows: the messages of a handoff, or of something that looks like one. */
export interface ThreadSource {
  handoff: { id: string }
  transcript: { messages: readonly Message[] }
  notes?: readonly Note[]
  lifecycle?: { steps: readonly HandoffStep[] }
}

/** The whole conversation by day; what is given with it stands over its top. It follows the last message, unless the agent is reading higher up: then it says that one came. */
export function Thread({ detail, children }: { detail: ThreadSource; children?: ComponentChildren }) {
  const { t, state } = useConsole()
  const items = withNotes(detail.transcript.messages, notesOf(detail.notes ?? [], detail.lifecycle?.steps ?? []))
  const outbox = state.outbox.filter(({ handoffId }) => handoffId === detail.handoff.id)
  const lastKey = `${items.at(-1)?.id ?? ''}/${outbox.length}`
  const { scroller, hasNewBelow, toEnd, onScroll } = useFollowedEnd(detail.handoff.id, lastKey, outbox.length)
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
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (day === dayOf(now)) return <>{t('day.today')}</>
  if (day === dayOf(yesterday)) return <>{t('day.yesterday')}</>
  return <>{formatDay(day, language)}</>
}

/** Opens on the citizen's last words, or at the end where words of the agent's were not sent, then keeps the end in view while the agent reads the end. */
function useFollowedEnd(handoffId: string, lastKey: string, sending: number) {
  const scroller = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  const shown = useRef({ handoffId: '', lastKey: '', sending: 0 })
  const [hasNewBelow, setNewBelow] = useState(false)

  const toEnd = () => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
    setNewBelow(false)
  }
  /** The end, unless the citizen's last words are higher up: notices after them would hide what is asked. */
  const toLastWords = () => {
    const element = scroller.current
    const words = [...(element?.querySelectorAll<HTMLElement>('.message.citizen') ?? [])].at(-1)
    toEnd()
    if (!element || !words) return
    const above = element.getBoundingClientRect().top - words.getBoundingClientRect().top
    if (above > 0) element.scrollTop -= above + ROOM_ABOVE_PX
    onScroll()
  }
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = { handoffId, lastKey, sending }
    if (before.handoffId !== handoffId) (sending > 0 ? toEnd : toLastWords)()
    else if (atEnd.current || sending > before.sending) toEnd()
    else if (before.lastKey !== lastKey) setNewBelow(true)
  }, [handoffId, lastKey, sending])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    // The composer growing, a panel opening or the window turning must not hide the last message.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const onScroll = () => {
    const element = scroller.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
    if (atEnd.current) setNewBelow(false)
  }
  return { scroller, hasNewBelow, toEnd, onScroll }
}
