import { z } from 'zod'
import { STAFF_LANGUAGES } from '../../../platform/model/language.js'
import { WEEKDAYS } from '../../../platform/time/quiet-hours.js'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const base64url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+=*$/)
    .max(max)

/** `PUT /agent/push`: this browser may be told, its console closed, that somebody waits. */
export const pushRequest = z.strictObject({
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
/** What {@link pushRequest} lets through. */
export type PushRequest = z.infer<typeof pushRequest>

/** `GET /agent/alerts`: what the console's alerts must know of the server. */
export interface AlertSettingsView {
  /** The server's present, ISO instant: waits are told by its clock. */
  now: string
  /** Whose clock the quiet hours follow. */
  timeZone: string
  /** Given to the browser's push service; `null` when the installation has no keys: the console then shows nothing of it. */
  pushKey: string | null
}
