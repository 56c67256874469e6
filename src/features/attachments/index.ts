import type { Feature } from '../../platform/feature.js'
import { attachmentRoutes } from './contract.js'
import { type AttachmentRouteNeeds, serveAttachments } from './routes.js'

/** Documents and images that go with entries (docs/entries.md). */
export const attachments: Feature<AttachmentRouteNeeds> = {
  name: 'attachments',
  routes: attachmentRoutes,
  open: (needs) => ({ served: serveAttachments(needs) }),
}
