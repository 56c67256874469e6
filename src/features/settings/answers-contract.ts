import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { answersStopShape } from '../../platform/http/shapes.js'

/** Longest reason of a change, in characters. */
const MAX_WHY_LENGTH = 500

/** Why something is changed, in the words of the person who does it. */
export const whyField = z.string().trim().max(MAX_WHY_LENGTH)

/** `stop`: `null` while the assistant answers. */
const answers = z.object({ stop: answersStopShape.nullable() })
/** Whether the assistant answers by itself. */
export type AnswersView = z.infer<typeof answers>

/** The switch of the answers. */
export const answersRoutes = {
  answers: route({
    method: 'get',
    path: '/admin/answers',
    summary: 'Whether the assistant answers by itself; if not, since when, who stopped it and why',
    access: ['agent', 'curator', 'supervisor', 'admin'],
    answer: answers,
    errors: [401, 403],
  }),
  stopAnswers: route({
    method: 'put',
    path: '/admin/answers',
    summary: 'Stop the assistant from answering by itself: every question goes to a person; or let it again',
    access: ['admin'],
    /** `why` is asked for when they are stopped. */
    body: z.strictObject({ stopped: z.boolean(), why: whyField.exactOptional() }),
    typed: { why: 'masked' },
    answer: answers,
    errors: [401, 403, 409, 422],
  }),
}
