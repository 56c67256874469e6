import { z } from 'zod'
import { CHAT_PATH, NOTICE_PATH } from '../../platform/http/pages/plain-links.js'
import { type Route, route } from '../../platform/http/route.js'

const page = {
  method: 'get',
  access: 'anyone',
  underNames: true,
  mediaType: 'text/html',
  answer: z.string(),
  atRoot: true,
} as const satisfies Partial<Route>

/** The pages around the chat: `?commune=&langue=`. Showing them stores nothing. */
export const chatPageRoutes = {
  chat: route({
    ...page,
    path: CHAT_PATH,
    summary: 'The chat as a page of its own, in the commune and the language given as `commune` and `langue`',
    errors: [404],
  }),
  embed: route({
    ...page,
    path: '/embed',
    summary: 'The same page, which the sites of the commune may show in a frame',
    errors: [404],
  }),
  notice: route({
    ...page,
    path: NOTICE_PATH,
    summary:
      'What is done with what citizens write to the commune given as `commune`, as a page in the language given as `langue`',
  }),
}
