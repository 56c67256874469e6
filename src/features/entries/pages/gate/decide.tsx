import { useCallback, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Progress } from '../../../../ui/kit/progress.js'
import { CallError, type StaffApi } from '../../../../ui/kit/staff-api.js'
import { type GateSource, type GateView, type LeftOutView, publicationRoutes } from '../../../publication/contract.js'
import type { GateReport } from '../../../publication/gate-report.js'
import { UndoPublication } from '../../../publication/pages/undo-publication.js'
import { type Gate, useGate } from '../../../publication/pages/use-gate.js'
import { useEntries } from '../entry-states.js'
import { fieldInWords } from '../field-in-words.js'
import { entryHref, listHref } from '../reading-problem.js'
import { callProblem } from '../use-entry.js'
import { GateReportView } from './gate-report-view.js'

/** How publishing ended. */
export type Ended =
  | { kind: 'published'; publicationId: string; count: number }
  | { kind: 'submitted'; count: number; leftOut: LeftOutView[] }

interface Props {
  /** What is published together. */
  sources: readonly GateSource[]
  /** Whether somebody else reads drafts before they are published. */
  reviewerRequired: boolean
  /** Where whoever gives up goes. */
  back: { href: string; label: string }
  onEnded: (ended: Ended) => void
}

/** What publishing would change, measured at once, then the decision. */
export function Decide({ sources, reviewerRequired, back, onEnded }: Props) {
  const { api, words } = useEntries()
  const problemOf = useCallback((error: unknown) => callProblem(error, words), [words])
  const gate = useGate(api, sources, problemOf)
  const { run } = gate
  return (
    <>
      <GateProgress gate={gate} back={back} />
      {run && <LeftOut entries={run.leftOut} />}
      {run?.state === 'done' && run.report && (
        <>
          <GateReportView report={run.report} isOfMany={run.entries.length > 1} />
          <PublishForm
            run={run}
            report={run.report}
            reviewerRequired={reviewerRequired}
            onRestart={gate.start}
            onEnded={onEnded}
          />
        </>
      )}
    </>
  )
}

/** What stays a draft, and what to do of it. */
export function LeftOut({ entries }: { entries: readonly LeftOutView[] }) {
  const { words } = useEntries()
  const { say, many } = words
  if (entries.length === 0) return null
  return (
    <details>
      <summary>{many('leftOut', entries.length)}</summary>
      <ul class="gate-examples">
        {entries.map(({ entry, reason, field }) => (
          <li key={entry.id}>
            <a href={entryHref(entry.id)} lang="fr">
              {entry.title}
            </a>{' '}
            {field !== null
              ? say('leftOut.faulty', { field: fieldInWords(field, words) })
              : say(reason === 'unchanged' || reason === 'own_submission' ? `leftOut.${reason}` : 'leftOut.changed')}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** How far the measure is; its words change little, its bar often. */
function GateProgress({ gate: { run, problem, start }, back }: { gate: Gate; back: Props['back'] }) {
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
          <a class="button" href={back.href}>
            {back.label}
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

/** What came of it, and the way back from it. */
export function Finished({ ended, start, back }: { ended: Ended; start?: string | null; back: Props['back'] }) {
  const { api, t, language, words } = useEntries()
  const { say, many } = words
  const told = useFocusOnOpen<HTMLParagraphElement>()
  const isMany = ended.count > 1
  // The button that was pressed is gone.
  return (
    <>
      <p class="good" ref={told} tabIndex={-1}>
        {isMany ? many(`many.${ended.kind}`, ended.count) : (start ?? say(`publish.${ended.kind}`))}
      </p>
      {ended.kind === 'submitted' && <LeftOut entries={ended.leftOut} />}
      <div class="actions">
        <a class="button main" href={listHref()}>
          {say('backToList')}
        </a>
        {back.href !== listHref() && (
          <a class="button" href={back.href}>
            {back.label}
          </a>
        )}
        {ended.kind === 'published' && <UndoPublication api={api} t={t} language={language} id={ended.publicationId} />}
      </div>
    </>
  )
}

type Draft = Extract<GateSource, { draftVersion: number }>

interface FormProps {
  run: GateView
  report: GateReport
  reviewerRequired: boolean
  onRestart: () => void
  onEnded: (ended: Ended) => void
}

async function submitAll(api: StaffApi, entries: Draft[], given: { why?: string }): Promise<Ended> {
  const { entryIds, leftOut } = await api.ask(publicationRoutes.submit, { body: { entries, ...given } })
  return { kind: 'submitted', count: entryIds.length, leftOut }
}

async function publishAll(
  api: StaffApi,
  { id, entries }: GateView,
  { isBlocked, ...given }: { why?: string; isBlocked: boolean },
): Promise<Ended> {
  const gateId = id ?? ''
  const body = { entries, gateId, ...given, ...(isBlocked && { override: true }) }
  const published = await api.ask(publicationRoutes.publish, { body })
  return { kind: 'published', publicationId: gateId, count: published.entries.length }
}

/** The decision: publish, or give to a reviewer. Against what the measure blocks, a reason is asked, and the audit keeps it. */
function PublishForm({ run, report, reviewerRequired, onRestart, onEnded }: FormProps) {
  const { api, words } = useEntries()
  const { say, many } = words
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [problem, setProblem] = useState('')
  const [isStale, setStale] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const drafts = run.entries.flatMap((source) => ('draftVersion' in source ? [source] : []))
  const submits = reviewerRequired && drafts.length > 0
  const isBlocked = report.verdict === 'blocked' && !submits
  const count = submits ? drafts.length : run.entries.length
  const decide = async (event: Event) => {
    event.preventDefault()
    const reason = why.trim()
    setMissing(isBlocked && reason === '')
    if (isBlocked && reason === '') return area.current?.focus()
    if (isBusy) return
    setBusy(true)
    setProblem('')
    const given: { why?: string } = reason === '' ? {} : { why: reason }
    try {
      onEnded(await (submits ? submitAll(api, drafts, given) : publishAll(api, run, { ...given, isBlocked })))
    } catch (error) {
      setProblem(callProblem(error, words))
      setStale(error instanceof CallError && error.status === 409)
      setBusy(false)
    }
  }
  const act = submits ? 'submit' : isBlocked ? 'override' : 'now'
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
          label={
            isBusy
              ? say('publish.busy')
              : count > 1 && act !== 'override'
                ? many(`many.${act}`, count)
                : say(`publish.${act}`)
          }
          isOff={isBusy}
        />
        {isStale && <Button label={say('gate.again')} onClick={onRestart} />}
      </div>
    </form>
  )
}
