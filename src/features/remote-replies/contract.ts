import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { STAFF_LANGUAGES } from '../../platform/model/language.js'
import { REPLY_WAYS } from './reply-way.js'

/** How an agent is told of requests while her console is closed: the ways that can reach her, and those that she has chosen. */
const wishes = z.object({ ways: z.array(z.object({ way: z.enum(REPLY_WAYS), chosen: z.boolean() })) })

/** What {@link remoteReplyRoutes} answer. */
export type WishesView = z.infer<typeof wishes>

const own = { access: 'account', errors: [401, 403] } as const satisfies Partial<Route>

/** How an agent is told of requests outside the console. */
export const remoteReplyRoutes = {
  wishes: route({
    ...own,
    method: 'get',
    path: '/account/reply-ways',
    summary: 'By what one may be told of requests while one’s console is closed',
    answer: wishes,
  }),
  choose: route({
    ...own,
    method: 'put',
    path: '/account/reply-ways',
    summary: 'Choose by what one is told of requests while one’s console is closed',
    body: z.strictObject({
      ways: z.array(z.enum(REPLY_WAYS)).max(REPLY_WAYS.length),
      language: z.enum(STAFF_LANGUAGES),
    }),
    answer: wishes,
    errors: [401, 403, 422],
  }),
}
