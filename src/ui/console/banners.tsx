import { IdleBanner } from '../../features/handoffs/pages/routing/idle-banner.js'
import { OfferBar } from '../../features/handoffs/pages/routing/offer-bar.js'
import { MaskedBanner } from '../../features/validation/pages/masked-banner.js'
import { useConsole } from '../kit/console-context.js'
import { momentInWords } from '../kit/moment-in-words.js'
import { Toast } from '../kit/toast.js'

/** Sentences that concern the whole console: a lost connection, and what became of the last action. */
export function Banners() {
  const { t, session, state, language } = useConsole()
  const stop = state.queue?.answersStop
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
          <Toast
            tone="warning"
            text={t('answersStopped', {
              by: stop.by,
              moment: momentInWords(stop.since, language, new Date()),
              why: stop.why,
            })}
          />
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
