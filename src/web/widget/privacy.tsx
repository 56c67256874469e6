import type { ChatProps } from './chat.js'

/** What is done with what the citizen writes, one tap away. */
export function Privacy({ chat: { state, t } }: ChatProps) {
  if (!state.commune) return null
  const { controller, dpoEmail, retentionDays } = state.commune.privacy
  return (
    <details class="privacy">
      <summary>{t('privacySummary')}</summary>
      <p>{t('privacyController', { controller })}</p>
      <p>{t('privacyRetention', { count: retentionDays })}</p>
      <p>
        {t('privacyContact')}{' '}
        <a href={`mailto:${dpoEmail}`} dir="ltr">
          {dpoEmail}
        </a>
      </p>
    </details>
  )
}
