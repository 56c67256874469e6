import { useEffect, useState } from 'preact/hooks'
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../../../platform/security/personal-data.js'
import { Button } from '../../../ui/kit/button.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { Translate } from '../../../ui/kit/words.js'

/** Says what the server masked of what was just written, until it is closed or the next time. The rest was kept as it was written. */
export function MaskedBanner({ api, t }: { api: StaffApi; t: Translate }) {
  const [kinds, setKinds] = useState<PersonalDataKind[]>([])
  useEffect(() => {
    api.onMasked = (names) => setKinds(PERSONAL_DATA_KINDS.filter((kind) => names.includes(kind)))
    return () => {
      api.onMasked = null
    }
  }, [api])
  return (
    <div role="status">
      {kinds.length > 0 && (
        <div class="banner warning">
          <Icon name="alert" />
          <p>{t('trust.maskedTold', { kinds: kinds.map((kind) => t(`trust.kind.${kind}`)).join(', ') })}</p>
          <Button look="quiet" icon="close" label={t('dismiss')} isIconOnly onClick={() => setKinds([])} />
        </div>
      )}
    </div>
  )
}
