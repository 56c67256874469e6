import type { ComponentType } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { shellWords } from '../kit/admin-words.js'
import type { PageProps } from './page-props.js'
import type { AdminPage } from './pages.js'

/** A page, once its code has come; meanwhile that it is coming, or that it could not. */
export function PageOf({ page, ...props }: PageProps & { page: AdminPage }) {
  const { say } = shellWords(props.language)
  const [Page, setPage] = useState<ComponentType<PageProps> | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    page.load().then(
      (loaded) => setPage(() => loaded),
      () => setFailed(true),
    )
  }, [page])
  useEffect(load, [load])
  if (Page) return <Page {...props} />
  return (
    <>
      <p role={failed ? 'alert' : 'status'}>{say(failed ? 'failed' : 'loading')}</p>
      {failed && (
        <button type="button" class="button refresh" onClick={load}>
          {props.t('tryAgain')}
        </button>
      )}
    </>
  )
}
