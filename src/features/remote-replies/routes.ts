import type { Logger } from '../../log.js'
import type { Duty, Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Mailbox } from '../../platform/mail/mailbox.js'
import type { ReadMailOptions } from '../../platform/mail/read-mail.js'
import { answersCitizens } from '../../platform/model/role.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { AcceptNeeds } from './accept-reply.js'
import { remoteReplyRoutes, type WishesView } from './contract.js'
import { createMailWay, type MailWayNeeds } from './mail-way.js'
import { type PhoneRouteNeeds, servePhones } from './phone-routes.js'
import type { RemoteReplyStore } from './remote-reply-verbs.js'
import type { ReplyWay } from './reply-way.js'
import { createReplyMail, type TakeMailNeeds } from './take-mail.js'
import { mayBeReached, type TellNeeds, tellRequests } from './tell-requests.js'

/** What these routes need. */
export interface WishRouteNeeds {
  store: Pick<RemoteReplyStore, 'saveReplyWish' | 'dropReplyWish' | 'listReplyWishes'> &
    Pick<StaffStore, 'readSignInPolicy'>
  now: () => Date
  ways: readonly ReplyWay[]
}

/** Serves an agent's own choice of how she is told. */
export function serveWishes(needs: WishRouteNeeds): ServedRoute[] {
  const { store, now } = needs
  return [
    serve(remoteReplyRoutes.wishes, ({ response }) => wishesView(needs, staffFrom(response).user)),
    serve(remoteReplyRoutes.choose, async ({ body: { ways, language }, response }) => {
      const { user } = staffFrom(response)
      const { ways: before } = await wishesView(needs, user)
      for (const { way, chosen } of before) {
        if (!ways.includes(way)) await store.dropReplyWish(user.id, way)
        else if (!chosen) {
          const since = now().toISOString()
          await store.saveReplyWish({ userId: user.id, communeId: user.communeId, way, language, since })
        }
      }
      return wishesView(needs, user)
    }),
  ]
}

/** No way at all for whoever answers no citizen. */
async function wishesView({ store, ways }: WishRouteNeeds, user: User): Promise<WishesView> {
  if (!answersCitizens(user.roles) || !(await mayBeReached(store, user))) return { ways: [] }
  const wishes = (await store.listReplyWishes()).filter(({ userId }) => userId === user.id)
  const view: WishesView = { ways: [] }
  for (const { id, reaches } of ways)
    if (await reaches(user)) view.ways.push({ way: id, chosen: wishes.some(({ way }) => way === id) })
  return view
}

/** What replies from outside the console are given. */
export interface RemoteReplyNeeds
  extends Omit<AcceptNeeds, 'handoffContext' | 'consoles'>,
    Omit<TellNeeds, 'handoffContext' | 'ways' | 'consoles' | 'onFault'>,
    Omit<MailWayNeeds, 'store'>,
    Omit<WishRouteNeeds, 'store' | 'ways'>,
    Omit<PhoneRouteNeeds, 'store' | 'handoffContext' | 'consoles'> {
  mailbox: Mailbox | null
  /** How the keys of senders' domains are found; absent: DNS. */
  mailKeys: ReadMailOptions['resolver']
  store: WishRouteNeeds['store'] & MailWayNeeds['store'] & PhoneRouteNeeds['store'] & TakeMailNeeds['store']
  handoffContext: TellNeeds['handoffContext'] & AcceptNeeds['handoffContext']
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
