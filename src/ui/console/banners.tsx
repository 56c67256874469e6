import { IdleBanner } from '../../features/handoffs/pages/routing/idle-banner.js'
import { OfferBar } from '../../features/handoffs/pages/routing/offer-bar.js'
import { MaskedBanner } from '../../features/validation/pages/masked-banner.js'
import { useConsole } from '../kit/console-context.js'
import { Icon } from '../kit/icon.js'
import { momentInWords } from '../kit/moment-in-words.js'

/** Sentences that concern the whole console: a lost connection, and what became of the last action. */
export function Banners() {
  const { t, session, state, language } = useConsole()
  const stop = state.queue?.answersStop
  return (
    <div class="banners">
      <div role="alert">
        {state.lost && (
          <div class="banner lost">
            <Icon name="alert" />
            <p>{t('connection.lost')}</p>
            <button type="button" class="button" onClick={() => session.reconnect()}>
              {t('connection.retryNow')}
            </button>
          </div>
        )}
      </div>
      <div role="status">
        {stop && (
          <div class="banner warning">
            <Icon name="alert" />
            <p>
              {t('answersStopped', {
                by: stop.by,
                moment: momentInWords(stop.since, language, new Date()),
                why: stop.why,
              })}
            </p>
          </div>
        )}
      </div>
      <MaskedBanner api={session.api} t={t} />
      <IdleBanner />
      <OfferBar />
      {state.notice && (
        <div class={`banner ${state.notice.tone}`}>
          <Icon name={state.notice.tone === 'done' ? 'check' : 'alert'} />
          <p>{state.notice.text}</p>
          {state.notice.action && (
            <button type="button" class="button" onClick={state.notice.action.run}>
              {state.notice.action.label}
            </button>
          )}
          <button type="button" class="button quiet icon-only" onClick={() => session.dismissNotice()}>
            <Icon name="close" />
            <span class="visually-hidden">{t('dismiss')}</span>
          </button>
        </div>
      )}
    </div>
  )
}
