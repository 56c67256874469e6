import type { ChatProps } from './chat.js'

/** What is done with what the citizen writes, one tap away. */
export function Privacy({ chat: { state, t, notice } }: ChatProps) {
  if (!state.commune) return null
  const { id, privacy } = state.commune
  const { controller, dpoEmail, retentionDays } = privacy
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
      <p>
        <a href={`${notice}&commune=${id}`} target="_blank" rel="noopener">
          {t('privacyMore')} {t('newTab')}
        </a>
      </p>
    </details>
  )
}
