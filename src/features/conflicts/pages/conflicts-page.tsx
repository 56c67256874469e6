import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { useReading } from '../../../ui/admin/use-reading.js'
import { useFocusOnChange } from '../../../ui/kit/use-focus-on-change.js'
import type { ConflictsView } from '../routes/conflict-contract.js'
import { ConflictContext } from './conflict-context.js'
import { ConflictList } from './conflict-list.js'
import { ConflictNotice } from './conflict-notice.js'
import { conflictChosen, readConflictQuery } from './conflict-query.js'
import { conflictWords } from './conflict-words.js'
import { RunSection } from './run-section.js'
import { useConflictActs } from './use-conflict-acts.js'

/** How often the page looks how far the search is. */
const POLL_MS = 1_000

/** Entries that are taken for each other, or that nobody finds, those first that concern most citizens, each with its remedies. */
export function ConflictsPage({ api, language, place }: PageProps) {
  const words = conflictWords(language)
  const { say } = words
  const query = useMemo(() => readConflictQuery(place.chosen), [place.chosen])
  const path = `/admin/conflicts?${new URLSearchParams(conflictChosen(query))}`
  const { view, failed, read } = useReading<ConflictsView>(api, path)
  const acts = useConflictActs(api, words, read)
  const isRunning = view?.state === 'waiting' || view?.state === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(read, POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, read])
  const start = useCallback(async () => {
    await api.call('POST', '/admin/conflicts/runs', {}).catch(() => {})
    read()
  }, [api, read])
  // What the links of the page choose is read from its beginning.
  const list = useFocusOnChange(path)
  return (
    <ConflictContext.Provider value={{ words, language, acts, days: view?.days ?? 0 }}>
      <div class="conflicts">
        <p class="hint">{say('intro')}</p>
        <ConflictNotice />
        <div role="alert">
          {failed && (
            <p class="field-error">
              {say('failed')}{' '}
              <button type="button" class="button" onClick={read}>
                {say('retry')}
              </button>
            </p>
          )}
        </div>
        {!view && !failed && <p role="status">{say('loading')}</p>}
        {view && <RunSection view={view} onStart={() => void start()} />}
        {view?.report && <ConflictList view={view} query={query} heading={list} />}
      </div>
    </ConflictContext.Provider>
  )
}
