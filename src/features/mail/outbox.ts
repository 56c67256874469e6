import { setTimeout } from 'node:timers/promises'
import type { Mailer } from '../../platform/mail/mail.js'
import { type MailSweep, sweepMails } from './sweep-mails.js'

/** The mails that are on their way. */
export interface Outbox {
  /** Sends what is due; nothing while it does so already. */
  send(): Promise<void>
  /** Waits a little for the mail being sent, and leaves the mail server. */
  close(): Promise<void>
}

/** How long a stop waits for the mail being sent, ms; a mail cut short is sent again at the next start. */
const STOP_MS = 3_000

/** Sends what is due, one sweep at a time. Without a mail server nothing is. */
export function createOutbox({ mailer, ...sweep }: Omit<MailSweep, 'mailer'> & { mailer: Mailer | null }): Outbox {
  let sending: Promise<unknown> | null = null
  return {
    async send() {
      if (!mailer || sending) return
      sending = sweepMails({ mailer, ...sweep }).finally(() => {
        sending = null
      })
      await sending
    },
    async close() {
      const outcome = sending?.catch(() => {})
      if (outcome) await Promise.race([outcome, setTimeout(STOP_MS, null, { ref: false })])
      mailer?.close()
    },
  }
}
