import type { Feature } from '../../platform/feature.js'
import { validationRoutes } from './contract.js'
import { type MaskedRouteNeeds, serveMasked } from './routes/masked-routes.js'
import { type RemarkRouteNeeds, serveRemarks } from './routes/remark-routes.js'
import { serveValidations, type ValidationRouteNeeds } from './routes/validation-routes.js'

/** What validation is given: what each of its parts needs. */
export type ValidationNeeds = MaskedRouteNeeds & RemarkRouteNeeds & ValidationRouteNeeds

/** Agents check answers before they are said, notice what is wrong, and look at what was masked with a reason. */
export const validation: Feature<ValidationNeeds> = {
  name: 'validation',
  routes: validationRoutes,
  open: (needs) => ({ served: [...serveValidations(needs), ...serveRemarks(needs), ...serveMasked(needs)] }),
}
