import type { QueueView } from '../../features/handoffs/contract.js'
import { communeName } from '../../features/handoffs/pages/queue/communes.js'
import { IdleBanner } from '../../features/handoffs/pages/routing/away-word.js'
import { OfferBar } from '../../features/handoffs/pages/routing/offer-bar.js'
import { MaskedBanner } from '../../features/masked-data/pages/masked-values.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { useConsole } from '../kit/console-context.js'
import type { Translate } from '../kit/console-words.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { Toast } from '../kit/toast.js'

/** Sentences that concern the whole console: a lost connection, and what became of the last action. */
export function Banners() {
  const { t, session, state, language } = useConsole()
  const { answersStop: stop, communes } = state.queue ?? {}
  return (
    <div class="banners">
      <div role="alert">
        {state.lost && (
          <Toast
            tone="lost"
            text={t('connection.lost')}
            action={{ label: t('connection.retryNow'), run: () => session.reconnect() }}
          />
        )}
      </div>
      <div role="status">
        {stop && (
          <Toast tone="warning" text={stoppedInWords(stop, communeName(communes, stop.communeId), { t, language })} />
        )}
      </div>
      <MaskedBanner api={session.api} t={t} />
      <IdleBanner />
      <OfferBar />
      <LastDone />
    </div>
  )
}

/** What became of the last action. */
export function LastDone() {
  const { t, session, state } = useConsole()
  if (!state.notice) return null
  return <Toast {...state.notice} dismiss={t('dismiss')} onDismiss={() => session.dismissNotice()} />
}

/** That an assistant does not answer by itself: that of a commune, where the agent serves several. */
function stoppedInWords(
  { by, since, why }: NonNullable<QueueView['answersStop']>,
  commune: string | undefined,
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  const text = t('answersStopped', { by, moment: momentInWords(since, language, new Date()), why })
  return commune === undefined ? text : t('answersStoppedIn', { commune, text })
}
