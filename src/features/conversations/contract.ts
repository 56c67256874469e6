import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  availabilityShape,
  choiceValueShape,
  clientIdShape,
  languageShape,
  MAX_TEXT_LENGTH,
  messageShape,
} from '../../platform/http/shapes.js'
import { FEEDBACKS } from '../../platform/model/conversation.js'
import { HANDOFF_KINDS, HANDOFF_STATUSES } from '../../platform/model/handoff.js'
import { communeIdShape, pageShape } from '../asking/contract.js'

const text = z.string().max(MAX_TEXT_LENGTH)

/** A message of a citizen. `choice` tells which button of the last reply was pressed. */
export const messageRequest = z.strictObject({ clientId: clientIdShape, text, choice: choiceValueShape.optional() })
/** A message left for an agent, with how to reach who leaves it. */
export const leftMessageRequest = z.strictObject({
  kind: z.literal('message'),
  name: z.string().trim().min(1).max(100),
  phone: z.string().max(30).optional(),
  email: z.string().max(200).optional(),
  text: text.min(1),
})
/** What she thinks of an answer. */
export const feedbackRequest = z.strictObject({ feedback: z.enum(FEEDBACKS) })

/** What becomes of a message that is left. */
export const LEFT_MESSAGE_TYPED = { name: 'masked', phone: 'contact', email: 'contact', text: 'screened' } as const

/** Where the citizen's wait stands. */
export const waitShape = z.object({
  kind: z.enum(HANDOFF_KINDS),
  status: z.enum(HANDOFF_STATUSES),
  agentName: z.string().nullable(),
  /** 1 for the next to be served; `null` unless pending and live. */
  position: z.number().nullable(),
  /** Her place and what to expect, in words of her language: "Vous êtes 2e dans la file. En général, l’attente dure moins de 10 minutes."; `null` unless pending and live. */
  waiting: z.string().nullable(),
  /** To read on the phone, e.g. `VR-7K3-46Q`; `null` for what an earlier version stored. */
  reference: z.string().nullable(),
  /** When she is phoned, in words of her language: "jeudi 26 novembre, matin (8 h 30 – 12 h)"; `null` unless a call-back. */
  slot: z.string().nullable(),
  /** The last message that her agent has had before her eyes, where that is known now: her console shows the conversation. Stored nowhere. */
  readSeq: z.number().exactOptional(),
  /** Present where the agent sees that the citizen writes, never what: the commune's choice. Her browser says nothing otherwise. */
  showsTyping: z.literal(true).exactOptional(),
})

const started = z.object({
  id: z.string(),
  /** The citizen's only key: `Authorization: Bearer <token>`. */
  token: z.string(),
  messages: z.array(messageShape),
  availability: availabilityShape,
})

/** `replies` is empty while an agent holds the conversation. */
const replied = z.object({
  message: messageShape,
  replies: z.array(messageShape),
  handoff: waitShape.nullable(),
})

const messages = z.object({
  messages: z.array(messageShape),
  handoff: waitShape.nullable(),
  status: z.enum(['open', 'closed']),
  /** Whether she has said what she thinks of it, or that she would rather not. */
  rated: z.boolean(),
  availability: availabilityShape,
})

/** Shapes of what these routes answer. */
export type HandoffView = z.infer<typeof waitShape>
export type StartedView = z.infer<typeof started>
export type RepliedView = z.infer<typeof replied>
export type MessagesView = z.infer<typeof messages>

/** `typing` on the stream of a citizen: an agent writes. Stored nowhere; it ends by itself after `forMs`, unless it comes again. */
export interface TypingView {
  /** Of the agent. */
  name: string
  forMs: number
}

const citizen = { access: 'citizen' } as const satisfies Partial<Route>
const counted = { ...citizen, counts: 'conversation', errors: [401, 403, 404, 422, 429] } as const

/** A citizen's conversation, from its beginning to its end. */
export const conversationRoutes = {
  start: route({
    access: 'anyone',
    embedded: true,
    method: 'post',
    path: '/conversations',
    summary: 'Start a conversation',
    counts: 'start',
    body: z.strictObject({
      communeId: communeIdShape.optional(),
      language: languageShape.optional(),
      page: pageShape.optional(),
    }),
    typed: { page: 'masked' },
    answer: started,
    status: 201,
    errors: [403, 404, 422, 429],
  }),
  send: route({
    access: 'sender',
    method: 'post',
    path: '/conversations/{id}/messages',
    summary: 'Send a message; idempotent by clientId',
    counts: ['address', 'conversation'],
    body: messageRequest,
    typed: { text: 'screened' },
    answer: replied,
    errors: [401, 403, 404, 409, 422, 429, 503],
  }),
  read: route({
    ...citizen,
    method: 'get',
    path: '/conversations/{id}/messages',
    summary: 'Read messages after a sequence number',
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,9}$/)
        .default('0'),
    }),
    answer: messages,
    errors: [401, 403, 404, 422],
  }),
  /**
   * Server-Sent Events, read with `fetch` for the token: `message` (id = seq, data = Message), `handoff` (data = HandoffView or null, when it has changed),
   * `availability` (data = AvailabilityView), `typing` (data = TypingView), `closed`. `Last-Event-ID` or `?after=` resumes.
   */
  follow: route({
    access: 'sender',
    method: 'get',
    path: '/conversations/{id}/events',
    summary: 'Follow a conversation',
    counts: 'address',
    mediaType: 'text/event-stream',
    answer: z.string(),
    errors: [401, 403, 404, 429],
  }),
  feedback: route({
    ...counted,
    method: 'post',
    path: '/conversations/{id}/messages/{mid}/feedback',
    summary: 'Rate an answer',
    body: feedbackRequest,
    answer: null,
  }),
  callAgent: route({
    ...counted,
    method: 'post',
    path: '/conversations/{id}/handoff',
    summary: 'Call an agent, or leave a message',
    body: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('live') }), leftMessageRequest]),
    typed: LEFT_MESSAGE_TYPED,
    answer: waitShape,
    status: 201,
    errors: [401, 403, 404, 409, 422, 429],
  }),
  cancelHandoff: route({
    ...citizen,
    method: 'delete',
    path: '/conversations/{id}/handoff',
    summary: 'Stop waiting for an agent, take back a message, cancel a call-back',
    answer: waitShape,
    errors: [401, 403, 404, 409],
  }),
  /** In which the citizen is spoken to from now on. */
  setLanguage: route({
    ...counted,
    method: 'post',
    path: '/conversations/{id}/language',
    summary: 'Choose the language of a conversation',
    body: z.strictObject({ language: languageShape }),
    answer: null,
  }),
  tellTyping: route({
    ...citizen,
    method: 'post',
    path: '/conversations/{id}/typing',
    summary: 'Tell that the citizen writes to her agent, where the commune lets it be seen',
    answer: null,
    errors: [401, 403, 404, 429],
  }),
  close: route({
    ...citizen,
    method: 'post',
    path: '/conversations/{id}/close',
    summary: 'End a conversation',
    answer: null,
    errors: [401, 403, 404],
  }),
  erase: route({
    ...citizen,
    method: 'delete',
    path: '/conversations/{id}',
    summary: 'Erase a conversation',
    answer: null,
    errors: [401, 403, 404],
  }),
}
