import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  clientIdShape,
  durationsShape,
  entryIdShape,
  MAX_TEXT_LENGTH,
  messageShape,
  spokenLanguageShape,
} from '../../platform/http/shapes.js'
import { replyShape } from '../replies/contract.js'
import { noteShape } from './shapes.js'

/** An entry as an agent inserts it. */
const insertedEntry = z.object({
  id: z.string(),
  /** In the language of `text`. */
  title: z.string(),
  /** The short answer, its source and the address of its sheet. */
  text: z.string(),
  /** The short answer alone, for a message that its card goes with. */
  answer: z.string(),
  /** What `answer` says in French, for whoever does not read the citizen's language. */
  french: z.string().exactOptional(),
  /** Of the title and the text: French where there is no current translation. */
  language: spokenLanguageShape,
  /** Path of its sheet on this server. */
  sheet: z.string(),
})

/** What curated content offers for the citizen's last words. */
const suggestions = z.object({
  /** Sequence number of the message that was searched; 0 when there is none. */
  seq: z.number(),
  /** What was searched, in her words. */
  question: z.string(),
  /** Best first, three at most. */
  entries: z.array(insertedEntry.extend({ confidence: z.number() })),
  /** Ids of ready replies that suit, best first, two at most. */
  replies: z.array(z.string()),
  contentVersion: z.string(),
  encoderVersion: z.string().nullable(),
  durationsMs: durationsShape,
})

/** The commune's ready replies and the agent's own, ready for this citizen. */
export const repliesShape = z.object({ replies: z.array(replyShape) })

export type InsertedEntryView = z.infer<typeof insertedEntry>
export type SuggestionsView = z.infer<typeof suggestions>
export type RepliesView = z.infer<typeof repliesShape>

/** `typing` on an agent's stream: the citizen of a handoff of hers writes. Stored nowhere; it ends by itself after `forMs`, unless it comes again. */
export interface CitizenTypingView {
  handoffId: string
  forMs: number
}

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404] } as const satisfies Partial<Route>

/** Ready content and private notes for agents, and the call by which a citizen is seen writing. */
export const copilotRoutes = {
  suggestions: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}/suggestions',
    summary: 'Entries and ready replies for the citizen’s last words; nothing is stored',
    answer: suggestions,
  }),
  replies: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}/replies',
    summary: 'Ready replies, the commune’s and the agent’s own, filled for this citizen',
    answer: repliesShape,
  }),
  entry: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}/entries/{entryId}',
    summary: 'The short answer of an entry in the citizen’s language, to be inserted',
    answer: insertedEntry,
    errors: [401, 403, 404, 422],
  }),
  showCard: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/cards',
    summary: 'Show the citizen an entry as the assistant would, signed by the agent',
    body: z.strictObject({ clientId: clientIdShape, entryId: entryIdShape }),
    answer: messageShape,
    errors: [401, 403, 404, 409, 422],
  }),
  addNote: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/notes',
    summary: 'Keep a private note, which no citizen ever reads; it is masked',
    body: z.strictObject({ clientId: clientIdShape, text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
    typed: { text: 'masked' },
    answer: noteShape,
    errors: [401, 403, 404, 409, 422],
  }),
}
