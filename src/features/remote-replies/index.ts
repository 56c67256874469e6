import type { Logger } from '../../log.js'
import type { Duty, Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import type { Mailbox } from '../../platform/mail/mailbox.js'
import type { ReadMailOptions } from '../../platform/mail/read-mail.js'
import type { AcceptNeeds } from './accept-reply.js'
import { remoteReplyRoutes } from './contract.js'
import { createMailWay, type MailWayNeeds } from './mail-way.js'
import { type PhoneRouteNeeds, servePhones } from './phone-routes.js'
import type { ReplyWay } from './reply-way.js'
import { serveWishes, type WishRouteNeeds } from './routes.js'
import { createReplyMail, type TakeMailNeeds } from './take-mail.js'
import { type TellNeeds, tellRequests } from './tell-requests.js'

/** What replies from outside the console are given. */
export interface RemoteReplyNeeds
  extends Omit<AcceptNeeds, 'handover' | 'consoles'>,
    Omit<TellNeeds, 'handover' | 'ways' | 'consoles' | 'onFault'>,
    Omit<MailWayNeeds, 'store'>,
    Omit<WishRouteNeeds, 'store' | 'ways'>,
    Omit<PhoneRouteNeeds, 'store' | 'handover' | 'consoles'> {
  mailbox: Mailbox | null
  /** How the keys of senders' domains are found; absent: DNS. */
  mailKeys: ReadMailOptions['resolver']
  store: WishRouteNeeds['store'] & MailWayNeeds['store'] & PhoneRouteNeeds['store'] & TakeMailNeeds['store']
  handover: TellNeeds['handover'] & AcceptNeeds['handover']
  consoles: Pick<OpenConsoles, 'isOpen'>
  logger: Logger
  /** Ways besides mail. */
  otherReplyWays: readonly ReplyWay[]
}

/** Agents are told of requests where they already are, and answer from there (docs/decisions/067-replies-from-elsewhere.md). */
export const remoteReplies: Feature<RemoteReplyNeeds> = {
  name: 'remote-replies',
  routes: remoteReplyRoutes,
  open(needs) {
    const { logger } = needs
    const ways: ReplyWay[] = [createMailWay(needs), ...needs.otherReplyWays]
    const onFault: TellNeeds['onFault'] = (fact) => logger.warn(fact, 'an agent could not be told of a request')
    const mail = createReplyMail({
      ...needs,
      resolver: needs.mailKeys,
      onFault: (fact) => logger.warn(fact, 'a mail to the address of answers could not be read'),
    })
    const duties: Duty[] = [() => tellRequests({ ...needs, ways, onFault }), mail.read]
    return { served: [...serveWishes({ ...needs, ways }), ...servePhones(needs)], duties, close: mail.close }
  },
}
