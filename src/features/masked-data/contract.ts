import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { KEPT_KINDS, REVEAL_REASONS } from '../../platform/model/masked-data.js'

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

export type MaskedItemView = z.infer<typeof maskedItem>
export type MaskedView = z.infer<typeof masked>

const access = ['agent', 'admin'] as const

/** What was masked in what citizens wrote, and who looked at it. */
export const maskedDataRoutes = {
  list: route({
    access,
    method: 'get',
    path: '/agent/handoffs/{id}/masked',
    summary: 'What was masked in what a citizen wrote to a person, without the values',
    answer: masked,
    errors: [401, 403, 404],
  }),
  reveal: route({
    access,
    method: 'post',
    path: '/agent/handoffs/{id}/reveals',
    summary: 'Look at one masked value, with a reason; it is noted who did',
    body: z.strictObject({ itemId: z.uuid(), reason: z.enum(REVEAL_REASONS) }),
    answer: z.object({ kind, value: z.string() }),
    errors: [401, 403, 404, 409, 422],
  }),
  reveals: route({
    access: ['admin'],
    method: 'get',
    path: '/admin/reveals',
    summary: 'Who looked at masked data, when, and why',
    answer: reveals,
    errors: [401, 403],
  }),
}
