import { indexTitles, searchTitles, type TitleIndex } from '../../../platform/text/title-search.js'
import type { ReplyView } from '../contract.js'

/** Something that the list under `/` or `#` proposes. */
export interface PickOption {
  id: string
  title: string
  /** The text that would be inserted, where it is known already. */
  reply?: ReplyView
}

const MOST_ENTRIES = 7
const MOST_REPLIES = 8

/** Replies that have every word typed, in their name, their other words or their text; all of them, in their order, when nothing is typed. Accents count for nothing. Pure. */
export function pickReplies(replies: readonly ReplyView[], query: string): PickOption[] {
  if (query.trim() === '') return replies.map(toOption)
  const titled = replies.map(({ id, title, keywords, text }) => ({ id, title, questions: [...keywords, text] }))
  const byId = new Map(replies.map((reply) => [reply.id, reply]))
  return searchTitles(indexTitles(titled), query, MOST_REPLIES).flatMap(({ id }) => {
    const reply = byId.get(id)
    return reply ? [toOption(reply)] : []
  })
}

/** Entries whose title or example questions hold what is typed. Pure. */
export function pickEntries(titles: TitleIndex | null, query: string): PickOption[] {
  if (!titles) return []
  if (query.trim() === '') return titles.entries.slice(0, MOST_ENTRIES).map(({ id, title }) => ({ id, title }))
  return searchTitles(titles, query, MOST_ENTRIES).map(({ id, title }) => ({ id, title }))
}

function toOption(reply: ReplyView): PickOption {
  return { id: reply.id, title: reply.title, reply }
}

/** A list that is asked for in the middle of a text: `/` for ready replies, `#` for entries. */
export interface Trigger {
  kind: 'reply' | 'entry'
  /** Where the sign stands; with what follows it up to the caret, it is replaced by what is chosen. */
  from: number
  query: string
}

/** Longest words looked for: a longer run is a sentence that holds a sign by chance. */
const LONGEST_QUERY = 40
/** The sign begins a line or follows a space, and letters follow it: neither a date, an address nor "et / ou" asks for a list. */
const PATTERN = new RegExp(`(?:^|[\\s(])([/#])([^\\s/#][^\\n/#]{0,${LONGEST_QUERY - 1}})?$`, 'u')

/** The list that is asked for just before the caret, if any. Pure. */
export function triggerBefore(text: string, caret: number): Trigger | null {
  const found = PATTERN.exec(text.slice(0, caret))
  if (!found) return null
  const [, sign = '', query = ''] = found
  return { kind: sign === '/' ? 'reply' : 'entry', from: caret - query.length - 1, query }
}

/** What an agent writes: to the citizen, or for her colleagues. */
export type ComposerMode = 'answer' | 'note'

/** Under which key the note that is being written for a handoff is kept; its answer is kept under the handoff's id. */
export function noteKey(handoffId: string): string {
  return `note:${handoffId}`
}

/** Under which key a text is kept while it is written. */
export function draftKey(handoffId: string, mode: ComposerMode): string {
  return mode === 'note' ? noteKey(handoffId) : handoffId
}

/** Under which key the note begun in a panel is kept until the server has it. */
export function panelNoteKey(panel: 'transfer', handoffId: string): string {
  return `${panel}:${handoffId}`
}
