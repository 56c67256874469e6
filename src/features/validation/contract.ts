import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { candidateShape, entryIdShape, MAX_TEXT_LENGTH, spokenLanguageShape } from '../../platform/http/shapes.js'
import { KEPT_KINDS, REVEAL_REASONS } from '../../platform/model/masked-data.js'
import { MAX_NOTE_LENGTH, REMARK_KINDS, REMARK_STATES, type Remark } from '../../platform/model/remark.js'
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

/** A remark as staff reads it. */
const remark = z.object({
  id: z.string(),
  kind: z.enum(REMARK_KINDS),
  at: z.string(),
  agentName: z.string(),
  messageSeq: z.number().nullable(),
  question: z.string(),
  language: spokenLanguageShape,
  answer: z.string(),
  entryId: z.string().nullable(),
  rightEntryId: z.string().nullable(),
  candidates: z.array(candidateShape.pick({ entryId: true, title: true, confidence: true })),
  contentVersion: z.string().nullable(),
  note: z.string(),
  state: z.enum(REMARK_STATES),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
  reason: z.string(),
  /** Titles of the entries that it names. */
  titles: z.record(z.string(), z.string()),
}) satisfies z.ZodType<Omit<Remark, 'communeId' | 'conversationId' | 'agentId'>>
/** Her own, latest first. */
const ownRemarks = z.object({ remarks: z.array(remark) })

const kind = z.enum(KEPT_KINDS)
/** Something that was masked, without its value. */
const maskedItem = z.object({
  id: z.string(),
  kind,
  /** The message in which it was masked; `null` for what was left with the request. */
  messageSeq: z.number().nullable(),
})
/** `mayReveal`: whether this agent may see the values. */
const masked = z.object({ items: z.array(maskedItem), mayReveal: z.boolean() })

/** Who looked at what was masked, latest first. Never the value. */
const reveals = z.object({
  reveals: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      kind,
      reason: z.enum(REVEAL_REASONS),
      /** `null` once its conversation is erased. */
      reference: z.string().nullable(),
    }),
  ),
})

export type Decision = z.infer<typeof decision>
export type ValidationView = z.infer<typeof validation>
export type ValidationsAdminView = z.infer<typeof checks>
export type RemarkView = z.infer<typeof remark>
export type MaskedItemView = z.infer<typeof maskedItem>
export type MaskedView = z.infer<typeof masked>

const agent = { access: ['agent', 'admin'], errors: [401, 403, 404] } as const satisfies Partial<Route>
const admin = { access: ['admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** What agents check before it is said, notice for the curators, and look at with a reason. */
export const validationRoutes = {
  list: route({
    ...agent,
    method: 'get',
    path: '/agent/validations',
    summary: 'Answers that wait for an agent, with their candidates and why',
    answer: validations,
    errors: [401, 403],
  }),
  decide: route({
    ...agent,
    method: 'post',
    path: '/agent/validations/{id}',
    summary: 'Say yes to an answer, give another, or say no: one agent decides',
    body: decision,
    typed: { text: 'sent' },
    answer: null,
    errors: [401, 403, 409, 422],
  }),
  addRemark: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/remarks',
    summary: 'Tell the curators of a message: an answer to keep, a wrong one, a question to add',
    body: z.strictObject({
      kind: z.enum(REMARK_KINDS),
      messageSeq: z.number().int().min(1).max(1_000_000),
    }),
    answer: remark,
    status: 201,
    errors: [401, 403, 404, 422],
  }),
  ownRemarks: route({
    ...agent,
    method: 'get',
    path: '/agent/remarks',
    summary: 'What became of one’s own remarks',
    answer: ownRemarks,
    errors: [401, 403],
  }),
  changeRemark: route({
    ...agent,
    method: 'put',
    path: '/agent/remarks/{id}',
    summary: 'Add the right entry and a note to a remark that is still new',
    body: z.strictObject({ rightEntryId: entryIdShape.nullable(), note: z.string().max(MAX_NOTE_LENGTH) }),
    typed: { note: 'masked' },
    answer: remark,
    errors: [401, 403, 404, 409, 422],
  }),
  withdrawRemark: route({
    ...agent,
    method: 'delete',
    path: '/agent/remarks/{id}',
    summary: 'Take back a remark that is still new',
    answer: null,
    errors: [401, 403, 404, 409],
  }),
  masked: route({
    ...agent,
    method: 'get',
    path: '/agent/handoffs/{id}/masked',
    summary: 'What was masked in what a citizen wrote to a person, without the values',
    answer: masked,
  }),
  reveal: route({
    ...agent,
    method: 'post',
    path: '/agent/handoffs/{id}/reveals',
    summary: 'Look at one masked value, with a reason; it is noted who did',
    body: z.strictObject({ itemId: z.uuid(), reason: z.enum(REVEAL_REASONS) }),
    answer: z.object({ kind, value: z.string() }),
    errors: [401, 403, 404, 409, 422],
  }),
  checks: route({
    ...admin,
    method: 'get',
    path: '/admin/validations',
    summary: 'How agents judged the assistant’s answers in the last thirty days',
    answer: checks,
  }),
  reveals: route({
    ...admin,
    method: 'get',
    path: '/admin/reveals',
    summary: 'Who looked at masked data, when, and why',
    answer: reveals,
  }),
}
