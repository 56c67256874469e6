import { z } from 'zod'

/** `PUT /admin/reminders`: the weekly letter about entries that expire, which everybody gets who has not declined it. */
export const remindersRequest = z.strictObject({ wanted: z.boolean() })

/** What `GET` and `PUT /admin/reminders` answer. */
export interface RemindersView {
  wanted: boolean
  /** Whether mails can leave at all. */
  mail: 'on' | 'off'
}
