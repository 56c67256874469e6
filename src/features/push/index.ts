import type { Logger } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import { pushRoutes } from './contract.js'
import { createPushRounds, type PushContext } from './push-rounds.js'
import { type PushRouteNeeds, servePush } from './routes.js'

/** What pushes are given. */
export interface PushNeeds extends PushRouteNeeds {
  handover: PushContext
  consoles: Pick<OpenConsoles, 'isOpen'>
  logger: Logger
}

/** Agents whose console is closed are told that somebody waits (docs/decisions/010-web-push.md). */
export const push: Feature<PushNeeds> = {
  name: 'push',
  routes: pushRoutes,
  open({ handover, consoles, logger, ...needs }) {
    const rounds = createPushRounds(handover, {
      pusher: needs.pusher,
      hasConsole: consoles.isOpen,
      onFault: (fact) => logger.warn(fact, 'a push did not leave'),
    })
    return { served: servePush(needs), duties: [rounds.send] }
  },
}
