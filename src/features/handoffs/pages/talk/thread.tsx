import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../../platform/model/conversation.js'
import type { Handoff, HandoffStep } from '../../../../platform/model/handoff.js'
import type { Note } from '../../../../platform/model/note.js'
import type { Outgoing } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { formatDay } from '../../../../ui/kit/moment-in-words.js'
import { dayAfter, townDay } from '../../../../ui/kit/town-clock.js'
import { NoteItem } from '../../../replies/pages/note-item.js'
import { MessageItem } from './message-item.js'
import { isNote, notesOf, toDays, withNotes } from './thread-items.js'

/** How near a place counts as being there, in CSS pixels. */
const NEAR_PX = 80

/** Left above the words that a conversation is scrolled to, in CSS pixels. */
const ROOM_ABOVE_PX = 12

/** What a person wrote: the citizen, an agent to her, or for a colleague. */
const SAID = '.message:is(.citizen, .agent, .note)'

/** Where the agent reads: the very end, somewhere in the last message, or higher up. */
type Place = 'end' | 'last' | 'above'

/** What a thread shows, as far as following it goes. */
interface FollowedThread {
  handoffId: string
  /** Another one at each message, note or outgoing words. */
  lastKey: string
  /** Another one at each of these that somebody wrote: notices are not announced to whoever reads higher up. */
  lastSaid: string
  /** How many words of the agent's are on their way. */
  sending: number
  /** Whether all that comes was asked for by the agent herself: then she is shown it, wherever she reads. */
  isAskedFor: boolean
}

/** A followed thread: its scrolling element, whether something was said below what is read, and the way there. */
interface FollowedEnd {
  scroller: RefObject<HTMLElement | null>
  hasNewBelow: boolean
  toEnd: () => void
  onScroll: () => void
}

/**
 * Opens a thread on the last words of a person, or at the end where words of the agent's were not sent; then follows it while the agent reads its
 * end. What is longer than the frame is shown from its beginning: an answer is read from the top.
 */
function useFollowedEnd({ handoffId, lastKey, lastSaid, sending, isAskedFor }: FollowedThread): FollowedEnd {
  const scroller = useRef<HTMLElement>(null)
  const place = useRef<Place>('end')
  const shown = useRef({ handoffId: '', lastKey: '', lastSaid: '', sending: 0 })
  const [hasNewBelow, setNewBelow] = useState(false)

  const onScroll = () => {
    if (!scroller.current) return
    place.current = placeOf(scroller.current)
    if (place.current === 'end') setNewBelow(false)
  }
  const toEnd = () => {
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
    setNewBelow(false)
    onScroll()
  }
  /** The end, unless this message begins higher up. */
  const toMessage = (message: HTMLElement | undefined) => {
    toEnd()
    const above = scroller.current && message ? -topIn(scroller.current, message) : 0
    if (scroller.current && above > 0) scroller.current.scrollTop -= above + ROOM_ABOVE_PX
    onScroll()
  }
  const follow = () => {
    const newest = lastOf(scroller.current, '.message')
    newest?.matches('.agent') ? toEnd() : toMessage(newest)
  }
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = { handoffId, lastKey, lastSaid, sending }
    if (before.handoffId !== handoffId) sending > 0 ? toEnd() : toMessage(lastOf(scroller.current, SAID))
    else if (sending > before.sending) toEnd()
    else if (before.lastKey !== lastKey && (isAskedFor || place.current !== 'above')) follow()
    else if (before.lastSaid !== lastSaid) setNewBelow(true)
  }, [handoffId, lastKey, lastSaid, sending, isAskedFor])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    // The composer growing, a panel opening or the window turning must not hide the last message.
    const observer = new ResizeObserver(() => {
      if (place.current === 'end') element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { scroller, hasNewBelow, toEnd, onScroll }
}

function lastOf(frame: HTMLElement | null, messages: string): HTMLElement | undefined {
  return [...(frame?.querySelectorAll<HTMLElement>(messages) ?? [])].at(-1)
}

/** How far a message begins below the top of the frame, in CSS pixels. */
function topIn(frame: HTMLElement, message: HTMLElement): number {
  return message.getBoundingClientRect().top - frame.getBoundingClientRect().top
}

function placeOf(frame: HTMLElement): Place {
  if (frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_PX) return 'end'
  const newest = lastOf(frame, '.message')
  return newest && topIn(frame, newest) < NEAR_PX ? 'last' : 'above'
}

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
      {hasNewBelow && <Button class="new-below" icon="down" label={t('conversation.newBelow')} onClick={toEnd} />}
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

/** An answer that the server does not have yet: on its way, waiting for the connection, or failed with the way to send it again. */
function OutgoingItem({ outgoing }: { outgoing: Outgoing }) {
  const { t, session } = useConsole()
  const { text, status, problem, clientId } = outgoing
  return (
    <li class={`message agent outgoing ${status}`}>
      <p class="meta">
        <strong>{t('author.you')}</strong> {status === 'sending' && <span>{t('outgoing.sending')}</span>}
      </p>
      <div class="body">
        <p class="words">{text}</p>
      </div>
      {status !== 'sending' && (
        <div class="failure">
          {status === 'waiting' ? (
            <p>
              <Icon name="clock" /> {t('outgoing.waiting')}
            </p>
          ) : (
            <p>
              <Icon name="alert" /> {t('outgoing.failed')} {problem}
            </p>
          )}
          <Button icon="retry" label={t('outgoing.retry')} onClick={() => session.retry(clientId)} />
          <Button look="quiet" label={t('outgoing.edit')} onClick={() => session.takeBack(clientId)} />
        </div>
      )}
    </li>
  )
}
