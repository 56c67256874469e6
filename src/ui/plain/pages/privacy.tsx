import type { Frame } from '../../../platform/http/pages/frame.js'
import { noticeLink } from '../../../platform/http/pages/plain-links.js'
import { Link } from '../../../platform/http/pages/spans.js'

/** Where a complaint goes. */
const CNIL = 'https://www.cnil.fr/fr/plaintes'

/** What is done with what the citizen writes, in short: who, why, how long, her rights, and where to read more. */
export function Privacy({ frame }: { frame: Frame }) {
  const { t, commune, language } = frame
  const { controller, retentionDays } = commune.privacy
  return (
    <>
      <p>{t('privacy.who', { controller })}</p>
      <p>{t('privacy.why')}</p>
      <p>{t('privacy.how_long', { days: String(retentionDays) })}</p>
      <PrivacyRights frame={frame} />
      <p>
        <a href={noticeLink(commune.id, language)}>{t('notice.more')}</a>
      </p>
      <p>{t('privacy.address')}</p>
    </>
  )
}

/** What she may ask for, of whom, and where she may complain. */
export function PrivacyRights({ frame: { t, commune } }: { frame: Frame }) {
  const { dpoEmail } = commune.privacy
  return (
    <p>
      {t('privacy.rights')} <Link href={`mailto:${dpoEmail}`}>{dpoEmail}</Link>. {t('privacy.complaint')}{' '}
      <Link href={CNIL}>cnil.fr</Link>.
    </p>
  )
}
