import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { publicationRoutes } from './contract.js'
import { createScheduler, type SchedulerNeeds } from './publish-scheduled.js'
import type { Publisher } from './publisher.js'
import { type PublicationRouteNeeds, servePublication } from './routes.js'

/** After the last erasure of many, what they leave is measured once, ms. */
const FORGETTING_MS = 30_000

/** What publication is given. */
export interface PublicationNeeds extends PublicationRouteNeeds {
  store: PublicationRouteNeeds['store'] & SchedulerNeeds['store'] & Pick<StoreLife, 'subscribe'>
  publisher: PublicationRouteNeeds['publisher'] & Pick<Publisher, 'measureServed'>
  stopping: () => boolean
  logger: Logger
}

/** What content keeps of its promise is measured before it is published (decision 007). */
export const publication: Feature<PublicationNeeds> = {
  name: 'publication',
  routes: publicationRoutes,
  open(needs) {
    const { store, publisher, stopping, logger } = needs
    // What a refit was made from may be gone, and the refit with it.
    let forgetting: NodeJS.Timeout | undefined
    const stopForgetting = store.subscribe(({ type }) => {
      if (type !== 'erased' || stopping()) return
      clearTimeout(forgetting)
      forgetting = setTimeout(publisher.measureServed, FORGETTING_MS).unref()
    })
    const scheduler = createScheduler({
      ...needs,
      onFailure: (error) => logger.error({ stack: stackOf(error) }, 'what was scheduled could not be published'),
    })
    return {
      served: servePublication(needs),
      duties: [scheduler.look],
      async close() {
        stopForgetting()
        clearTimeout(forgetting)
        await scheduler.close()
      },
    }
  },
}
