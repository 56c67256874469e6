import type { ChatProps } from './chat.js'

/** Who holds the data, why, for how long, and whom to write to. */
export function PrivacyNotice({ chat: { state, t } }: ChatProps) {
  if (!state.commune) return null
  const { controller, dpoEmail, retentionDays } = state.commune.privacy
  return (
    <>
      <p>{t('privacyController', { controller })}</p>
      <p>{t('privacyRetention', { count: retentionDays })}</p>
      <p>
        {t('privacyContact')}{' '}
        <a href={`mailto:${dpoEmail}`} dir="ltr">
          {dpoEmail}
        </a>
      </p>
    </>
  )
}
