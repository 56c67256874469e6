import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { STAFF_LANGUAGES } from '../../platform/model/language.js'
import { WEEKDAYS } from '../../platform/time/quiet-hours.js'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const base64url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+=*$/)
    .max(max)

/** A browser that may be told, its console closed, that somebody waits. */
const subscription = z.strictObject({
  endpoint: z.url().max(2000),
  keys: z.strictObject({ p256dh: base64url(120), auth: base64url(40) }),
  language: z.enum(STAFF_LANGUAGES),
  quiet: z.strictObject({
    hours: z
      .strictObject({
        days: z.array(z.literal(WEEKDAYS)).max(7),
        from: time,
        to: time,
      })
      .nullable(),
    until: z.iso.datetime().nullable(),
  }),
})

/** What the console's alerts must know of the server. */
const alertSettings = z.object({
  /** The server's present, ISO instant: waits are told by its clock. */
  now: z.string(),
  /** Whose clock the quiet hours follow. */
  timeZone: z.string(),
  /** Given to the browser's push service; `null` when the installation has no keys: the console then shows nothing of it. */
  pushKey: z.string().nullable(),
})

export type PushRequest = z.infer<typeof subscription>
export type AlertSettingsView = z.infer<typeof alertSettings>

const agent = { access: ['agent', 'admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** The alerts of an agent's console. */
export const pushRoutes = {
  settings: route({
    ...agent,
    method: 'get',
    path: '/agent/alerts',
    summary: 'The clock of the quiet hours, and the key of web push if the installation has one',
    answer: alertSettings,
  }),
  subscribe: route({
    ...agent,
    method: 'put',
    path: '/agent/push',
    summary: 'Tell this browser that somebody waits while its console is closed, until the session ends',
    body: subscription,
    typed: { endpoint: 'checked' },
    answer: null,
    errors: [401, 403, 409, 422],
  }),
  unsubscribe: route({
    ...agent,
    method: 'delete',
    path: '/agent/push',
    summary: 'Tell the browsers of this session nothing any more',
    answer: null,
  }),
}
