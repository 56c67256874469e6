import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { candidateShape, entryIdShape, spokenLanguageShape } from '../../platform/http/shapes.js'
import { MAX_NOTE_LENGTH } from '../../platform/model/note.js'
import { REMARK_KINDS, REMARK_STATES, type Remark } from '../../platform/model/remark.js'

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

export type RemarkView = z.infer<typeof remark>

const access = ['agent', 'admin'] as const

/** What agents notice, for the curators. */
export const remarkRoutes = {
  add: route({
    access,
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
  own: route({
    access,
    method: 'get',
    path: '/agent/remarks',
    summary: 'What became of one’s own remarks',
    answer: ownRemarks,
    errors: [401, 403],
  }),
  change: route({
    access,
    method: 'put',
    path: '/agent/remarks/{id}',
    summary: 'Add the right entry and a note to a remark that is still new',
    body: z.strictObject({ rightEntryId: entryIdShape.nullable(), note: z.string().max(MAX_NOTE_LENGTH) }),
    typed: { note: 'masked' },
    answer: remark,
    errors: [401, 403, 404, 409, 422],
  }),
  withdraw: route({
    access,
    method: 'delete',
    path: '/agent/remarks/{id}',
    summary: 'Take back a remark that is still new',
    answer: null,
    errors: [401, 403, 404, 409],
  }),
}
