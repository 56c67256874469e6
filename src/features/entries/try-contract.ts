import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { candidateShape, durationsShape, MAX_TEXT_LENGTH, spokenLanguageShape } from '../../platform/http/shapes.js'
import { DECISION_REASONS, OUTCOMES } from '../../platform/model/outcome.js'

/** Questions tried in one call; a spreadsheet is tried in several, so that its progress is seen. */
export const MOST_TRIED = 50

const question = z.string().min(1).max(MAX_TEXT_LENGTH)

/** Everything that the assistant made of a question. */
const explanation = z.object({
  /** What would be stored: masked. */
  stored: z.string(),
  masked: z.array(z.string()),
  signals: z.array(z.string()),
  language: spokenLanguageShape,
  translated: z.boolean(),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(DECISION_REASONS),
  /** The thresholds of its language; `answer` is `null` where nothing is answered at once. */
  policy: z.object({ floor: z.number(), choice: z.number(), answer: z.number().nullable(), gap: z.number() }),
  /** Best first, with their evidence; those that a citizen would be shown are kept. */
  candidates: z.array(candidateShape),
  contentVersion: z.string(),
  encoderVersion: z.string().nullable(),
  durationsMs: durationsShape,
})

/** What the assistant would do with one question of a batch. */
const tried = z.object({
  /** Masked. */
  question: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(DECISION_REASONS),
  /** The first candidates, at most two. */
  candidates: z.array(z.object({ id: z.string(), title: z.string(), confidence: z.number() })),
})

/** Shapes of what these routes answer. */
export type Explanation = z.infer<typeof explanation>
export type TriedView = z.infer<typeof tried>

/** Questions that curators try. Nothing of them is stored, logged or counted. */
export const tryRoutes = {
  tryOne: route({
    method: 'post',
    path: '/admin/try',
    summary:
      'Everything that the assistant makes of a question: screen, candidates with their evidence, thresholds, outcome; nothing is stored or counted',
    access: ['curator', 'admin'],
    body: z.strictObject({ question }),
    typed: { question: 'never_stored' },
    answer: explanation,
    errors: [401, 403, 422],
  }),
  tryMany: route({
    method: 'post',
    path: '/admin/try/batch',
    summary: 'The same of up to fifty questions, in short',
    access: ['curator', 'admin'],
    body: z.strictObject({ questions: z.array(question).min(1).max(MOST_TRIED) }),
    typed: { 'questions.*': 'never_stored' },
    /** In the order of the questions. */
    answer: z.object({ tried: z.array(tried) }),
    errors: [401, 403, 422],
  }),
}
