import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  languageShape,
  MAX_TEXT_LENGTH,
  messageShape,
  spokenLanguageShape,
  turnShape,
} from '../../platform/http/shapes.js'
import { CHANNELS, type Conversation, type DialogueMemory } from '../../platform/model/conversation.js'
import { KEPT_KINDS } from '../../platform/model/masked-data.js'
import { RATING_LEVELS } from '../../platform/model/rating.js'
import { type PurgeState, RETENTION_KINDS } from '../../platform/model/retention.js'
import { OWN_FIELDS, type OwnData, type OwnRequest } from '../conversations/own-data.js'
import { handoffShape } from '../handoffs/shapes.js'

const kind = z.enum(RETENTION_KINDS)

/** Whether erasures can go by the clock. */
const clock = z.object({
  /** `waiting`: some of the time is not proven yet; `doubted`: this server erases nothing; `idle`: the demonstration's clock, by which nothing is. */
  status: z.enum(['sure', 'waiting', 'doubted', 'idle']),
  /**
   * Servers whose clock is doubted: since when (ISO instant), how far it is ahead (seconds, negative: behind), and of what: `note`, what passed since the time
   * was last noted; `database`; or the name of another server.
   */
  doubts: z.array(z.object({ host: z.string(), since: z.string(), byS: z.number(), against: z.string() })),
  /** Hours for which the clock must still go with the time that passes before all that is due is erased. */
  leftH: z.number(),
})

const purgeState = z.object({
  checkedAt: z.string(),
  last: z.object({ at: z.string(), erased: z.partialRecord(kind, z.number()) }).nullable(),
}) satisfies z.ZodType<PurgeState>

/** How long each kind is kept, and what will be erased by an instant. */
const retention = z.object({
  /** ISO instant that was asked about. */
  at: z.string(),
  /** `due`: how many will be erased by then; `oldest`: ISO instant or day from which the age of the oldest of them is counted. */
  kinds: z.array(z.object({ kind, days: z.number(), due: z.number(), oldest: z.string().nullable() })),
  state: purgeState.nullable(),
  clock,
  /** Latest day first. */
  unanswered: z.array(z.object({ day: z.string(), language: spokenLanguageShape, text: z.string() })),
})

/** What would be stored of a text. */
const screened = z.object({
  /** Cleaned and masked. */
  stored: z.string(),
  /** What was masked, each kind once: `pii:phone`. */
  masked: z.array(z.string()),
  /** Named as in a turn. */
  signals: z.array(z.string()),
  language: spokenLanguageShape,
})

const conversation = z.object({
  id: z.string(),
  communeId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  language: languageShape,
  channel: z.enum(CHANNELS).exactOptional(),
  page: z.string().nullable(),
  status: z.enum(['open', 'closed']),
  // What the assistant notes for itself between two messages: it is told whole, and no reader may count on its form.
  memory: z.looseObject({}) as unknown as z.ZodType<DialogueMemory>,
  rating: z
    .object({ level: z.literal(RATING_LEVELS).nullable(), comment: z.string().exactOptional(), at: z.string() })
    .exactOptional(),
}) satisfies z.ZodType<Omit<Conversation, 'tokenHash'>>

const ownRequest = handoffShape.pick(OWN_FIELDS) satisfies z.ZodType<OwnRequest>

const ownData = z.object({
  conversation,
  messages: z.array(messageShape),
  turns: z.array(turnShape),
  requests: z.array(ownRequest),
  mails: z.array(
    z.object({
      kind: z.enum([
        'acknowledgement',
        'news',
        'unhandled',
        'transcript',
        'invitation',
        'password_reset',
        'account_linked',
        'request_notice',
        'reply_refused',
        'sheet',
        'digest',
        'reminder',
        'unhandled_letter',
      ]),
      to: z.string(),
      subject: z.string(),
      text: z.string(),
      status: z.enum(['waiting', 'sent', 'failed']),
      createdAt: z.string(),
    }),
  ),
  sealed: z.array(z.object({ kind: z.enum(KEPT_KINDS), messageSeq: z.number().nullable() })),
  notes: z.number(),
  remarks: z.number(),
}) satisfies z.ZodType<OwnData>

/** Shapes of what these routes answer. */
export type ClockView = z.infer<typeof clock>
export type RetentionView = z.infer<typeof retention>
export type ScreenView = z.infer<typeof screened>

const admin = { access: ['admin'], errors: [401, 403, 422] } as const satisfies Partial<Route>

/** What is kept of people, and for how long. */
export const retentionRoutes = {
  read: route({
    ...admin,
    method: 'get',
    path: '/admin/retention',
    summary: 'How long each kind of data is kept, and what will be erased in the days given as `within`',
    query: z.object({ within: z.coerce.number().int().min(0).max(3660).default(0) }),
    answer: retention,
  }),
  ownData: route({
    method: 'get',
    path: '/conversations/{id}/data',
    summary:
      'Everything that is kept of a citizen with her conversation; what was masked, and what agents wrote for each other, by kind and number only',
    access: 'citizen',
    counts: 'conversation',
    answer: ownData,
    errors: [401, 403, 404, 429],
  }),
}

/** A text to try, as a citizen would write it. */
export const screenRoutes = {
  screen: route({
    ...admin,
    method: 'post',
    path: '/admin/screen',
    summary: 'What would be stored of a text, and what is noticed in it; nothing is stored',
    body: z.strictObject({ text: z.string().max(MAX_TEXT_LENGTH).min(1) }),
    typed: { text: 'never_stored' },
    answer: screened,
  }),
}
