import type { Author, Channel, Message } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import { payloadText } from '../../platform/model/payload.js'
import { foundIn } from '../../platform/text/fold-text.js'

/** Words looked for in the conversations of a commune. */
export interface ConversationSearch {
  /** Folded (see `fold-text`); a conversation has them all, at the beginning of its own words. */
  words: readonly string[]
  /** Latest first: how many are passed over, and how many are told. */
  skip: number
  most: number
}

/** Some words of a conversation around what was looked for. */
export interface Excerpt {
  author: Author
  at: string
  text: string
}

/** A conversation that has the words. */
export interface FoundConversation {
  /** Its last request. */
  handoff: Handoff
  channel: Channel
  updatedAt: string
  /** At most two, in the order of the conversation; none when only the reference, the name or the subject has the words. */
  excerpts: Excerpt[]
}

/** What came of a search. */
export interface ConversationsFound {
  /** How many conversations have the words. */
  total: number
  /** Latest first. */
  found: FoundConversation[]
}

/** Characters kept before and after what was found. */
const BEFORE = 50
const AFTER = 110
const MOST_EXCERPTS = 2

/** Whether what a message says is searched: what people wrote, and the titles of what was shown; not the assistant's own sentences. */
export function isSearched({ author, payload }: Message): boolean {
  return author === 'citizen' || author === 'agent' || payload.type === 'card'
}

/** The words of a message that are searched. */
export function searchedText({ payload }: Message): string {
  return payload.type === 'card' ? payload.title : payloadText(payload)
}

/** Where a conversation has the words: its messages with most of them, cut around the first one. Pure. */
export function excerptsOf(messages: readonly Message[], words: readonly string[]): Excerpt[] {
  const hits = messages.filter(isSearched).flatMap((message) => {
    const text = searchedText(message)
    const places = foundIn(text, words)
    return places[0] ? [{ message, text, first: places[0].start, count: places.length }] : []
  })
  return hits
    .toSorted((a, b) => b.count - a.count || b.message.seq - a.message.seq)
    .slice(0, MOST_EXCERPTS)
    .sort((a, b) => a.message.seq - b.message.seq)
    .map(({ message: { author, at }, text, first }) => ({ author, at, text: cutAround(text, first) }))
}

/** A piece of a text around a place, cut between words, with "…" where something is left out. */
function cutAround(text: string, place: number): string {
  const line = text.replace(/\s/g, ' ')
  const from = place <= BEFORE ? 0 : Math.max(line.indexOf(' ', place - BEFORE) + 1, 0)
  const start = Math.min(from, place)
  const end = start + BEFORE + AFTER >= line.length ? line.length : line.lastIndexOf(' ', start + BEFORE + AFTER)
  const stop = end <= place ? Math.min(line.length, place + AFTER) : end
  return `${start > 0 ? '…' : ''}${line.slice(start, stop).trim()}${stop < line.length ? '…' : ''}`
}
