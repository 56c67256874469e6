import type { ComponentType } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SessionView } from '../../../../platform/http/shapes.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useHashChange } from '../../../../ui/kit/place.js'

/** The fragment of the supervision's address. */
export const SUPERVISION = '#/supervision'

/** Whether somebody may see the supervision of the reception. */
export function maySupervise(session: SessionView | null): boolean {
  return session?.user.roles.some((role) => role === 'supervisor' || role === 'admin') ?? false
}

/** Whether the address names the supervision now. */
export function useSupervisionView(): boolean {
  const [isNamed, setNamed] = useState(() => location.hash === SUPERVISION)
  useHashChange(() => setNamed(location.hash === SUPERVISION))
  return isNamed
}

/** Where the supervision stands: it is loaded when it is first opened, so that agents who never do load nothing of it. */
export function SupervisionPlace() {
  const { t } = useConsole()
  const [Page, setPage] = useState<ComponentType | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    import('./overview.js').then(
      ({ Overview }) => setPage(() => Overview),
      () => setFailed(true),
    )
  }, [])
  useEffect(load, [load])
  if (Page) return <Page />
  return (
    <div class="supervision">
      <p role={failed ? 'alert' : 'status'}>{t(failed ? 'supervision.failed' : 'supervision.loading')}</p>
      {failed && <Button label={t('tryAgain')} onClick={load} />}
    </div>
  )
}
