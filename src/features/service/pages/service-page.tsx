import { useCallback, useEffect, useState } from 'preact/hooks'
import { Icon } from '../../../ui/kit/icon.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { readServiceState, type ServiceState } from './service-api.js'
import { ServiceStateView } from './service-state.js'

/** What is installed and what works, read when asked. */
export function ServicePage({ api, t, language }: SectionProps) {
  const [service, setService] = useState<ServiceState | null>(null)
  const [failed, setFailed] = useState(false)
  const read = useCallback(async () => {
    try {
      setService(await readServiceState(api))
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [api])
  const refresh = useCallback(() => void read(), [read])
  useEffect(refresh, [refresh])
  return (
    <>
      <p class="hint">{t('admin.intro')}</p>
      <p role="alert" class="field-error">
        {failed && t('admin.failed')}
      </p>
      {service && <ServiceStateView t={t} language={language} service={service} />}
      <button type="button" class="button refresh" onClick={refresh}>
        <Icon name="retry" /> {t('admin.refresh')}
      </button>
    </>
  )
}
