import type { Logger } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { transcriptRoutes } from './contract.js'
import { createOutbox } from './outbox.js'
import { serveTranscripts, type TranscriptRouteNeeds } from './routes.js'
import { type Senders, withSender } from './sender.js'
import { type LetterSweep, sweepLetters } from './sweep-letters.js'
import { type WeeklyLetterParts, weeklyLetters } from './weekly-letters.js'

/** What mail is given. */
export interface MailNeeds
  extends TranscriptRouteNeeds,
    Pick<LetterSweep, 'communes' | 'now'>,
    Pick<WeeklyLetterParts, 'failures' | 'say' | 'publicOrigin'> {
  store: TranscriptRouteNeeds['store'] &
    Parameters<typeof createOutbox>[0]['store'] &
    LetterSweep['store'] &
    WeeklyLetterParts['store']
  curation: Pick<WeeklyLetterParts, 'installedOf'>
  senders: Senders
  clock: () => { status: string }
  stopping: () => boolean
  logger: Logger
}

/** What leaves by e-mail, when there is a mail server. */
export const mail: Feature<MailNeeds> = {
  name: 'mail',
  routes: transcriptRoutes,
  open(needs) {
    const { store, mailer, now, communes, senders, stopping, logger } = needs
    const outbox = createOutbox({
      store,
      mailer,
      asSentBy: (mail) => withSender(mail, communes.get(mail.communeId), senders),
      now,
      onFault: (fact) => logger.warn(fact, 'a mail did not leave'),
      stopping,
    })
    const letters = weeklyLetters({ ...needs, installedOf: needs.curation.installedOf })
    // The letters of a week to come would keep all those before it from being written.
    const writeLetters = async () => {
      if (needs.clock().status !== 'doubted') await sweepLetters({ store, communes, letters, now })
    }
    return { served: serveTranscripts(needs), duties: [writeLetters, outbox.send], close: outbox.close }
  },
}
