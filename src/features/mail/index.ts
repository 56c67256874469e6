import type { Logger } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { transcriptRoutes } from './contract.js'
import { createOutbox } from './outbox.js'
import { serveTranscripts, type TranscriptRouteNeeds } from './routes.js'

/** What mail is given. */
export interface MailNeeds extends TranscriptRouteNeeds {
  store: TranscriptRouteNeeds['store'] & Parameters<typeof createOutbox>[0]['store']
  now: () => Date
  stopping: () => boolean
  logger: Logger
}

/** What leaves by e-mail, when there is a mail server. */
export const mail: Feature<MailNeeds> = {
  name: 'mail',
  routes: transcriptRoutes,
  open({ store, handover, mailer, now, stopping, logger }) {
    const outbox = createOutbox({
      store,
      mailer,
      now,
      onFault: (fact) => logger.warn(fact, 'a mail did not leave'),
      stopping,
    })
    return { served: serveTranscripts({ store, handover, mailer }), duties: [outbox.send], close: outbox.close }
  },
}
