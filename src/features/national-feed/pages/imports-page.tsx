import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { PageProps } from '../../../ui/admin/page-props.js'
import type { NationalFeedView } from '../routes/national-contract.js'
import { FeedSection } from './feed-section.js'
import { FicheList } from './fiche-list.js'
import { FichePage } from './fiche-page.js'
import { FEED_PATH, importsWords } from './imports-words.js'
import { SelectionForm } from './selection-form.js'

/** How often the page looks where an import stands. */
const POLL_MS = 1_000

/** The national feed: what was imported, what the commune takes of it, and what is to be looked at again. */
export function ImportsPage(props: PageProps) {
  const { api, language, place, user } = props
  const words = importsWords(language)
  const [state, setState] = useState<NationalFeedView | null>(null)
  const [failed, setFailed] = useState(false)
  const read = useCallback(() => {
    api.call<NationalFeedView>('GET', FEED_PATH).then(
      (next) => {
        setState(next)
        setFailed(false)
      },
      () => setFailed(true),
    )
  }, [api])
  const id = place.path[0]
  useEffect(() => {
    if (!id) read()
  }, [read, id])
  const isRunning = state?.running != null
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(read, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, read])
  const lastId = useRef(id)
  useEffect(() => {
    if (id) lastId.current = id
  }, [id])
  if (id) return <FichePage key={id} {...props} id={id} />
  const list = { api, language, place, returnedFrom: lastId.current, toReview: state?.toReview ?? 0 }
  return (
    <>
      <p role="alert" class="field-error">
        {failed && words.say('unread')}
      </p>
      {failed && (
        <button type="button" class="button refresh" onClick={read}>
          {words.say('tryAgain')}
        </button>
      )}
      {!state && !failed && <p class="hint">{words.say('loading')}</p>}
      {state && <FeedSection api={api} words={words} state={state} onState={setState} />}
      {state?.report && user.roles.includes('admin') && (
        <SelectionForm api={api} words={words} state={state} onState={setState} />
      )}
      {state?.report && <FicheList key={`${state.report.at} ${JSON.stringify(state.selection)}`} {...list} />}
    </>
  )
}
