import { z } from 'zod'
import { LANGUAGES, type Language, type SpokenLanguage } from '../../../platform/model/language.js'
import type { Reply } from '../../replies/reply.js'
import type { ReplyVariable } from '../../replies/reply-variables.js'
import type { Note } from '../note.js'

const MAX_LENGTH = 2000
const clientId = z.string().regex(/^[\w-]{8,64}$/)
const text = z.string().max(MAX_LENGTH).min(1)

/** `POST /agent/handoffs/:id/notes` */
export const noteRequest = z.strictObject({ clientId, text })
/** `POST /agent/handoffs/:id/cards`: the card of an entry, as the assistant would show it. */
export const cardRequest = z.strictObject({ clientId, entryId: z.string().regex(/^[a-z0-9-]{1,80}$/) })
/** `POST /agent/replies`, `PUT /agent/replies/:replyId` */
export const replyRequest = z.strictObject({
  title: z.string().trim().min(1).max(80),
  text: z.string().trim().max(MAX_LENGTH).min(1),
  language: z.enum(LANGUAGES),
})

/** A note as it was stored. */
export type NoteView = Note

/** An entry as an agent inserts it. */
export interface InsertedEntryView {
  id: string
  /** In the language of `text`. */
  title: string
  /** The short answer, its source and the address of its sheet. */
  text: string
  /** Of the title and the text: French where there is no current translation. */
  language: SpokenLanguage
  /** Path of its sheet on this server. */
  sheet: string
}

/** `GET /agent/handoffs/:id/suggestions`: what curated content offers for the citizen's last words. */
export interface SuggestionsView {
  /** Sequence number of the message that was searched; 0 when there is none. */
  seq: number
  /** What was searched, in her words. */
  question: string
  /** Best first, three at most. */
  entries: (InsertedEntryView & { confidence: number })[]
  /** Ids of ready replies that suit, best first, two at most. */
  replies: string[]
  contentVersion: string
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** A ready reply, its variables filled. */
export interface ReplyView {
  id: string
  /** In the caller's language; her own, as she wrote it. */
  title: string
  /** Other words by which it is found. */
  keywords: string[]
  text: string
  /** Of the text: French where the citizen's language has none. */
  language: Language
  /** Whether it is one of the agent's own. */
  own: boolean
}

/** `GET /agent/handoffs/:id/replies`: the commune's ready replies and the agent's own, ready for this citizen. */
export interface RepliesView {
  replies: ReplyView[]
}

/** An agent's own reply, as she edits it. */
export interface OwnReplyView {
  id: string
  title: string
  /** With `{variables}`. */
  text: string
  language: Language
}

/** `GET|POST /agent/replies`, `PUT /agent/replies/:replyId` */
export interface OwnRepliesView {
  replies: OwnReplyView[]
  variables: readonly ReplyVariable[]
  /** Those of the commune, to read. */
  shared: Pick<Reply, 'id' | 'title' | 'text'>[]
}

/** `typing` on an agent's stream: the citizen of a handoff of hers writes. Stored nowhere; it ends by itself after `forMs`, unless it comes again. */
export interface CitizenTypingView {
  handoffId: string
  forMs: number
}
