import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { loadCommunes } from '../settings/load-communes.js'
import { newTownRoutes } from './contract.js'
import { type NewTownRouteNeeds, serveNewTown } from './routes.js'

/** What this is given. */
export interface NewTownNeeds extends NewTownRouteNeeds {
  store: NewTownRouteNeeds['store'] & Pick<StoreLife, 'subscribe'>
  logger: Logger
}

/** A second commune begun from the one that is there (docs/decisions/081-a-second-town-by-a-form.md). */
export const newTown: Feature<NewTownNeeds> = {
  name: 'new-town',
  routes: newTownRoutes,
  open(needs) {
    const { store, liveCommunes, townPlace, logger } = needs
    // Another process may have begun one: its file is read here too, where they share the folder.
    const stopFollowing = store.subscribe(({ type, communeId }) => {
      if (type !== 'account' || liveCommunes.byId.has(communeId)) return
      loadCommunes(townPlace.townDir)
        .then((files) => files.get(communeId))
        .then((file) => file && liveCommunes.put(file))
        .catch((error) => logger.error({ stack: stackOf(error) }, 'a commune that was begun could not be read'))
    })
    return { served: serveNewTown(needs), close: async () => stopFollowing() }
  },
}
