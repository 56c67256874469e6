import { z } from 'zod'
import type { Call } from '../../../platform/http/call.js'
import type { AnswersStop } from '../../../platform/http/shapes.js'

/** Longest reason of a change, in characters. */
const MAX_WHY_LENGTH = 500

/** Why something is changed, in the words of who does it. */
export const whyField = z.string().trim().max(MAX_WHY_LENGTH)

/** `PUT /admin/answers`; `why` is asked for when they are stopped. */
export const answersRequest = z.strictObject({ stopped: z.boolean(), why: whyField.optional() })

/** `GET /admin/answers` */
export interface AnswersView {
  /** `null` while it answers. */
  stop: AnswersStop | null
}

/** The calls of the switch of the answers. */
export const ANSWERS_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/answers',
    summary: 'Whether the assistant answers by itself; if not, since when, who stopped it and why',
    success: 200,
    security: 'staff',
    roles: ['agent', 'curator', 'supervisor', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/answers',
    summary: 'Stop the assistant from answering by itself: every question goes to a person; or let it again',
    body: answersRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 422],
  },
]
