import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { type MatrixBot, MatrixFault } from '../../platform/matrix/matrix.js'
import { AppError } from '../../platform/model/app-error.js'
import { answersCitizens } from '../../platform/model/role.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import { type AcceptNeeds, acceptReply } from '../remote-replies/accept-reply.js'
import type { RemoteReplyStore } from '../remote-replies/remote-reply-verbs.js'
import { type TchapView, tchapRoutes } from './contract.js'
import { type DealNeeds, dealNews } from './deal-news.js'
import { createReader } from './reader.js'
import { createRounds, type RoundNeeds } from './rounds.js'
import { CODE_LIFE_MS, newTchapCode, tchapCodeHash } from './tchap.js'
import type { TchapStore } from './tchap-verbs.js'

/** What these routes need. */
export interface TchapRouteNeeds {
  store: Pick<TchapStore, 'readTchap' | 'saveTchapCode' | 'dropTchapLink'> & Pick<RemoteReplyStore, 'dropReplyWish'>
  /** `null` when the installation has no account in Tchap. */
  matrixBot: MatrixBot | null
  now: () => Date
  carriesText: boolean
}

/** Serves {@link tchapRoutes}. */
export function serveTchap(needs: TchapRouteNeeds): ServedRoute[] {
  const { store, matrixBot, now } = needs
  return [
    serve(tchapRoutes.read, ({ response }) => tchapView(needs, staffFrom(response).user)),
    serve(tchapRoutes.drawCode, async ({ body: { language }, response }) => {
      const { user } = staffFrom(response)
      if (!matrixBot || !answersCitizens(user.roles)) throw new AppError('tchap_off', 409)
      const code = newTchapCode()
      const until = new Date(now().getTime() + CODE_LIFE_MS).toISOString()
      const { id: userId, communeId } = user
      await store.saveTchapCode({ userId, communeId, language, hash: tchapCodeHash(code) ?? '', expiresAt: until })
      return { code: `${code.slice(0, 4)} ${code.slice(4)}`, until }
    }),
    serve(tchapRoutes.unlink, async ({ response }) => {
      const { user } = staffFrom(response)
      const roomId = await store.dropTchapLink(user.id)
      await store.dropReplyWish(user.id, 'tchap')
      // A room that cannot be left now is left when something is said there.
      if (roomId !== null) await matrixBot?.leave(roomId).catch(() => {})
      return tchapView(needs, user)
    }),
  ]
}

/** Nothing at all for whoever answers no citizen. */
async function tchapView({ store, matrixBot, carriesText }: TchapRouteNeeds, user: User): Promise<TchapView> {
  const none = { bot: null, matrixId: null, since: null, carriesText }
  if (!matrixBot || !answersCitizens(user.roles)) return { ...none, state: 'off' }
  const link = (await store.readTchap()).links.find(({ userId }) => userId === user.id)
  const bot = await matrixBot.whoAmI().catch(() => null)
  if (link) return { state: 'linked', bot, matrixId: link.matrixId, since: link.since, carriesText }
  return { ...none, bot, state: bot === null ? 'away' : 'unlinked' }
}

/** What Tchap is given. */
export interface TchapNeeds
  extends Omit<AcceptNeeds, 'consoles'>,
    TchapRouteNeeds,
    Pick<DealNeeds, 'say' | 'carriesText'> {
  store: DealNeeds['store'] & RoundNeeds['store']
  consoles: Pick<OpenConsoles, 'isOpen'>
  logger: Logger
}

/** Agents are told of requests in Tchap, the State's messenger, and answer there (docs/decisions/068-tchap.md). */
export const tchap: Feature<TchapNeeds> = {
  name: 'tchap',
  routes: tchapRoutes,
  open(needs) {
    const { matrixBot: bot, logger } = needs
    const served = serveTchap(needs)
    if (!bot) return { served }
    const onFault = (error: unknown) =>
      logger.warn(
        error instanceof MatrixFault ? { fault: error.code } : { stack: stackOf(error) },
        'Tchap did not do something',
      )
    const dealing: DealNeeds = { ...needs, bot, onFault, accept: (reply) => acceptReply(needs, reply) }
    const reader = createReader({ ...needs, bot, onFault, deal: (news) => dealNews(dealing, news) })
    const rounds = createRounds({ ...needs, bot, onFault })
    return {
      served,
      duties: [reader.begin, rounds.begin],
      async close() {
        await reader.close()
        await rounds.close()
      },
    }
  },
}
