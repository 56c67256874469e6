import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { clientIdShape, MAX_TEXT_LENGTH } from '../../platform/http/shapes.js'
import { AUTHORS } from '../../platform/model/conversation.js'
import { HANDOFF_KINDS, RESOLUTIONS } from '../../platform/model/handoff.js'
import { STAFF_LANGUAGES } from '../../platform/model/language.js'
import { REPLY_WAYS } from './reply-way.js'

/** How an agent is told of requests while her console is closed: the ways that can reach her, and those that she has chosen. */
const wishes = z.object({ ways: z.array(z.object({ way: z.enum(REPLY_WAYS), chosen: z.boolean() })) })

/** One request, as it is answered on a phone. */
const phoneRequest = z.object({
  agent: z.string(),
  commune: z.string(),
  timeZone: z.string(),
  reference: z.string().nullable(),
  kind: z.enum(HANDOFF_KINDS),
  /** Whether the agent has taken it; else her first answer takes it. */
  held: z.boolean(),
  /** What is asked, masked; of a message that was left, its text. */
  question: z.string(),
  messages: z.array(
    z.object({
      seq: z.number(),
      author: z.enum(AUTHORS),
      name: z.string().nullable(),
      at: z.string(),
      text: z.string(),
    }),
  ),
  /** The reasons for which it may be ended; one without a name is called as its outcome is. */
  closeReasons: z.array(z.object({ id: z.string(), nom: z.string().exactOptional(), outcome: z.enum(RESOLUTIONS) })),
  /** Ready replies of the commune, their variables filled in. */
  readyReplies: z.array(z.object({ title: z.string(), text: z.string() })),
})
/** The same with the secret by which the phone says who it is, told this once. */
const openedLink = z.object({ secret: z.string(), request: phoneRequest })

/** What {@link remoteReplyRoutes} answer. */
export type WishesView = z.infer<typeof wishes>
export type PhoneRequestView = z.infer<typeof phoneRequest>

const own = { access: 'account', errors: [401, 403] } as const satisfies Partial<Route>

/** Who was let in by a link says so by a secret that opens one request, and nothing else. */
const phone = { access: 'anyone', counts: 'address', errors: [404, 409, 429] } as const satisfies Partial<Route>

/** How an agent is told of requests outside the console, and answers one on her phone. */
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
  openLink: route({
    ...phone,
    method: 'post',
    path: '/reply-links/open',
    summary: 'Open the request of a link of one use, with a code where the account has a second factor',
    body: z.strictObject({ link: z.string().max(100), code: z.string().max(40).optional() }),
    typed: { link: 'checked', code: 'checked' },
    answer: openedLink,
    errors: [401, 403, 404, 409, 422, 429],
  }),
  readRequest: route({
    ...phone,
    method: 'get',
    path: '/reply-links/request',
    summary: 'The request that the phone was let in to',
    answer: phoneRequest,
  }),
  answer: route({
    ...phone,
    method: 'post',
    path: '/reply-links/answers',
    summary: 'Answer its citizen, and take it by that',
    body: z.strictObject({ clientId: clientIdShape, text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
    typed: { text: 'screened' },
    answer: phoneRequest,
    errors: [403, 404, 409, 422, 429],
  }),
  end: route({
    ...phone,
    method: 'post',
    path: '/reply-links/end',
    summary: 'End the request, for one of the reasons of the commune; the phone is let in no more',
    body: z.strictObject({ resolution: z.string().regex(/^[a-z0-9_-]{1,40}$/) }),
    answer: null,
    errors: [403, 404, 409, 422, 429],
  }),
}
