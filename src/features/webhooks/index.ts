import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { webhookRoutes } from './contract.js'
import { createDispatcher } from './dispatcher.js'
import { WEBHOOK_BODIES } from './event-bodies.js'
import { createHttpsSender } from './https-sender.js'
import { serveWebhooks, type WebhookRouteNeeds } from './routes.js'
import type { DeliverySweep } from './sweep-deliveries.js'

/** What webhooks are given. */
export interface WebhookNeeds
  extends Omit<WebhookRouteNeeds, 'trials'>,
    Pick<DeliverySweep, 'store' | 'sealer' | 'now' | 'publicOrigin' | 'stopping'> {
  store: WebhookRouteNeeds['store'] & DeliverySweep['store']
  /** How they are told. Default: over https, never at a private address. */
  webhookSender: DeliverySweep['sender'] | undefined
  /** Counts the tries. */
  measures: { webhookTried: DeliverySweep['onTry'] }
  logger: Logger
}

/** The town's other software is told what happens in its commune (docs/webhooks.md). */
export const webhooks: Feature<WebhookNeeds> = {
  name: 'webhooks',
  routes: webhookRoutes,
  sends: WEBHOOK_BODIES,
  open({
    store,
    webhookSender: sender = createHttpsSender(),
    sealer,
    now,
    publicOrigin,
    measures,
    logger,
    stopping,
    securityEvents,
  }) {
    const dispatcher = createDispatcher({
      store,
      sender,
      sealer,
      now,
      publicOrigin,
      stopping,
      onTry: measures.webhookTried,
      onFault: (fact) => logger.warn(fact, 'a webhook was not told'),
      onStopped: (fact) => logger.error(fact, 'a webhook is stopped: its receiver is gone, or has failed for days'),
      onFailure: (error) => logger.error({ stack: stackOf(error) }, 'webhooks could not be swept'),
    })
    return {
      served: serveWebhooks({ store, now, securityEvents, trials: dispatcher }),
      duties: [dispatcher.send],
      close: dispatcher.close,
    }
  },
}
