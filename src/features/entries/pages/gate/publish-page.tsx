import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { formatDay } from '../../../../ui/kit/format-date.js'
import { PartHeading } from '../../../../ui/kit/part-heading.js'
import { Progress } from '../../../../ui/kit/progress.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { type GateSource, type GateView, publicationRoutes } from '../../../publication/contract.js'
import type { GateReport } from '../../../publication/gate-report.js'
import { type Gate, useGate } from '../../../publication/pages/use-gate.js'
import { type EntryView, entryRoutes } from '../../contract.js'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryContent } from '../../model/entry-record.js'
import { DiffView } from '../diff-view.js'
import { ConflictHeading } from '../editor/conflict-heading.js'
import { useEntries } from '../entry-states.js'
import { entryHref, listHref, ReadingProblem } from '../reading-problem.js'
import { callProblem, useEntry } from '../use-entry.js'
import { GateReportView } from './gate-report-view.js'

/** Before an entry is published: what this would change for the example questions that come near, then the decision. */
export function PublishPage({ id, asked }: { id: string; asked: Asked }) {
  const { words, language } = useEntries()
  const { say } = words
  const { view, problem, read } = useEntry(id)
  const [ended, setEnded] = useState<Ended | null>(null)
  const found = ended || !view ? null : sourceOf(view, asked)
  const source = found === 'changed' ? null : found
  const { api } = useEntries()
  const problemOf = useCallback((error: unknown) => callProblem(error, words), [words])
  const gate = useGate(api, source, problemOf)
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
  const words = say(run?.state === 'running' ? 'gate.running' : 'gate.waiting')
  return (
    <>
      <div role="alert">
        {(problem || hasFailed) && (
          <p class="reason">{problem || say(run?.state === 'cancelled' ? 'gate.cancelled' : 'gate.failed')}</p>
        )}
      </div>
      {(problem || hasFailed) && (
        <div class="actions">
          <Button label={say('gate.again')} onClick={start} />
          <a class="button" href={entryHref(id)}>
            {say('backToEntry')}
          </a>
        </div>
      )}
      <p role="status">{isRunning && !problem ? words : ''}</p>
      {isRunning && !problem && (
        <Progress
          label={words}
          words={run ? say('gate.done', { done: number(run.done), total: number(run.total) }) : ''}
          done={run?.done ?? 0}
          total={run?.total ?? 0}
        />
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

/** The day from which citizens would read what is published, when it has not come; else `null`. Pure. */
export function startOf({ validFrom }: Pick<EntryContent, 'validFrom'>, today: string): string | null {
  return validFrom !== undefined && validFrom > today ? validFrom : null
}

/** The same of what is about to be published: a draft, or a version that is read first. */
function useStart(view: EntryView | null, source: GateSource | null): string | null {
  const { api } = useEntries()
  const [start, setStart] = useState<string | null>(null)
  const id = view?.id
  const revision = source && 'revision' in source ? source.revision : null
  const draft = source && 'draftVersion' in source ? view?.draft : null
  useEffect(() => {
    if (view && draft) setStart(startOf(draft.content, view.today))
  }, [view, draft])
  useEffect(() => {
    if (id === undefined || revision === null || !view) return
    api.ask(entryRoutes.revision, { params: { id, number: String(revision) } }).then(
      ({ content }) => setStart(startOf(content, view.today)),
      () => {},
    )
  }, [api, id, revision])
  return start
}

/** The draft is no longer the one that was read: what it says now is shown before anybody publishes it. */
function ChangedPanel({ view }: { view: EntryView }) {
  const { say } = useEntries().words
  const { id, draft, served } = view
  const changes = useMemo(() => (draft ? diffContents(served, draft.content) : []), [draft, served])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={view} />
      <p>{say(draft ? 'publish.changed' : 'publish.nothing')}</p>
      <div class="actions">
        <a class="button main" href={entryHref(id)}>
          {say('backToEntry')}
        </a>
        {draft && (
          <a class="button" href={entryHref(id, 'publish', { draft: String(draft.version) })}>
            {say('publish.changedGoOn')}
          </a>
        )}
      </div>
      {draft && (
        <details open>
          <summary>{say('conflict.both')}</summary>
          <DiffView changes={changes} before={say('diff.served')} after={say('diff.draft')} />
        </details>
      )}
    </section>
  )
}

/** How publishing ended. */
type Ended = 'published' | 'submitted'

interface Props {
  view: EntryView
  source: GateSource
  run: GateView
  report: GateReport
  onRestart: () => void
  onEnded: (ended: Ended) => void
}

/** The decision: publish, or give to a reviewer. Against what the measure blocks, a reason is asked, and the audit keeps it. */
function PublishForm({ view, source, run, report, onRestart, onEnded }: Props) {
  const { api, words } = useEntries()
  const { say } = words
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [problem, setProblem] = useState('')
  const [isStale, setStale] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const submits = view.reviewerRequired && 'draftVersion' in source
  const isBlocked = report.verdict === 'blocked' && !submits
  const decide = async (event: Event) => {
    event.preventDefault()
    const reason = why.trim()
    setMissing(isBlocked && reason === '')
    if (isBlocked && reason === '') return area.current?.focus()
    if (isBusy || run.id === null) return
    setBusy(true)
    setProblem('')
    const given: { why?: string } = reason === '' ? {} : { why: reason }
    try {
      if (submits) {
        const { draftVersion } = source
        await api.ask(entryRoutes.submit, { params: { id: view.id }, body: { draftVersion, ...given } })
        onEnded('submitted')
      } else {
        const wanted = { entries: [source], gateId: run.id, ...given, ...(isBlocked && { override: true }) }
        await api.ask(publicationRoutes.publish, { body: wanted })
        onEnded('published')
      }
    } catch (error) {
      setProblem(callProblem(error, words))
      setStale(error instanceof CallError && error.status === 409)
      setBusy(false)
    }
  }
  return (
    <form
      class="entry-decision"
      noValidate
      aria-label={say('publish.decision')}
      onSubmit={(event) => void decide(event)}
    >
      <div class="field">
        <label for="publish-why">{say(isBlocked ? 'publish.whyBlocked' : 'publish.why')}</label>
        <textarea
          id="publish-why"
          ref={area}
          rows={2}
          maxLength={500}
          value={why}
          required={isBlocked}
          aria-invalid={isMissing}
          aria-describedby="publish-why-hint publish-why-error"
          onInput={(event) => {
            setWhy(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id="publish-why-hint" class="hint">
          {say(submits ? 'publish.whyReviewer' : 'publish.whyHint')}
        </p>
        <p id="publish-why-error" class="field-error" role="alert">
          {isMissing ? say('publish.whyMissing') : problem}
        </p>
      </div>
      <div class="actions">
        <Button
          type="submit"
          look={isBlocked ? undefined : 'main'}
          label={say(
            isBusy ? 'publish.busy' : submits ? 'publish.submit' : isBlocked ? 'publish.override' : 'publish.now',
          )}
          isOff={isBusy}
        />
        {isStale && <Button label={say('gate.again')} onClick={onRestart} />}
      </div>
    </form>
  )
}

/** What the address asks to publish of an entry. */
interface Asked {
  /** A version to publish; `null`: the draft. */
  revision: number | null
  /** The version of the draft that whoever comes has read; `null` when the address does not say. */
  draft: number | null
}

/** What the address asks to publish. Pure. */
export function askedOf(chosen: ReadonlyMap<string, string>): Asked {
  return { revision: Number(chosen.get('revision')) || null, draft: Number(chosen.get('draft')) || null }
}

/**
 * What is published of an entry: never another draft than the one that was read. Pure.
 * @returns `changed` when somebody has saved, published or thrown away that draft since; `null` when there is nothing to publish
 */
export function sourceOf({ id, draft }: Pick<EntryView, 'id' | 'draft'>, asked: Asked): GateSource | 'changed' | null {
  if (asked.revision !== null) return { entryId: id, revision: asked.revision }
  if (asked.draft !== null && draft?.version !== asked.draft) return 'changed'
  return draft && { entryId: id, draftVersion: draft.version }
}
