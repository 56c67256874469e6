import { useEffect, useState } from 'preact/hooks'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { CallError } from '../../../ui/console/staff-api.js'
import { formatDay } from '../../../ui/kit/format-date.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { FicheView } from '../routes/national-contract.js'
import { FicheChanges } from './fiche-changes.js'
import { FEED_PATH, importsWords } from './imports-words.js'
import { NoteForm } from './note-form.js'

/** One fiche: what has changed in it, what takes its place, and what the commune says beside it. */
export function FichePage({ api, language, id }: PageProps & { id: string }) {
  const words = importsWords(language)
  const { say } = words
  const [view, setView] = useState<FicheView | null>(null)
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState('')
  const path = `${FEED_PATH}/fiches/${encodeURIComponent(id)}`
  const complain = (error: unknown) => setProblem((error instanceof CallError && error.message) || say('unread'))
  useEffect(() => {
    api.call<FicheView>('GET', path).then(setView, complain)
  }, [api, path])
  const markSeen = async () => {
    setProblem('')
    try {
      setView(await api.call<FicheView>('POST', `${path}/seen`, { digest: view?.digest }))
      setDone(say('seenDone'))
      // The button that was pressed is gone.
      document.getElementById('fiche')?.focus()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <>
      <p>
        <a href={hrefOf('imports')}>{say('back')}</a>
      </p>
      <p role="alert" class="field-error">
        {problem}
      </p>
      {!view && problem === '' && <p class="hint">{say('loading')}</p>}
      {view && (
        <>
          <section class="sheet imports" aria-labelledby="fiche">
            <PartHeading id="fiche" lang="fr" title={view.title} />
            <p class={view.standing === 'changed' || view.standing === 'gone' ? 'bad' : 'hint'}>
              {say('page', { id, standing: say(`standing.${view.standing}`) })}
            </p>
            {view.modified && <p class="hint">{say('modified', { date: formatDay(view.modified, language) })}</p>}
            <p>
              <a href={view.url} rel="noreferrer">
                {say('source')}
              </a>
            </p>
            <p role="status" class="good">
              {done}
            </p>
            <FicheChanges words={words} view={view} />
            {(view.standing === 'changed' || view.standing === 'gone') && (
              <button type="button" class="button" onClick={() => void markSeen()}>
                {say('seen')}
              </button>
            )}
          </section>
          <NoteForm api={api} words={words} path={path} view={view} onView={setView} />
        </>
      )}
    </>
  )
}
