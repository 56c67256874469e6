import type { Mailer } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Say } from '../../platform/model/say.js'
import type { OutboxStore } from '../mail/outbox-verbs.js'
import type { ReplyWay, RequestToTell } from './reply-way.js'

/** What mails to agents need. */
export interface MailWayNeeds {
  store: Pick<OutboxStore, 'queueCommuneMail'>
  say: Say
  communeOf: (communeId: string) => Commune
  mailer: Mailer | null
  /** The address to which answers come, with `*` in the place of what tells them apart where it may vary; `null`: none is read. */
  replyAddress: string | null
}

/** The place of the token in the address of answers. */
export const TOKEN_PLACE = '*'

/** Agents are told by mail, at the addresses of their accounts, and answer the mail. */
export function createMailWay(needs: MailWayNeeds): ReplyWay {
  return {
    id: 'mail',
    reaches: ({ email }) => needs.mailer !== null && email !== '',
    async tell(telling) {
      const { handoff, notice, agent } = telling
      const { replyAddress } = needs
      const replyTo = mayAnswerByMail(agent) ? replyAddress?.replace(TOKEN_PLACE, telling.token) : undefined
      await needs.store.queueCommuneMail({
        communeId: handoff.communeId,
        kind: 'request_notice',
        to: agent.email,
        ...(replyTo ? { replyTo } : {}),
        ...mailText(needs, telling, replyTo !== undefined),
        // Where the address says nothing, an answer names the mail that it answers.
        messageId: telling.token,
        createdAt: notice.at,
      })
      return undefined
    },
  }
}

/** A mailbox is a password, and no more: who is asked for a second factor at sign-in is asked for it by the link. */
export function mayAnswerByMail({ secondFactor }: RequestToTell['agent']): boolean {
  return secondFactor === undefined
}

/** The subject has the reference alone: it is shown on locked phones. */
function mailText(
  { say, communeOf }: MailWayNeeds,
  { notice: { language }, agent, handoff, question, link }: RequestToTell,
  answersByMail: boolean,
): { subject: string; text: string } {
  const { nom: commune } = communeOf(handoff.communeId)
  const reference = handoff.reference ?? ''
  const kind = handoff.kind === 'message' || handoff.kind === 'callback' ? handoff.kind : 'live'
  const words = (key: Parameters<Say>[1]) =>
    say(language, key, { name: agent.displayName, commune, reference, link: link ?? '' })
  const text = [
    answersByMail ? words('remote_reply.above') : '',
    words('staff_link.hello'),
    words(`remote_reply.what.${kind}`),
    question.replace(/^/gm, '    '),
    answersByMail ? words('remote_reply.byMail') : '',
    link === null ? '' : words('remote_reply.byLink'),
    words('remote_reply.why'),
  ]
  return { subject: words(`remote_reply.subject.${kind}`), text: text.filter((part) => part !== '').join('\n\n') }
}
