import { stackOf } from '../../log.js'
import { hashSecret } from '../../platform/http/secrets.js'
import type { Mailbox, MailVerdict } from '../../platform/mail/mailbox.js'
import type { ReadMailOptions, ReceivedMail } from '../../platform/mail/read-mail.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { type AcceptNeeds, acceptReply, refusalInWords } from './accept-reply.js'
import { type MailWayNeeds, mayAnswerByMail, TOKEN_PLACE } from './mail-way.js'
import { ownWords } from './own-words.js'
import type { RemoteReplyStore } from './remote-reply-verbs.js'
import type { ReplyNotice } from './reply-way.js'

/** What an answer by mail needs to reach its citizen. */
export interface TakeMailNeeds extends AcceptNeeds, Pick<MailWayNeeds, 'communeOf' | 'replyAddress'> {
  store: Pick<RemoteReplyStore, 'findReplyNotice' | 'noteReplyRefused'> &
    Pick<StaffStore, 'getUser'> &
    MailWayNeeds['store']
  now: () => Date
}

/**
 * Takes a mail that came to the address of answers. One whose notice is not known, or that is not proved to come from the account that was told, is
 * answered to nobody; of the others, what does not reach its citizen is told once to whoever wrote it. What a program wrote is never answered.
 */
async function takeMail(needs: TakeMailNeeds, mail: ReceivedMail): Promise<MailVerdict> {
  const notice = await noticeOf(needs, mail)
  // Another's mail, in a box that should be for answers alone: people decide about it.
  if (!notice) return 'left'
  const agent = await needs.store.getUser(notice.userId)
  if (mail.isAutomatic || !agent || mail.from !== agent.email.toLowerCase()) return 'refused'
  if (mail.isAuthentic !== 'yes') return mail.isAuthentic === 'unknown' ? 'later' : 'refused'
  const refuse = async (why: string): Promise<MailVerdict> => {
    await tellRefusal(needs, { mail, notice, agent, why })
    return 'refused'
  }
  const { say } = needs
  const { language } = notice
  if (!mayAnswerByMail(agent)) return refuse(refusalInWords(say, language, { why: 'second_factor', by: '' }))
  if (mail.hasAttachments) return refuse(say(language, 'remote_reply.refused.attachments'))
  const text = ownWords(mail.text, say(language, 'remote_reply.above'))
  const id = mail.id === '' ? hashSecret(mail.text) : mail.id
  const outcome = await acceptReply(needs, { agent, handoffId: notice.handoffId, text, via: 'mail', id })
  return outcome.outcome === 'said' ? 'done' : refuse(refusalInWords(say, language, outcome))
}

/** By the token in the address to which it was sent, or in the name of the mail that it answers. */
async function noticeOf({ store, now, replyAddress }: TakeMailNeeds, mail: ReceivedMail): Promise<ReplyNotice | null> {
  const [before = '', after = ''] = (replyAddress ?? '').toLowerCase().split(TOKEN_PLACE)
  const inAddresses = mail.to.map((address) =>
    address.startsWith(before) && address.endsWith(after)
      ? address.slice(before.length, address.length - after.length)
      : '',
  )
  const inAnswered = mail.answers.map((id) => id.split('@')[0] ?? '')
  for (const token of new Set([...inAddresses, ...inAnswered])) {
    if (!/^[0-9a-f]{32}$/.test(token)) continue
    const notice = await store.findReplyNotice({ tokenHash: hashSecret(token) }, now().toISOString())
    if (notice?.way === 'mail') return notice
  }
  return null
}

async function tellRefusal(
  needs: TakeMailNeeds,
  { mail, notice, agent, why }: { mail: ReceivedMail; notice: ReplyNotice; agent: User; why: string },
): Promise<void> {
  const { store, say, now, communeOf } = needs
  if (!(await store.noteReplyRefused(notice.id, hashSecret(mail.id)))) return
  const { nom: commune } = communeOf(notice.communeId)
  const words = (key: 'staff_link.hello' | 'remote_reply.refused' | 'remote_reply.inConsole') =>
    say(notice.language, key, { name: agent.displayName, commune })
  await store.queueCommuneMail({
    communeId: notice.communeId,
    kind: 'reply_refused',
    to: agent.email,
    subject: words('remote_reply.refused'),
    text: [words('staff_link.hello'), why, words('remote_reply.inConsole'), commune].join('\n\n'),
    createdAt: now().toISOString(),
  })
}

/** The box of answers, as it is read. */
export interface ReplyMail {
  /** Begins to read what is new, and waits for nothing: a mail server that does not answer holds nothing else. */
  read(): Promise<void>
  close(): Promise<void>
}

/** How often the box is looked into, ms. */
const READ_EVERY_MS = 20_000

/** Reads answers by mail, one reading at a time; without a box there are none. */
export function createReplyMail(
  needs: TakeMailNeeds &
    ReadMailOptions & { mailbox: Mailbox | null; onFault: (fact: { stack: string | undefined }) => void },
): ReplyMail {
  const { mailbox, now, onFault, resolver } = needs
  let reading: Promise<void> | null = null
  let lastMs = 0
  const take = async (raw: Buffer): Promise<MailVerdict> => {
    try {
      // What few installations have is loaded then alone.
      const { readMail } = await import('../../platform/mail/read-mail.js')
      return await takeMail(needs, await readMail(raw, { resolver }))
    } catch (error) {
      onFault({ stack: stackOf(error) })
      return 'later'
    }
  }
  return {
    async read() {
      const nowMs = now().getTime()
      // A clock that is set back keeps nobody waiting.
      if (!mailbox || reading || Math.abs(nowMs - lastMs) < READ_EVERY_MS) return
      lastMs = nowMs
      reading = mailbox.read(take).finally(() => {
        reading = null
      })
    },
    async close() {
      await mailbox?.close()
      await reading
    },
  }
}
