import { useCallback, useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { ActMessage } from '../../../ui/kit/form.js'
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
      <ActMessage problem={failed && t('admin.failed')} />
      {service && <ServiceStateView t={t} language={language} service={service} />}
      <Button class="refresh" icon="retry" label={t('admin.refresh')} onClick={refresh} />
    </>
  )
}
