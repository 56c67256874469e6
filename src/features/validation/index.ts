import type { Duty, Feature } from '../../platform/feature.js'
import { validationRoutes } from './contract.js'
import { type MaskedRouteNeeds, serveMasked } from './routes/masked-routes.js'
import { type RemarkRouteNeeds, serveRemarks } from './routes/remark-routes.js'
import { serveValidations, type ValidationRouteNeeds } from './routes/validation-routes.js'

/** What validation is given: what each of its parts needs. */
export interface ValidationNeeds extends MaskedRouteNeeds, RemarkRouteNeeds, ValidationRouteNeeds {
  store: MaskedRouteNeeds['store'] & RemarkRouteNeeds['store'] & ValidationRouteNeeds['store']
  /** Says what was held for a check that nobody has made in time. */
  sweepValidations: Duty
}

/** Agents check answers before they are said, notice what is wrong, and look at what was masked with a reason. */
export const validation: Feature<ValidationNeeds> = {
  name: 'validation',
  routes: validationRoutes,
  open: (needs) => ({
    served: [...serveValidations(needs), ...serveRemarks(needs), ...serveMasked(needs)],
    duties: [needs.sweepValidations],
  }),
}
