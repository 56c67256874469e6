import { useCallback, useEffect, useState } from 'preact/hooks'
import type { PublicationView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import type { StaffApi } from '../../../ui/console/staff-api.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { plural, type Translate } from '../../../ui/kit/words.js'
import { ChecksTold } from './checks-told.js'
import { PromiseReport } from './promise-report.js'

/** How often the page looks where a publication stands. */
const POLL_MS = 1_000

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** What the content keeps of the promise, and the button that publishes what the folders hold. */
export function Publication({ api, t, language }: Props) {
  const [state, setState] = useState<PublicationView | null>(null)
  const [failed, setFailed] = useState(false)
  const follow = useCallback(async (read: () => Promise<PublicationView>) => {
    try {
      setState(await read())
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [])
  useEffect(() => void follow(() => api.readPublication()), [api, follow])
  const isRunning = state?.running != null
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void follow(() => api.readPublication()), POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, api, follow])
  return (
    <section class="sheet" aria-labelledby="promise">
      <h2 id="promise">{t('admin.promise')}</h2>
      <p role="alert" class="field-error">
        {failed && t('admin.publication.unread')}
      </p>
      {state && (
        <>
          {state.report ? (
            <PromiseReport t={t} language={language} report={state.report} />
          ) : (
            !isRunning && <p>{t('admin.promise.unmeasured')}</p>
          )}
          {state.checks && <ChecksTold t={t} language={language} checks={state.checks} />}
          <div role="status">
            {state.running && <p>{t(`admin.publication.${state.running.phase}`)}</p>}
            {!isRunning && <Ended t={t} language={language} last={state.last} />}
          </div>
          <Progress t={t} running={state.running} />
          <p class="hint" id="publish-hint">
            {t(state.mayPublish ? 'admin.publish.hint' : 'admin.publish.shared')}
          </p>
          {state.mayPublish && (
            // Not `disabled`: the focus would be lost while it runs.
            <button
              type="button"
              class="button"
              aria-disabled={isRunning}
              aria-describedby="publish-hint"
              onClick={() => !isRunning && void follow(() => api.publish())}
            >
              {t('admin.publish')}
            </button>
          )}
        </>
      )}
    </section>
  )
}

/** How far it is, apart from what is announced: a number that changes each second would be read each second. */
function Progress({ t, running }: { t: Translate; running: PublicationView['running'] }) {
  if (!running) return null
  const { phase, done, total } = running
  const label = t(`admin.publication.${phase}`)
  return (
    <p class="progress">
      {total > 0 && <span aria-hidden="true">{t('admin.publication.progress', { label, done, total })}</span>}
      <progress aria-label={label} {...(total > 0 ? { value: done, max: total } : {})} />
    </p>
  )
}

function Ended({ t, language, last }: { t: Translate; language: StaffLanguage; last: PublicationView['last'] }) {
  if (!last) return null
  const { outcome, at, faults, refused } = last
  const words =
    outcome === 'faulty'
      ? plural(t, language, 'admin.publication.faulty', faults.length)
      : t(`admin.publication.${outcome}`, { moment: momentInWords(at, language, new Date()) })
  return (
    <>
      <p class={outcome === 'published' || outcome === 'unchanged' ? 'good' : 'bad'}>{words}</p>
      {faults.length > 0 && (
        <ul>
          {faults.map(({ file, fault }) => (
            <li key={`${file} ${fault}`}>
              <code>{file}</code> <span class="hint">{fault}</span>
            </li>
          ))}
        </ul>
      )}
      {refused && (
        <details open>
          <summary>{t('admin.publication.refusedReport')}</summary>
          <PromiseReport t={t} language={language} report={refused} />
        </details>
      )}
    </>
  )
}
