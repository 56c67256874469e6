import { Icon } from '../kit/icon.js'
import { useConsole } from './console-context.js'

/** What a new agent reads where a conversation will stand: four steps, until she has ended a conversation or wishes to read them no more. */
export function FirstSteps() {
  const { t, session, state } = useConsole()
  if (!state.queue) return null
  const away = state.queue.presence === 'away'
  const hide = () => {
    session.focusOn('queue')
    session.prefer({ firstSteps: false })
  }
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <h3 id="first-steps">{t('first.title')}</h3>
      <ol>
        <li>
          {away ? (
            <button
              type="button"
              class="button main"
              disabled={state.settingAvailability}
              onClick={() => {
                // The button goes with what it does; the queue is what comes next.
                session.focusOn('queue')
                void session.setAvailability('available')
              }}
            >
              {t('queue.becomeAvailable')}
            </button>
          ) : (
            <>
              {t('first.available')} <Icon name="check" />
            </>
          )}
        </li>
        <li>{t('first.take')}</li>
        <li>{t('first.answer')}</li>
        <li>{t('first.end')}</li>
      </ol>
      <div class="actions">
        <a class="button quiet" href="#/practice">
          <Icon name="practice" /> {t('practice.open')}
        </a>
        <button type="button" class="button quiet" onClick={hide}>
          {t('first.hide')}
        </button>
      </div>
    </section>
  )
}
