import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import type { Publisher } from '../publication/publisher.js'
import { nationalRoutes } from './contract.js'
import { createNationalFeed, type FeedParts } from './national-feed.js'
import { type NationalRouteNeeds, serveNationalFeed } from './routes.js'

/** What the national feed is given. */
export interface NationalFeedNeeds extends Omit<NationalRouteNeeds, 'nationalFeed'> {
  /** Where it is kept, what the operator has set, and how it is imported off this process. */
  feed: Pick<FeedParts, 'folder' | 'source' | 'importFrom'>
  publisher: Pick<Publisher, 'publish' | 'publishOwn'>
  logger: Logger
}

/** The fiches of the State's feed, of which a commune serves those that it chooses (docs/national-data.md). */
export const nationalFeed: Feature<NationalFeedNeeds> = {
  name: 'national-feed',
  routes: nationalRoutes,
  open({ feed, logger, ...needs }) {
    const { now, publisher } = needs
    const nationalFeed = createNationalFeed({
      ...feed,
      now,
      onImported: publisher.publish,
      onFailure: (error) =>
        logger.error({ stack: stackOf(error) }, 'the national feed was not imported; nothing has changed'),
    })
    return { served: serveNationalFeed({ ...needs, nationalFeed }), close: nationalFeed.stop }
  },
}
