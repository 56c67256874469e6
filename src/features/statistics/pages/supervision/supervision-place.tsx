import type { ComponentType } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../../ui/kit/console-context.js'
import type { SupervisionView } from './supervision-page.js'

/** Where the overview stands: it is loaded when it is first opened, so that agents who never do load nothing of it. */
export function SupervisionPlace({ view }: { view: SupervisionView }) {
  const { t } = useConsole()
  const [Page, setPage] = useState<ComponentType<{ view: SupervisionView }> | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    import('./supervision-page.js').then(
      ({ SupervisionPage }) => setPage(() => SupervisionPage),
      () => setFailed(true),
    )
  }, [])
  useEffect(load, [load])
  if (Page) return <Page view={view} />
  return (
    <div class="supervision">
      <p role={failed ? 'alert' : 'status'}>{t(failed ? 'supervision.failed' : 'supervision.loading')}</p>
      {failed && (
        <button type="button" class="button" onClick={load}>
          {t('tryAgain')}
        </button>
      )}
    </div>
  )
}
