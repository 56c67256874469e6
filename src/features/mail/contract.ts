import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'

const citizen = {
  path: '/conversations/{id}/transcript',
  access: 'citizen',
  counts: 'conversation',
} as const satisfies Partial<Route>

/** How a citizen keeps her conversation. */
export const transcriptRoutes = {
  read: route({
    ...citizen,
    method: 'get',
    summary: 'The conversation as plain text',
    mediaType: 'text/plain',
    answer: z.string(),
    errors: [401, 403, 404, 429],
  }),
  send: route({
    ...citizen,
    method: 'post',
    summary: 'Receive the conversation by e-mail',
    body: z.strictObject({ email: z.string().max(200) }),
    typed: { email: 'contact' },
    answer: null,
    errors: [401, 403, 404, 409, 422, 429],
  }),
}
