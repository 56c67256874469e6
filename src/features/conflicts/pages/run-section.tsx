import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { ConflictsView } from '../routes/conflict-contract.js'
import { useConflictPage } from './conflict-context.js'

/** When conflicts were looked for and in what, or how far the search is; and the way to begin. */
export function RunSection({ view, onStart }: { view: ConflictsView; onStart: () => void }) {
  const { words, language } = useConflictPage()
  const { say, many, number } = words
  const { state, done, total, report } = view
  const isRunning = state === 'waiting' || state === 'running'
  const progress = isRunning ? say(`state.${state}`) : ''
  return (
    <section class="sheet conflict-run" aria-labelledby="conflict-run">
      <h2 id="conflict-run">{say('state')}</h2>
      {report && (
        <p>
          {say('state.at', {
            moment: momentInWords(report.at, language, new Date()),
            questions: many('questions', report.questions),
            entries: many('entries', report.entries),
          })}
        </p>
      )}
      {!report && !isRunning && state !== 'failed' && <p>{say('state.none')}</p>}
      {report?.searchedBy === 'words' && <p class="hint">{say('state.words')}</p>}
      {report && !report.isCurrent && !isRunning && <p class="hint">{say('state.outdated')}</p>}
      {!report && !isRunning && <p class="hint">{say('state.noneHow')}</p>}
      <div role="alert">{state === 'failed' && <p class="field-error">{say('state.failed')}</p>}</div>
      <p role="status">{progress}</p>
      {isRunning && (
        <p class="progress">
          <progress aria-label={progress} {...(total > 0 ? { value: done, max: total } : {})} />
          {total > 0 && (
            <span aria-hidden="true">{say('state.asked', { done: number(done), total: number(total) })}</span>
          )}
        </p>
      )}
      <div class="actions">
        <button
          type="button"
          class={report?.isCurrent ? 'button' : 'button main'}
          aria-disabled={isRunning}
          onClick={() => !isRunning && onStart()}
        >
          {say(report ? 'again' : 'start')}
        </button>
      </div>
    </section>
  )
}
