import type { Feature } from '../../platform/feature.js'
import { settingsRoutes } from './contract.js'
import { type SettingsRouteNeeds, serveSettings } from './routes.js'

/** What administrators change of their commune, without a restart. */
export const settings: Feature<SettingsRouteNeeds> = {
  name: 'settings',
  routes: settingsRoutes,
  open: (needs) => ({ served: serveSettings(needs) }),
}
