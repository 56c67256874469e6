import type { Feature } from '../../platform/feature.js'
import { sheetRoutes } from './contract.js'
import { type SheetRouteNeeds, serveSheets } from './routes.js'

/** Entries on one page each, to print, to keep or to show at the counter. */
export const sheets: Feature<SheetRouteNeeds> = {
  name: 'sheets',
  routes: sheetRoutes,
  open: (needs) => ({ served: serveSheets(needs) }),
}
