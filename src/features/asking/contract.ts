import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import {
  alertShape,
  answerShape,
  availabilityShape,
  durationsShape,
  languageShape,
  MAX_TEXT_LENGTH,
  proposedEntryShape,
  serviceNowShape,
  spokenLanguageShape,
} from '../../platform/http/shapes.js'
import { OUTCOMES } from '../../platform/model/outcome.js'

/** Most entries proposed as first questions. */
export const MAX_SUGGESTED = 6

/** Id of a commune, as a caller gives it. */
export const communeIdShape = z.string().regex(/^[a-z0-9-]{1,64}$/)
/** Path of a page of the commune's site, without query. */
export const pageShape = z.string().max(300)
/** `page`: the path of the page that asks. */
export const communeQuery = z.object({ page: pageShape.optional() })

const titled = z.object({ id: z.string(), title: z.string() })

/** Where a guide leads; `note` is Markdown. */
const guideEnd = z.object({ entry: titled, note: z.string().exactOptional() })

/** The questions that tell which entry fits, and what the citizen's words already answer. The first branch that the answers fit is the right one. */
const guide = z.object({
  id: z.string(),
  title: z.string(),
  questions: z.array(
    z.object({
      slot: z.string(),
      text: z.string(),
      help: z.string().exactOptional(),
      choices: z.array(z.object({ value: z.string(), label: z.string() })),
      /** What was heard in the question asked; `null` when it must be asked. */
      heard: z.string().nullable(),
    }),
  ),
  branches: z.array(guideEnd.extend({ when: z.record(z.string(), z.array(z.string())) })),
  /** For someone who does not know. */
  otherwise: guideEnd,
})

/** What a question without a conversation gets. */
export const askedShape = z.object({
  /** The language recognised in the question; French when none is plain. */
  language: spokenLanguageShape,
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: z.boolean(),
  outcome: z.enum(OUTCOMES),
  confidence: z.number().nullable(),
  /** What the commune announces, whatever was asked; `null` when nothing is. */
  alert: alertShape.nullable(),
  answer: answerShape.exactOptional(),
  /** The services that the answer sends to, as they are now; absent without an answer. */
  openings: z.array(serviceNowShape).exactOptional(),
  /** A fact of the town in words (hours, a telephone, who does what, or the bins, the school, the polling station of an address); `outcome` is then `answered_fact`. */
  fact: z.string().exactOptional(),
  /** What is asked back of an address, in words: its street, its number, or which of the streets that are named. Asked again with it, the question is answered. */
  asks: z.object({ text: z.string(), options: z.array(z.string()) }).exactOptional(),
  /** Present when the answer to a French question depends on a few others. */
  guide: guide.exactOptional(),
  /** In words: that the assistant of the commune is stopped, or that the answer is in French for want of a translation. */
  notice: z.string().exactOptional(),
  /** What to do at once where danger is heard, gravest first; absent where none is. */
  dangers: z
    .array(
      z.object({
        kind: z.string(),
        says: z.string(),
        numbers: z.array(z.object({ number: z.string(), label: z.string() })),
      }),
    )
    .exactOptional(),
  /** What is said to somebody in sorrow; absent where none is heard. */
  condolence: z.string().exactOptional(),
  candidates: z.array(titled.extend({ confidence: z.number() })),
  contentVersion: z.string(),
  encoderVersion: z.string().nullable(),
  durationsMs: durationsShape,
})

/** What a page needs before a conversation exists. Nothing is stored by asking for it. */
const commune = z.object({
  id: z.string(),
  name: z.string(),
  /** First questions for the page and the season, at most {@link MAX_SUGGESTED}; `language` is that of the title, when it is not the caller's. */
  suggested: z.array(proposedEntryShape),
  availability: availabilityShape,
  /** Whether a call can be asked for now. */
  callbacks: z.boolean(),
  /** Whether the town sends e-mails. */
  mail: z.boolean(),
  /** The reception's own address; absent: it has none. */
  email: z.string().exactOptional(),
  /** When the reception is reached in writing and by a telephone relay, in one line; absent: it declares nothing. */
  hearing: z.string().exactOptional(),
  /** Languages in which the assistant is proposed; absent: all of them. */
  languages: z.array(languageShape).exactOptional(),
  privacy: z.object({ controller: z.string(), dpoEmail: z.string(), retentionDays: z.number() }),
})

export type AskedView = z.infer<typeof askedShape>
export type CommuneView = z.infer<typeof commune>

const anyone = { access: 'anyone', embedded: true } as const satisfies Partial<Route>

/** What is asked without a conversation. */
export const askingRoutes = {
  ask: route({
    ...anyone,
    method: 'post',
    path: '/ask',
    summary:
      'Answer one question without a conversation; says the language recognised in it, the questions of its guide, and in `dangers` what to do at once where danger is heard. The answer begins with what was asked in `lead`; its simplified version is in `simple`, or null',
    counts: 'address',
    body: z.strictObject({
      question: z.string().max(MAX_TEXT_LENGTH),
      language: languageShape.optional(),
      communeId: communeIdShape.optional(),
    }),
    typed: { question: 'screened' },
    answer: askedShape,
    errors: [403, 404, 422, 429],
  }),
}

/** What a page asks first. */
export const communeRoutes = {
  commune: route({
    ...anyone,
    method: 'get',
    path: '/communes/{id}',
    summary: 'What a page needs of a commune: what it announces, and the first questions for its path, given as `page`',
    query: communeQuery,
    answer: commune,
    errors: [403, 404, 422],
  }),
}
