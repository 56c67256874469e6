import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import type { Publisher } from '../publication/publisher.js'
import { answersRoutes } from './answers-contract.js'
import { type AnswersRouteNeeds, serveAnswersSwitch } from './answers-switch.js'
import { settingsRoutes } from './contract.js'
import { type SettingsRouteNeeds, serveSettings } from './routes.js'

/** What settings are given. */
export interface SettingsNeeds extends SettingsRouteNeeds {
  store: SettingsRouteNeeds['store'] & AnswersRouteNeeds['store'] & Pick<StoreLife, 'subscribe'>
  publisher: Pick<Publisher, 'measureServed'>
  logger: Logger
}

/** What administrators change of their commune, without a restart, and the switch of its answers. */
export const settings: Feature<SettingsNeeds> = {
  name: 'settings',
  routes: { ...settingsRoutes, ...answersRoutes },
  open(needs) {
    const { store, liveCommunes, publisher, logger } = needs
    // The call that changed it has waited for this already; what another process wrote comes this way.
    const stopFollowing = store.subscribe(({ type, communeId }) => {
      if (type !== 'settings') return
      liveCommunes
        .refresh(communeId)
        // What is promised may have changed; a measure for the same promises is not made again.
        .then(publisher.measureServed)
        .catch((error) => logger.error({ stack: stackOf(error) }, 'settings could not be read again'))
    })
    return { served: [...serveSettings(needs), ...serveAnswersSwitch(needs)], close: async () => stopFollowing() }
  },
}
