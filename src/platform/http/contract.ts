import { z } from 'zod'
import { HALVES, type Half, type Handoff } from '../../features/handoffs/handoff.js'
import type { Promises } from '../../features/publication/promises.js'
import { FEEDBACKS, type Message } from '../model/conversation.js'
import type { Language, SpokenLanguage } from '../model/language.js'
import type { Outcome } from '../model/outcome.js'
import { MAX_COMMENT_LENGTH, RATING_LEVELS } from '../model/rating.js'
import type { ServiceNow } from '../time/service-now.js'
import {
  type AlertView,
  type AvailabilityView,
  choiceValueShape,
  clientIdShape,
  type EstimateView,
  languageShape,
  MAX_TEXT_LENGTH,
  type NamedCommune,
  type ProposedEntry,
  type ServiceView,
} from './shapes.js'

export type {
  AlertView,
  AvailabilityView,
  EstimateView,
  NamedCommune,
  ProposedEntry,
  ServiceView,
  SessionView,
} from './shapes.js'
export { MAX_TEXT_LENGTH } from './shapes.js'

/** Most entries proposed as first questions. */
export const MAX_SUGGESTED = 6

const text = z.string().max(MAX_TEXT_LENGTH)
const communeId = z.string().regex(/^[a-z0-9-]{1,64}$/)

/** Path of a page of the commune's site, without query. */
const page = z.string().max(300)

/** `GET /communes/:id` */
export const communeQuery = z.object({ page: page.optional() })
/** `POST /ask` */
export const askRequest = z.strictObject({
  question: text,
  language: languageShape.optional(),
  communeId: communeId.optional(),
})
/** `POST /conversations` */
export const startRequest = z.strictObject({
  communeId: communeId.optional(),
  language: languageShape.optional(),
  page: page.optional(),
})
/** `POST /conversations/:id/messages`. `choice` tells which button of the last reply was pressed. */
export const messageRequest = z.strictObject({
  clientId: clientIdShape,
  text,
  choice: choiceValueShape.optional(),
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
/** `POST /conversations/:id/callback`: be phoned in a half-day that the reception offers. */
export const callbackRequest = z.strictObject({
  slot: z.strictObject({ day: z.iso.date(), half: z.enum(HALVES) }),
  name: z.string().trim().min(1).max(100),
  phone: z.string().max(30),
  subject: text.min(1),
})
/** `POST /conversations/:id/messages/:mid/feedback` */
export const feedbackRequest = z.strictObject({ feedback: z.enum(FEEDBACKS) })
/** `POST /conversations/:id/rating`: what she thinks of the conversation; without a level she prefers not to say, and is not asked again. */
export const ratingRequest = z.strictObject({
  level: z.literal(RATING_LEVELS).nullable(),
  comment: z.string().max(MAX_COMMENT_LENGTH).optional(),
})
/** `POST /conversations/:id/language`: the language in which the citizen is spoken to from now on. */
export const languageRequest = z.strictObject({ language: languageShape })

/** Where the citizen's wait stands. */
export interface HandoffView {
  kind: Handoff['kind']
  status: Handoff['status']
  agentName: string | null
  /** 1 for the next to be served; `null` unless pending and live. */
  position: number | null
  /** Her place and what to expect, in words of her language: "Vous êtes 2e dans la file. En général, l’attente dure moins de 10 minutes."; `null` unless pending and live. */
  waiting: string | null
  /** To read on the phone, e.g. `VR-7K3-46Q`; `null` for what an earlier version stored. */
  reference: string | null
  /** When she is phoned, in words of her language: "jeudi 26 novembre, matin (8 h 30 – 12 h)"; `null` unless a call-back. */
  slot: string | null
  /** The last message that her agent has had before her eyes, where that is known now: her console shows the conversation. Stored nowhere. */
  readSeq?: number
  /** Present where the agent sees that the citizen writes, never what: the commune's choice. Her browser says nothing otherwise. */
  showsTyping?: true
}

/** A half-day in which a call may be asked for. The words are ready to show. */
export interface CallbackSlotView {
  /** ISO `YYYY-MM-DD`. */
  day: string
  half: Half
  /** "jeudi 26 novembre" */
  dayInWords: string
  /** "matin (8 h 30 – 12 h)" */
  halfInWords: string
}

/** `GET /communes/:id/callback-slots`: those that have a place left, in order; also in the refusal `slot_taken`. */
export interface CallbackSlotsView {
  slots: CallbackSlotView[]
}

/** `GET /communes/:id?page=`: what a page needs before a conversation exists; `page` is its path. Nothing is stored by this call. */
export interface CommuneView {
  id: string
  name: string
  /** First questions for the page and the season, at most {@link MAX_SUGGESTED}.; `language` is that of the title, when it is not the caller's. */
  suggested: ProposedEntry[]
  availability: AvailabilityView
  /** Whether a call can be asked for now. */
  callbacks: boolean
  /** Whether the town sends e-mails. */
  mail: boolean
  /** When the reception is reached in writing and by a telephone relay, in one line; absent: it declares nothing. */
  hearing?: string
  /** Languages in which the assistant is proposed; absent: all of them. */
  languages?: Language[]
  privacy: { controller: string; dpoEmail: string; retentionDays: number }
}

/** `GET /communes/:id/titles`: searched in the browser while a question is being typed, so that nothing typed leaves it. */
export interface TitlesView {
  contentVersion: string
  /** A large base has fewer example questions, and its last entries may be left out. */
  entries: { id: string; title: string; questions: string[] }[]
}

/** `GET /communes/:id/services`, in the order of the commune's file. */
export interface ServicesView {
  services: ServiceView[]
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
  /** Whether she has said what she thinks of it, or that she would rather not. */
  rated: boolean
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
  /** What the commune announces, whatever was asked; `null` when nothing is. */
  alert: AlertView | null
  answer?: import('../../features/entries/model/entry.js').Answer
  /** The services that the answer sends to, as they are now; absent without an answer. */
  openings?: ServiceNow[]
  /** A fact of the town in words (hours, a telephone, who does what, or the bins, the school, the polling station of an address); `outcome` is then `answered_fact`. */
  fact?: string
  /** What is asked back of an address, in words: its street, its number, or which of the streets that are named. Asked again with it, the question is answered. */
  asks?: { text: string; options: string[] }
  /** Present when the answer to a French question depends on a few others. */
  guide?: GuideView
  /** In words: that the assistant of the commune is stopped, or that the answer is in French for want of a translation. */
  notice?: string
  /** What to do at once where danger is heard, gravest first; absent where none is. */
  dangers?: { kind: string; says: string; numbers: { number: string; label: string }[] }[]
  /** What is said to somebody in sorrow; absent where none is heard. */
  condolence?: string
  candidates: { id: string; title: string; confidence: number }[]
  contentVersion: string
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** The questions that tell which entry fits, and what the citizen's words already answer. The first branch that the answers fit is the right one. */
export interface GuideView {
  id: string
  title: string
  questions: {
    slot: string
    text: string
    help?: string
    choices: { value: string; label: string }[]
    /** What was heard in the question asked; `null` when it must be asked. */
    heard: string | null
  }[]
  branches: (GuideEndView & { when: Record<string, string[]> })[]
  /** For someone who does not know. */
  otherwise: GuideEndView
}

/** Where a guide leads; `note` is Markdown. */
export interface GuideEndView {
  entry: { id: string; title: string }
  note?: string
}

/** `typing` on the stream of a citizen: an agent writes. Stored nowhere; it ends by itself after `forMs`, unless it comes again. */
export interface TypingView {
  /** Of the agent. */
  name: string
  forMs: number
}

/** What content keeps of the promises, measured on its own example questions. */
export interface PromiseView {
  promises: Promises
  /** Of the wrong answers: `broken` when even the low end of the interval of `error` is above the promise; `doubtful` when its middle alone is. */
  verdict: 'kept' | 'doubtful' | 'broken'
  /** Of the offers: `broken` when even the high end of the interval of `held` is below the promise; `doubtful` when its middle alone is. */
  heldVerdict: 'kept' | 'doubtful' | 'broken'
  /** Questions asked, of all those that the entries have. */
  asked: number
  questions: number
  answered: number
  wrong: number
  /** Questions that get an answer or a choice. */
  offered: number
  /** Entries in these: an answer counts as one. */
  entries: number
  /** Least confidence asked of answers so that the promise is kept, above the calibrated one; 0 when that keeps it. */
  least: number
  /** From which confidence of three entries together a choice is proposed, and from which an entry is in it; `null` when too few questions say. */
  offer: { floor: number; choice: number } | null
  /** Answered among asked. */
  coverage: EstimateView | null
  /** Wrong among answered. */
  error: EstimateView | null
  /** Offers that hold the right entry, among all. */
  held: EstimateView | null
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
  /** What the commune promises now; what it shares with others is measured for the strictest of them. */
  promises: Promises
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
  /** Whether who asks may publish: the folders are those of every commune of the server. */
  mayPublish: boolean
  /** What is served now; `null` until it is measured. */
  report: PromiseView | null
  /** What agents' checks say of the confidences of what is served; `null` until it is measured. */
  checks: ChecksView | null
}

/** What agents judged of answers: how many, how many were right, how often they were said to be, and whether confidences were refitted by it. */
export interface ChecksView {
  answers: number
  right: number
  /** In [0, 1], before any refit; `null` without any. */
  said: number | null
  refit: { stretch: number; shift: number; from: number } | null
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
  /** Of `slot_taken`: the half-days that are left. */
  slots?: CallbackSlotView[]
  /** Of `commune_needed`: those among which to choose. */
  communes?: NamedCommune[]
}

/*
 * Event streams (Server-Sent Events).
 * `GET /conversations/:id/events` (Bearer, so read with fetch): `message` (id = seq, data = Message), `handoff`
 * (data = HandoffView or null, when it has changed), `availability` (data = AvailabilityView), `typing` (data = TypingView), `closed`. `Last-Event-ID` or `?after=` resumes.
 * `GET /agent/events` (cookie): `queue` (something changed: read the queue again), `message` (data = {handoffId, conversationId, seq}),
 * `beat` (answer it by `POST /agent/beat`).
 * `typing` (data = CitizenTypingView, of `agent/copilot-contract.ts`).
 * `viewer` (data = ViewerTold: a colleague reads a handoff, writes in it, or has left it; nothing of it is stored), `beat` (answer it by
 * `POST /agent/beat`).
 */
