import { useState } from 'preact/hooks'
import { formatDay } from '../../../../ui/kit/format-date.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { useFocusOnOpen } from '../../../../ui/kit/use-focus-on-open.js'
import { useEntries } from '../entries-context.js'
import { entryHref, listHref } from '../entry-address.js'
import { ReadingProblem } from '../reading-problem.js'
import { useEntry } from '../use-entry.js'
import { ChangedPanel } from './changed-panel.js'
import { GateReportView } from './gate-report-view.js'
import { type Ended, PublishForm } from './publish-form.js'
import { type Asked, sourceOf } from './publish-source.js'
import { type Gate, useGate } from './use-gate.js'
import { useStart } from './use-start.js'

/** Before an entry is published: what this would change for every example question, then the decision. */
export function PublishPage({ id, asked }: { id: string; asked: Asked }) {
  const { words, language } = useEntries()
  const { say } = words
  const { view, problem, read } = useEntry(id)
  const [ended, setEnded] = useState<Ended | null>(null)
  const found = ended || !view ? null : sourceOf(view, asked)
  const source = found === 'changed' ? null : found
  const gate = useGate(source)
  const start = useStart(view, source)
  const { revision } = asked
  if (!view) return <ReadingProblem problem={problem} onRetry={read} />
  const title = (revision === null ? (view.draft?.content ?? view.served) : view.served)?.title ?? id
  return (
    <section class="sheet entry-publish" aria-labelledby="publish">
      <p>
        <a href={entryHref(id)}>{say('backToEntry')}</a>
      </p>
      <PartHeading
        id="publish"
        title={
          revision !== null
            ? say('publish.titleOf', { title, number: revision })
            : say(view.reviewerRequired ? 'publish.titleToReview' : 'publish.title', { title })
        }
      />
      {ended ? (
        <Finished id={id} ended={ended} start={start} previous={view.servedRevision} />
      ) : found === 'changed' ? (
        <ChangedPanel view={view} />
      ) : source ? (
        <>
          <p class="hint">{say('publish.intro')}</p>
          {start && <p class="bad">{say('publish.notYet', { day: formatDay(start, language) })}</p>}
          <GateProgress gate={gate} id={id} />
          {gate.run?.state === 'done' && gate.run.report && (
            <>
              <GateReportView report={gate.run.report} />
              <PublishForm
                view={view}
                source={source}
                run={gate.run}
                report={gate.run.report}
                onRestart={gate.start}
                onEnded={setEnded}
              />
            </>
          )}
        </>
      ) : (
        <p>{say('publish.nothing')}</p>
      )}
    </section>
  )
}

/** How far the measure is; its words change little, its bar often. */
function GateProgress({ gate: { run, problem, start }, id }: { gate: Gate; id: string }) {
  const { say, number } = useEntries().words
  const isRunning = run === null || run.state === 'waiting' || run.state === 'running'
  const hasFailed = run?.state === 'failed' || run?.state === 'cancelled'
  const words = say(run?.phase ? `gate.phase.${run.phase}` : 'gate.phase.waiting')
  return (
    <>
      <div role="alert">
        {(problem || hasFailed) && (
          <p class="reason">{problem || say(run?.state === 'cancelled' ? 'gate.cancelled' : 'gate.failed')}</p>
        )}
      </div>
      {(problem || hasFailed) && (
        <div class="actions">
          <button type="button" class="button" onClick={start}>
            {say('gate.again')}
          </button>
          <a class="button" href={entryHref(id)}>
            {say('backToEntry')}
          </a>
        </div>
      )}
      <p role="status">{isRunning && !problem ? words : ''}</p>
      {isRunning && !problem && (
        <p class="progress">
          <progress aria-label={words} {...(run && run.total > 0 ? { value: run.done, max: run.total } : {})} />
          {run && run.total > 0 && (
            <span aria-hidden="true">{say('gate.done', { done: number(run.done), total: number(run.total) })}</span>
          )}
        </p>
      )}
    </>
  )
}

interface FinishedProps {
  id: string
  ended: Ended
  /** The day from which citizens read it, when it has not come. */
  start: string | null
  previous: number
}

function Finished({ id, ended, start, previous }: FinishedProps) {
  const { words, language } = useEntries()
  const { say } = words
  const told = useFocusOnOpen<HTMLParagraphElement>()
  // The button that was pressed is gone.
  return (
    <>
      <p class="good" ref={told} tabIndex={-1}>
        {ended === 'published' && start
          ? say('publish.publishedLater', { day: formatDay(start, language) })
          : say(`publish.${ended}`)}
      </p>
      <div class="actions">
        <a class="button main" href={listHref()}>
          {say('backToList')}
        </a>
        <a class="button" href={entryHref(id)}>
          {say('backToEntry')}
        </a>
        {ended === 'published' && previous > 0 && (
          <a class="button" href={entryHref(id, 'publish', { revision: String(previous) })}>
            {say('publish.takeBack')}
          </a>
        )}
      </div>
    </>
  )
}
