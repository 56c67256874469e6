import { setTimeout } from 'node:timers/promises'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import { MAX_MAIL_TRIES, type Mail, type Mailer } from '../../platform/mail/mail.js'
import type { MailStore } from './mail-verbs.js'

/** Mails sent in one sweep: a slow mail server must not hold the other duties for long. */
const MAX_AT_ONCE = 20

/** What sending needs. Facts of a mail that may be logged: its id, its kind, its tries, a code; never an address. */
interface MailSweep {
  store: MailStore
  mailer: Mailer
  /** A mail with the sender and the last words of its commune. */
  asSentBy: (mail: Mail) => Mail
  now: () => Date
  /** Told of each mail that did not leave. */
  onFault: (fact: { mailId: string; kind: string; tries: number; fault: string; final: boolean }) => void
  /** Whether the process is stopping: what is left waits for the next start. */
  stopping: () => boolean
}

/**
 * Sends the mails that are due. The outbox is stored, so a restart forgets none.
 *
 * A try is counted, and the next one put off, before the mail is handed over. A process that dies between the mail
 * server's yes and the store's write cannot know that the mail left, and sends it again at the next try: no order of the
 * two writes avoids both a loss and a repetition, and a repetition harms less. It happens once for each such death, and
 * the mail keeps its `Message-ID`, by which mail programs recognise it.
 * @returns how many left
 */
export async function sweepMails({ store, mailer, asSentBy, now, onFault, stopping }: MailSweep): Promise<number> {
  let sent = 0
  const due = (await store.listDueMails(now().toISOString())).slice(0, MAX_AT_ONCE)
  await forEachIndependently(due, async ({ id }) => {
    if (stopping()) return
    const mail = await store.startMailTry(id, now().toISOString())
    if (!mail) return
    const result = await mailer.send(asSentBy(mail))
    await store.settleMail(id, result)
    if (result.outcome === 'sent') sent += 1
    else {
      const final = result.outcome === 'refused' || mail.tries >= MAX_MAIL_TRIES
      onFault({ mailId: id, kind: mail.kind, tries: mail.tries, fault: result.fault, final })
    }
  })
  return sent
}

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
