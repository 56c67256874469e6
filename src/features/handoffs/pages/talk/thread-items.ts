import type { Message } from '../../../../platform/model/conversation.js'
import type { HandoffStep } from '../../../../platform/model/handoff.js'
import type { Note } from '../../../../platform/model/note.js'
import { townDay } from '../../../../ui/kit/town-clock.js'

/** What an agent wrote for her colleagues, by itself or with what she did to the request. */
export interface ThreadNote extends Pick<Note, 'id' | 'at' | 'text'> {
  /** Name of whoever wrote it. */
  by: string | null
  /** Id of whoever wrote it, where it is known. */
  authorId?: string
  /** What she did as she wrote it: a transfer, for example. */
  step?: HandoffStep
}

/** What a conversation shows to agents: messages, and what they wrote for each other. */
export type ThreadItem = Message | ThreadNote

/** Whether it is a note, not a message. */
export function isNote(item: ThreadItem): item is ThreadNote {
  return !('payload' in item)
}

/** Every note of a conversation, oldest first: private ones, and those left with a step of the request. Pure. */
export function notesOf(notes: readonly Note[], steps: readonly HandoffStep[]): ThreadNote[] {
  const own = notes.map(({ id, at, text, authorId, authorName }) => ({ id, at, text, authorId, by: authorName }))
  const left = steps.flatMap((step) =>
    step.note ? [{ id: `${step.at}-${step.type}`, at: step.at, text: step.note, by: step.by, step }] : [],
  )
  return [...own, ...left].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Messages in their order, each note after what was said before it. Pure. */
export function withNotes(messages: readonly Message[], notes: readonly ThreadNote[]): ThreadItem[] {
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
  /** `YYYY-MM-DD`, by the town's clock. */
  day: string
  messages: T[]
}

/** Cuts a conversation by day, by the town's clock. */
export function toDays<T extends { at: string }>(messages: readonly T[]): ThreadDay<T>[] {
  const days: ThreadDay<T>[] = []
  for (const message of messages) {
    const day = townDay(new Date(message.at))
    const last = days.at(-1)
    if (last?.day === day) last.messages.push(message)
    else days.push({ day, messages: [message] })
  }
  return days
}
