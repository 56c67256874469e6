import type { Logger } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { OpenConsoles } from '../../platform/http/open-consoles.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Pusher } from '../../platform/push/push.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { pushRoutes } from './contract.js'
import { createPushRounds, type PushContext } from './push-rounds.js'
import type { PushStore } from './push-verbs.js'

/** What these routes need. */
export interface PushRouteNeeds {
  store: Pick<PushStore, 'savePushSubscription' | 'dropPushOfSession'>
  now: () => Date
  communeOf: (communeId: string) => Commune
  /** The way to the browsers' push services; `null` when the installation has no keys. */
  pusher: Pusher | null
}

/** Serves {@link pushRoutes}. */
export function servePush({ store, now, communeOf, pusher }: PushRouteNeeds): ServedRoute[] {
  return [
    serve(pushRoutes.settings, ({ response }) => {
      const { timeZone } = communeOf(staffFrom(response).user.communeId)
      return { now: now().toISOString(), timeZone, pushKey: pusher?.publicKey ?? null }
    }),
    serve(pushRoutes.subscribe, async ({ body, response }) => {
      if (!pusher) throw new AppError('push_off', 409)
      if (!pusher.accepts(body.endpoint)) throw new AppError('invalid_request', 422, { field: 'endpoint' })
      const { user, session } = staffFrom(response)
      await store.savePushSubscription({
        ...body,
        userId: user.id,
        communeId: user.communeId,
        sessionHash: session.idHash,
        createdAt: now().toISOString(),
        pushedAt: null,
      })
      return null
    }),
    serve(pushRoutes.unsubscribe, async ({ response }) => {
      await store.dropPushOfSession(staffFrom(response).session.idHash)
      return null
    }),
  ]
}

/** What pushes are given. */
export interface PushNeeds extends PushRouteNeeds {
  handoffContext: PushContext
  consoles: Pick<OpenConsoles, 'isOpen'>
  logger: Logger
}

/** Agents whose console is closed are told that somebody waits (docs/decisions/010-web-push.md). */
export const agentAlerts: Feature<PushNeeds> = {
  name: 'agent-alerts',
  routes: pushRoutes,
  open({ handoffContext, consoles, logger, ...needs }) {
    const rounds = createPushRounds(handoffContext, {
      pusher: needs.pusher,
      hasConsole: consoles.isOpen,
      onFault: (fact) => logger.warn(fact, 'a push did not leave'),
    })
    return { served: servePush(needs), duties: [rounds.send] }
  },
}
