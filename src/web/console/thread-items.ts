import type { Message } from '../../domain/conversation.js'

/** A day of a conversation with its messages. */
export interface ThreadDay {
  /** `YYYY-MM-DD` in the reader's time zone. */
  day: string
  messages: Message[]
}

/** Cuts a conversation by day, in the reader's time zone. Pure. */
export function toDays(messages: readonly Message[], timeZone?: string): ThreadDay[] {
  const days: ThreadDay[] = []
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
