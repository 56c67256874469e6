import type { Frame } from '../frame.js'
import { Link } from './spans.js'

/** Where a complaint goes. */
const CNIL = 'https://www.cnil.fr/fr/plaintes'

/** What is done with what the citizen writes: who, why, how long, her rights. */
export function Privacy({ frame: { t, commune } }: { frame: Frame }) {
  const { controller, dpoEmail, retentionDays } = commune.privacy
  return (
    <>
      <p>{t('privacy.who', { controller })}</p>
      <p>{t('privacy.why')}</p>
      <p>{t('privacy.how_long', { days: String(retentionDays) })}</p>
      <p>
        {t('privacy.rights')} <a href={`mailto:${dpoEmail}`}>{dpoEmail}</a>. {t('privacy.complaint')}{' '}
        <Link href={CNIL}>cnil.fr</Link>.
      </p>
      <p>{t('privacy.address')}</p>
    </>
  )
}
