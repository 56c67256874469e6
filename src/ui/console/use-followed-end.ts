import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** How near a place counts as being there, in CSS pixels. */
const NEAR_PX = 80

/** Left above the words that a conversation is scrolled to, in CSS pixels. */
const ROOM_ABOVE_PX = 12

/** What a person wrote: the citizen, an agent to her, or for a colleague. */
const SAID = '.message:is(.citizen, .agent, .note)'

/** Where the agent reads: the very end, somewhere in the last message, or higher up. */
type Place = 'end' | 'last' | 'above'

/** What a thread shows, as far as following it goes. */
export interface FollowedThread {
  handoffId: string
  /** Another one at each message, note or outgoing words. */
  lastKey: string
  /** Another one at each of these that somebody wrote: notices are not announced to who reads higher up. */
  lastSaid: string
  /** How many words of the agent's are on their way. */
  sending: number
  /** Whether all that comes was asked for by the agent herself: then she is shown it, wherever she reads. */
  isAskedFor: boolean
}

/** A followed thread: its scrolling element, whether something was said below what is read, and the way there. */
export interface FollowedEnd {
  scroller: RefObject<HTMLElement | null>
  hasNewBelow: boolean
  toEnd: () => void
  onScroll: () => void
}

/**
 * Opens a thread on the last words of a person, or at the end where words of the agent's were not sent; then follows it while the agent reads its
 * end. What is longer than the frame is shown from its beginning: an answer is read from the top.
 */
export function useFollowedEnd({ handoffId, lastKey, lastSaid, sending, isAskedFor }: FollowedThread): FollowedEnd {
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
