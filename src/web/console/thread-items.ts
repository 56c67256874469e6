import type { Message } from '../../domain/conversation.js'
import type { Note } from '../../domain/note.js'

/** What a conversation shows to agents: messages, and what they wrote for each other. */
export type ThreadItem = Message | Note

/** Whether it is a private note, not a message. */
export function isNote(item: ThreadItem): item is Note {
  return 'authorId' in item
}

/** Messages in their order, each note after what was said before it. Pure. */
export function withNotes(messages: readonly Message[], notes: readonly Note[]): ThreadItem[] {
  const left = [...notes]
  const items: ThreadItem[] = []
  for (const message of messages) {
    while (left[0] && left[0].at < message.at) items.push(...left.splice(0, 1))
    items.push(message)
  }
  return [...items, ...left]
}

/** A day of a conversation with what was said or noted then. */
export interface ThreadDay<T> {
  /** `YYYY-MM-DD` in the reader's time zone. */
  day: string
  messages: T[]
}

/** Cuts a conversation by day, in the reader's time zone. Pure. */
export function toDays<T extends { at: string }>(messages: readonly T[], timeZone?: string): ThreadDay<T>[] {
  const days: ThreadDay<T>[] = []
  for (const message of messages) {
    const day = dayOf(new Date(message.at), timeZone)
    const last = days.at(-1)
    if (last?.day === day) last.messages.push(message)
    else days.push({ day, messages: [message] })
  }
  return days
}

/** Calendar day of a moment, `YYYY-MM-DD`, in the reader's time zone unless told. */
export function dayOf(date: Date, timeZone?: string): string {
  // Swedish dates are written as ISO dates.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...(timeZone && { timeZone }) }).format(date)
}
