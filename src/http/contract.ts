import { z } from 'zod'
import type { Message, Transcript } from '../domain/conversation.js'
import type { Handoff } from '../domain/handoff.js'
import { RESOLUTIONS } from '../domain/handoff.js'
import { LANGUAGES, type SpokenLanguage } from '../domain/language.js'
import type { Outcome } from '../domain/outcome.js'
import type { Role } from '../domain/staff.js'

/** Longest question or message accepted, in characters. */
export const MAX_TEXT_LENGTH = 2000

const text = z.string().max(MAX_TEXT_LENGTH)
const clientId = z.string().regex(/^[\w-]{8,64}$/)
const language = z.enum(LANGUAGES)
const communeId = z.string().regex(/^[a-z0-9-]{1,64}$/)

/** `POST /ask` */
export const askRequest = z.strictObject({
  question: text,
  language: language.optional(),
  communeId: communeId.optional(),
})
/** `POST /conversations` */
export const startRequest = z.strictObject({
  communeId: communeId.optional(),
  language: language.optional(),
  /** Path of the page, without query. */
  page: z.string().max(300).optional(),
})
/** `POST /conversations/:id/messages`. `choice` tells which button of the last reply was pressed. */
export const messageRequest = z.strictObject({
  clientId,
  text,
  choice: z
    .union([
      z.templateLiteral(['entry:', z.string().regex(/^[a-z0-9-]{1,80}$/)]),
      z.enum(['human', 'none', 'leave-message', 'continue']),
    ])
    .optional(),
})
/** `POST /conversations/:id/handoff`: wait for an agent, or leave a message. */
export const handoffRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('live') }),
  z.strictObject({
    kind: z.literal('message'),
    name: z.string().trim().min(1).max(100),
    phone: z.string().max(30).optional(),
    email: z.string().max(200).optional(),
    text: text.min(1),
  }),
])
/** `POST /conversations/:id/messages/:mid/feedback` */
export const feedbackRequest = z.strictObject({ feedback: z.enum(['helpful', 'unhelpful', 'not_my_question']) })
/** `POST /conversations/:id/language`: the language in which the citizen is spoken to from now on. */
export const languageRequest = z.strictObject({ language })
/** `POST /session` */
export const signInRequest = z.strictObject({ email: z.string().max(200), password: z.string().max(200) })
/** `POST /agent/availability` */
export const availabilityRequest = z.strictObject({ state: z.enum(['available', 'away']) })
/** `POST /agent/handoffs/:id/messages` */
export const agentMessageRequest = z.strictObject({ clientId, text: text.min(1) })
/** `POST /agent/handoffs/:id/resolve` */
export const resolveRequest = z.strictObject({ resolution: z.enum(RESOLUTIONS) })

/** Whether a human can be reached now. The sentences are ready to show. */
export interface AvailabilityView {
  /** Within the reception's opening hours. */
  open: boolean
  /** Open, and at least one agent is available. */
  canTalk: boolean
  /** "Un agent peut vous répondre maintenant." / "La mairie est fermée. Elle rouvre demain à 8 h 30." */
  sentence: string
  /** Next opening, ISO instant; `null` when open or unknown. */
  opensAt: string | null
  /** The reception's phone, spaced for reading. */
  phone: string
}

/** Where the citizen's wait stands. */
export interface HandoffView {
  kind: Handoff['kind']
  status: Handoff['status']
  agentName: string | null
  /** 1 for the next to be served; `null` unless pending and live. */
  position: number | null
}

/** `GET /communes/:id`: what a page needs before a conversation exists. Nothing is stored by this call. */
export interface CommuneView {
  id: string
  name: string
  /** `language` is that of the title, when it is not the caller's. */
  suggested: { id: string; title: string; language?: SpokenLanguage }[]
  availability: AvailabilityView
  privacy: { controller: string; dpoEmail: string; retentionDays: number }
}

/** `POST /conversations` */
export interface StartedView {
  id: string
  /** The citizen's only key: `Authorization: Bearer <token>`. */
  token: string
  messages: Message[]
  availability: AvailabilityView
}

/** `POST /conversations/:id/messages`. `replies` is empty while an agent holds the conversation. */
export interface RepliedView {
  message: Message
  replies: Message[]
  handoff: HandoffView | null
}

/** `GET /conversations/:id/messages?after=` */
export interface MessagesView {
  messages: Message[]
  handoff: HandoffView | null
  status: 'open' | 'closed'
  availability: AvailabilityView
}

/** `POST /ask` */
export interface AskView {
  /** The language recognised in the question; French when none is plain. */
  language: SpokenLanguage
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: boolean
  outcome: Outcome
  confidence: number | null
  answer?: import('../domain/entry.js').Answer
  candidates: { id: string; title: string; confidence: number }[]
  contentVersion: string
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** `GET|POST /session`. State-changing staff calls repeat `csrfToken` in the header `X-CSRF-Token`. */
export interface SessionView {
  user: { id: string; displayName: string; email: string; roles: Role[]; communeId: string }
  csrfToken: string
}

/** A row of the agent's queue. */
export interface QueueItem extends Handoff {
  messageCount: number
  /** Last words of the citizen, masked. */
  lastText: string
  lastAt: string
  /** Whether the last word is the citizen's: she waits for the agent. */
  awaitingAgent: boolean
  mine: boolean
}

/** `GET /agent/queue` */
export interface QueueView {
  pending: QueueItem[]
  mine: QueueItem[]
  /** Held by colleagues. */
  others: QueueItem[]
  /** Ended since midnight, latest first. */
  ended: QueueItem[]
  presence: 'available' | 'away'
  /** Agents available in the commune, this one included. */
  availableAgents: number
  availability: AvailabilityView
}

/** `GET /agent/handoffs/:id` */
export interface HandoffDetailView {
  handoff: Handoff
  transcript: Pick<Transcript, 'messages' | 'turns'>
  page: string | null
}

/** A share with its 95 % interval; all three in [0, 1]. */
export interface EstimateView {
  share: number
  low: number
  high: number
}

/** What content keeps of the promise, measured on its own example questions. */
export interface PromiseView {
  /** Most wrong answers among those given. */
  promise: number
  /** `broken` when even the low end of the interval of `error` is above the promise; `doubtful` when its middle alone is. */
  verdict: 'kept' | 'doubtful' | 'broken'
  /** Questions asked, of all those that the entries have. */
  asked: number
  questions: number
  answered: number
  wrong: number
  /** Least confidence asked of answers so that the promise is kept, above the calibrated one; 0 when that keeps it. */
  least: number
  /** Answered among asked. */
  coverage: EstimateView | null
  /** Wrong among answered. */
  error: EstimateView | null
  /** Entries whose questions another entry answers in their place, most questions first. */
  thefts: {
    from: { id: string; title: string }
    by: { id: string; title: string }
    count: number
    question: string
  }[]
}

/** `GET /admin/publication`, `POST /admin/publish`: where publications stand for the administrator's commune. */
export interface PublicationView {
  /** What is being done; `total` is 0 while it is unknown. `null` when nothing is. */
  running: { phase: 'reading' | 'building' | 'checking'; done: number; total: number } | null
  /** How the last publication since the start ended. */
  last: {
    outcome: 'published' | 'unchanged' | 'refused' | 'faulty' | 'failed'
    at: string
    /** Files that could not be read, when `faulty`. */
    faults: { file: string; fault: string }[]
    /** What the refused content would have done, when `refused`. */
    refused: PromiseView | null
  } | null
  /** What is served now; `null` until it is measured. */
  report: PromiseView | null
}

/** Body of every error, `application/problem+json`. `code` is stable; `detail` is a sentence in the caller's language. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  field?: string
  retryAfterS?: number
}

/*
 * Event streams (Server-Sent Events).
 * `GET /conversations/:id/events` (Bearer, so read with fetch): `message` (id = seq, data = Message), `handoff`
 * (data = HandoffView), `availability` (data = AvailabilityView), `closed`. `Last-Event-ID` or `?after=` resumes.
 * `GET /agent/events` (cookie): `queue` (something changed: read the queue again), `message` (data = {handoffId, conversationId, seq}).
 */
