import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { candidateShape, entryIdShape, MAX_TEXT_LENGTH, spokenLanguageShape } from '../../platform/http/shapes.js'
import type { ValidationSummary } from '../../platform/model/validation.js'

/** What an agent says of an answer that waits: yes, another entry, words of her own, or no. */
const decision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('confirm') }),
  z.strictObject({ decision: z.literal('choose'), entryId: entryIdShape }),
  z.strictObject({ decision: z.literal('write'), text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
  z.strictObject({ decision: z.literal('refuse') }),
])

/** An answer that waits for an agent. */
const validation = z.object({
  id: z.string(),
  communeId: z.string(),
  /** Her words, masked. */
  question: z.string(),
  language: spokenLanguageShape,
  /** Path of the page she was on. */
  page: z.string().nullable(),
  /** What is left of its time when it is read, ms. */
  leftMs: z.number(),
  /** The entry that is proposed; always among the candidates. */
  entryId: z.string(),
  /** Best first, with why; `summary`: what its answer says first. */
  candidates: z.array(candidateShape.omit({ kept: true, features: true }).extend({ summary: z.string() })),
})
/** Oldest first; `enabled`: whether answers are checked in the commune, or one waits all the same. */
const validations = z.object({ enabled: z.boolean(), validations: z.array(validation) })

const count = z.number()
/** How agents judged the assistant's answers, days `from` to `to`, both included. */
const checks = z.object({
  enabled: z.boolean(),
  from: z.string(),
  to: z.string(),
  confirmed: count,
  edited: count,
  refused: count,
  expired: count,
  withdrawn: count,
  agreement: z.number().nullable(),
}) satisfies z.ZodType<ValidationSummary>

export type Decision = z.infer<typeof decision>
export type ValidationView = z.infer<typeof validation>
export type ValidationsAdminView = z.infer<typeof checks>

const access = ['agent', 'admin'] as const

/** What agents check before it is said. */
export const validationRoutes = {
  list: route({
    access,
    method: 'get',
    path: '/agent/validations',
    summary: 'Answers that wait for an agent, with their candidates and why',
    answer: validations,
    errors: [401, 403],
  }),
  decide: route({
    access,
    method: 'post',
    path: '/agent/validations/{id}',
    summary: 'Say yes to an answer, give another, or say no: one agent decides',
    body: decision,
    typed: { text: 'sent' },
    answer: null,
    errors: [401, 403, 409, 422],
  }),
  checks: route({
    access: ['admin'],
    method: 'get',
    path: '/admin/validations',
    summary: 'How agents judged the assistant’s answers in the last thirty days',
    answer: checks,
    errors: [401, 403],
  }),
}
