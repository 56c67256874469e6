import { z } from 'zod'
import { ALERT_LEVELS } from '../model/alert.js'
import { AUTHORS, FEEDBACKS, type Message, type Transcript } from '../model/conversation.js'
import { type Answer, EXPIRIES, SECTION_KEYS, SHORT_KEYS } from '../model/entry.js'
import { HALVES } from '../model/handoff.js'
import { LANGUAGES, RECOGNISED_LANGUAGES } from '../model/language.js'
import { OUTCOMES } from '../model/outcome.js'
import { type CardAction, type Choice, type ChoiceValue, type Payload, SYSTEM_EVENTS } from '../model/payload.js'
import { ROLES } from '../model/role.js'
import { type Candidate, FOR_WHOM, type Turn, type TurnValidation, VALIDATION_RESULTS } from '../model/turn.js'
import type { Block, Span } from '../text/rich-links.js'
import type { ServiceNow } from '../time/service-now.js'

/*
 * What several features answer of the common model, each shape once. Those of a handoff are in `features/handoffs/shapes.ts`.
 */

/** Longest question or message accepted, in characters. */
export const MAX_TEXT_LENGTH = 2000

/** The sender's own id of what she sends. */
export const clientIdShape = z.string().regex(/^[\w-]{8,64}$/)
/** Id of an entry, as a caller gives it. */
export const entryIdShape = z.string().regex(/^[a-z0-9-]{1,80}$/)
export const languageShape = z.enum(LANGUAGES)
export const spokenLanguageShape = z.enum(RECOGNISED_LANGUAGES)

const span = z.object({
  text: z.string(),
  strong: z.boolean().exactOptional(),
  href: z.string().exactOptional(),
  language: z.literal('fr').exactOptional(),
}) satisfies z.ZodType<Span>

/** A block of an answer. */
export const blockShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), spans: z.array(span) }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(span)) }),
]) satisfies z.ZodType<Block>

/** A service of the town as it is now, in words. */
export const serviceNowShape = z.object({
  service: z.string(),
  open: z.boolean(),
  sentence: z.string(),
  notices: z.array(z.string()),
  language: spokenLanguageShape,
  until: z.string(),
}) satisfies z.ZodType<ServiceNow>

/** A service of a commune as it is now, in words. */
export const serviceShape = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  email: z.string(),
  /** Its hours in words, those of its seasons included; empty when they are not given. */
  hours: z.string(),
  /** Whether it is open, with its sentence and what is exceptional; `null` when its hours are not given. */
  now: serviceNowShape.nullable(),
})

/** Something that is named: a commune to choose, a department. */
export const namedShape = z.object({ id: z.string(), name: z.string() })

/** Who is signed in. State-changing staff calls repeat `csrfToken` in the header `X-CSRF-Token`. */
export const sessionShape = z.object({
  user: z.object({
    id: z.string(),
    displayName: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLES)),
    communeId: z.string(),
  }),
  csrfToken: z.string(),
  /** IANA time zone of her commune, by whose clock she reads and writes times. */
  timeZone: z.string(),
  /** Whether her commune asks for a second factor that she does not have yet: nothing but her own account is open to her. */
  mustEnrol: z.literal(true).exactOptional(),
  /** Whether she has accounts in other communes that are linked to this one. */
  linked: z.literal(true).exactOptional(),
  /** The communes that a super-admin may look at; `communeId` of the user is the one she looks at. */
  communes: z.array(namedShape).exactOptional(),
})

/** A share with its 95 % interval; all three in [0, 1]. */
export const estimateShape = z.object({ share: z.number(), low: z.number(), high: z.number() })

/** An entry as a citizen reads it. */
export const answerShape = z.object({
  entryId: z.string(),
  title: z.string(),
  summary: z.string(),
  lead: z.array(blockShape).exactOptional(),
  facts: z.array(z.object({ key: z.enum(SHORT_KEYS), title: z.string(), spans: z.array(span) })).exactOptional(),
  asked: z.array(z.enum(SECTION_KEYS)).exactOptional(),
  sections: z.array(
    z.object({
      key: z.enum(SECTION_KEYS),
      title: z.string(),
      blocks: z.array(blockShape),
      quoted: z.literal(true).exactOptional(),
      language: z.literal('fr').exactOptional(),
    }),
  ),
  simple: z.array(blockShape).nullable(),
  online: z.array(z.object({ label: z.string(), url: z.string() })),
  appointment: z.object({ label: z.string(), url: z.string() }).exactOptional(),
  attachments: z
    .array(
      z.object({
        url: z.string(),
        type: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/webp']),
        bytes: z.number(),
        width: z.number().exactOptional(),
        height: z.number().exactOptional(),
        label: z.string(),
        date: z.string(),
      }),
    )
    .exactOptional(),
  source: z.object({ name: z.string(), url: z.string(), licence: z.string(), date: z.string() }),
  verifiedAt: z.string().nullable(),
  oldSource: z.object({ text: z.string(), language: spokenLanguageShape }).exactOptional(),
  language: spokenLanguageShape.exactOptional(),
  translation: z.string().exactOptional(),
  guided: z.object({ situation: z.string(), note: z.array(blockShape) }).exactOptional(),
  expired: z.enum(EXPIRIES).exactOptional(),
}) satisfies z.ZodType<Answer>

const key = (most: number) => z.string().regex(new RegExp(`^[a-z0-9-]{1,${most}}$`))

/** What a button sends back. */
export const choiceValueShape = z.union([
  z.templateLiteral(['entry:', key(80)]),
  z.templateLiteral(['street:', key(80)]),
  z.templateLiteral(['guide:start:', key(80)]),
  z.templateLiteral(['guide:', key(40), '=', key(40)]),
  z.enum(['guide:back', 'guide:unsure', 'guide:general']),
  z.enum(['human', 'none', 'leave-message', 'callback', 'wait', 'continue', 'digital-help', 'still-here']),
]) satisfies z.ZodType<ChoiceValue>

const choice = z.object({
  label: z.string(),
  value: choiceValueShape,
  language: spokenLanguageShape.exactOptional(),
}) satisfies z.ZodType<Choice>

const cardAction = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('url'),
    label: z.string(),
    value: z.string(),
    language: z.literal('fr').exactOptional(),
  }),
  z.object({ action: z.literal('postback'), label: z.string(), value: choiceValueShape }),
]) satisfies z.ZodType<CardAction>

const event = z.enum(SYSTEM_EVENTS).exactOptional()

/** The content of a message. */
const payloadShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    event,
    emergency: z.boolean().exactOptional(),
    blocks: z.array(blockShape).exactOptional(),
  }),
  z.object({ type: z.literal('choice'), text: z.string(), options: z.array(choice), event }),
  z.object({
    type: z.literal('card'),
    title: z.string(),
    subtitle: z.string(),
    actions: z.array(cardAction),
    answer: answerShape,
    openings: z.array(serviceNowShape).exactOptional(),
  }),
]) satisfies z.ZodType<Payload>

/** A message of a conversation. */
export const messageShape = z.object({
  id: z.string(),
  seq: z.number(),
  author: z.enum(AUTHORS),
  authorName: z.string().exactOptional(),
  at: z.string(),
  language: spokenLanguageShape,
  payload: payloadShape,
  clientId: z.string().exactOptional(),
  feedback: z.enum(FEEDBACKS).exactOptional(),
}) satisfies z.ZodType<Message>

/** An entry that may answer a question. */
export const candidateShape = z.object({
  entryId: z.string(),
  title: z.string(),
  confidence: z.number(),
  kept: z.boolean(),
  nearest: z.string().exactOptional(),
  matchedWords: z.array(z.string()).exactOptional(),
  features: z.record(z.string(), z.number()).exactOptional(),
}) satisfies z.ZodType<Candidate>

const turnValidation = z.object({
  result: z.enum(VALIDATION_RESULTS),
  at: z.string(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  proposedEntryId: z.string(),
  waitedMs: z.number(),
}) satisfies z.ZodType<TurnValidation>

/** Milliseconds by stage. */
export const durationsShape = z.record(z.string(), z.number())

/** What the assistant decided about one message, and why. */
export const turnShape = z.object({
  messageSeq: z.number(),
  at: z.string(),
  outcome: z.enum(OUTCOMES),
  confidence: z.number().nullable(),
  calibrated: z.object({ confidence: z.number(), by: z.string() }).exactOptional(),
  entryId: z.string().nullable(),
  candidates: z.array(candidateShape),
  signals: z.array(z.string()),
  contentVersion: z.string(),
  encoderVersion: z.string().nullable(),
  language: spokenLanguageShape.exactOptional(),
  translated: z.boolean().exactOptional(),
  forWhom: z.enum(FOR_WHOM).exactOptional(),
  durationsMs: durationsShape,
  validation: turnValidation.exactOptional(),
}) satisfies z.ZodType<Turn>

/** What was said in a conversation, and why. */
export const transcriptShape = z.object({
  messages: z.array(messageShape),
  turns: z.array(turnShape),
}) satisfies z.ZodType<Pick<Transcript, 'messages' | 'turns'>>

/** That the assistant does not answer by itself; `since` is an ISO instant. */
export const answersStopShape = z.object({
  since: z.string(),
  by: z.string(),
  why: z.string(),
  /** That the operator of the server suspended the commune: nobody of the commune starts it again. */
  suspended: z.literal(true).exactOptional(),
})

/** An entry that is proposed by its title; `language` is that of the title where it is not the asked one. */
export const proposedEntryShape = z.object({
  id: z.string(),
  title: z.string(),
  language: spokenLanguageShape.exactOptional(),
})

/** What a commune announces now: a flood, a water cut. The sentences are ready to show. */
export const alertShape = z.object({
  level: z.enum(ALERT_LEVELS),
  text: z.string(),
  /** Language of `text`: French where the asked one was not written. */
  language: languageShape,
  /** "Mis à jour le mercredi 25 novembre à 2 h 10", in the asked language. */
  updated: z.string(),
  /** ISO instant from which it is no longer shown. */
  until: z.string(),
  /** Proposed first while it is shown. */
  entries: z.array(proposedEntryShape),
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
})

/** Whether a human can be reached now, and what the commune announces. The sentences are ready to show. */
export const availabilityShape = z.object({
  /** Within the reception's opening hours. */
  open: z.boolean(),
  /** Open, and at least one agent is available. */
  canTalk: z.boolean(),
  /** "Un agent peut vous répondre maintenant." / "La mairie est fermée. Elle rouvre demain à 8 h 30." */
  sentence: z.string(),
  /** Next opening, ISO instant; `null` when open or unknown. */
  opensAt: z.string().nullable(),
  /** The reception's phone, spaced for reading. */
  phone: z.string(),
  /** What every citizen must see first; `null` when nothing is announced. */
  alert: alertShape.nullable(),
})

/** A half-day in which a call may be asked for. The words are ready to show. */
export const callbackSlotShape = z.object({
  /** ISO `YYYY-MM-DD`. */
  day: z.string(),
  half: z.enum(HALVES),
  /** "jeudi 26 novembre" */
  dayInWords: z.string(),
  /** "matin (8 h 30 – 12 h)" */
  halfInWords: z.string(),
})

/** Body of every error, `application/problem+json` (RFC 9457). `code` is stable; `detail` is a sentence in the caller's language. */
export const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  field: z.string().exactOptional(),
  retryAfterS: z.number().exactOptional(),
  /** Of `slot_taken`: the half-days that are left. */
  slots: z.array(callbackSlotShape).exactOptional(),
  /** Of `commune_needed`: those among which to choose. */
  communes: z.array(namedShape).exactOptional(),
})

/** That somebody wants a weekly letter, or does not. */
export const letterWishShape = z.strictObject({ wanted: z.boolean() })
/** The same, with whether mails can leave at all. */
export const letterChoiceShape = z.object({ wanted: z.boolean(), mail: z.enum(['on', 'off']) })

export type CallbackSlotView = z.infer<typeof callbackSlotShape>
export type Problem = z.infer<typeof problemShape>
export type LetterChoiceView = z.infer<typeof letterChoiceShape>
export type ProposedEntry = z.infer<typeof proposedEntryShape>
export type NamedCommune = z.infer<typeof namedShape>
export type SessionView = z.infer<typeof sessionShape>
export type ServiceView = z.infer<typeof serviceShape>
export type AnswersStop = z.infer<typeof answersStopShape>
export type AlertView = z.infer<typeof alertShape>
export type AvailabilityView = z.infer<typeof availabilityShape>
