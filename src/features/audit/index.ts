import type { Feature } from '../../platform/feature.js'
import { auditRoutes } from './contract.js'
import { type AuditRouteNeeds, serveAudit } from './routes.js'

/** Who did what, when and why, is told to those who run the service (docs/privacy.md). */
export const audit: Feature<AuditRouteNeeds> = {
  name: 'audit',
  routes: auditRoutes,
  open: (needs) => ({ served: serveAudit(needs) }),
}
