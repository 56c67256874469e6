import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import { MatrixFault } from '../../platform/matrix/matrix.js'
import { type AcceptNeeds, acceptReply } from '../remote-replies/accept-reply.js'
import { tchapRoutes } from './contract.js'
import { type DealNeeds, dealNews } from './deal-news.js'
import { createReader } from './reader.js'
import { createRounds, type RoundNeeds } from './rounds.js'
import { serveTchap, type TchapRouteNeeds } from './routes.js'

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
