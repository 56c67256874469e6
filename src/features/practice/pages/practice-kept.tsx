import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import type { PracticeController } from './practice-controller.js'

/** What is kept of an agent's practice, by whom it is seen, and the way to erase it. */
export function PracticeKept({ controller, keptDays }: { controller: PracticeController; keptDays: number }) {
  const { t } = useConsole()
  const [asked, setAsked] = useState(false)
  return (
    <details class="practice-kept">
      <summary>{t('practice.kept')}</summary>
      <p>{t('practice.keptWords')}</p>
      <p>{t('practice.keptNumbers', { days: keptDays })}</p>
      <p>{t('practice.keptTeam')}</p>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => {
            if (!asked) setAsked(true)
            else void controller.erase().then(() => setAsked(false))
          }}
        >
          {asked ? t('practice.eraseSure') : t('practice.erase')}
        </button>
        {asked && (
          <button type="button" class="button quiet" onClick={() => setAsked(false)}>
            {t('practice.eraseKeep')}
          </button>
        )}
      </div>
    </details>
  )
}
