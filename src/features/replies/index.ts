import type { Feature } from '../../platform/feature.js'
import { replyRoutes } from './contract.js'
import { type ReplyRouteNeeds, serveReplies } from './routes.js'

/** Sentences that agents have ready. */
export const replies: Feature<ReplyRouteNeeds> = {
  name: 'replies',
  routes: replyRoutes,
  open: (needs) => ({ served: serveReplies(needs) }),
}
