import { useCallback, useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { AreaField } from '../../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { Progress } from '../../../../ui/kit/progress.js'
import { CallError, type StaffApi } from '../../../../ui/kit/staff-api.js'
import {
  type GateSource,
  type GateView,
  type LeftOutView,
  publicationRoutes,
  type ScheduledView,
} from '../../../publication/contract.js'
import type { GateReport } from '../../../publication/gate-report.js'
import { HourField, ScheduledList, tomorrowMorning } from '../../../publication/pages/scheduled.js'
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
  | { kind: 'scheduled'; publicationId: string; count: number; view: ScheduledView }
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
        {ended.kind === 'scheduled'
          ? many('many.scheduled', ended.count)
          : isMany
            ? many(`many.${ended.kind}`, ended.count)
            : (start ?? say(`publish.${ended.kind}`))}
      </p>
      {ended.kind === 'scheduled' && <ScheduledNow ended={ended} />}
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

/** What has just been scheduled: moved or cancelled from where it was decided. */
function ScheduledNow({ ended: { publicationId, view } }: { ended: Extract<Ended, { kind: 'scheduled' }> }) {
  const { api, t, language } = useEntries()
  const [shown, show] = useState<ScheduledView | null>(view)
  const isTold = ({ id }: { id: string }) => id === publicationId
  return <ScheduledList api={api} t={t} language={language} reading={{ view: shown, show }} isTold={isTold} />
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

async function scheduleAll(
  api: StaffApi,
  { id, entries }: GateView,
  given: { why?: string; at: string },
): Promise<Ended> {
  const gateId = id ?? ''
  const view = await api.ask(publicationRoutes.schedule, { body: { entries, gateId, ...given } })
  return { kind: 'scheduled', publicationId: gateId, count: entries.length, view }
}

function actInWords(act: Act, count: number, { say, many }: ReturnType<typeof useEntries>['words']): string {
  return count > 1 && act !== 'override' ? many(`many.${act}`, count) : say(`publish.${act}`)
}

/** What is decided, being written and sent. */
function useDecision({ run, report, reviewerRequired, onEnded }: FormProps) {
  const { api, t, words } = useEntries()
  /** The hour by the town's clock at which it is published; `null`: now. */
  const [hour, setHour] = useState<string | null>(null)
  const [why, setWhy] = useState('')
  const [faults, setFaults] = useState<{ why?: boolean; hour?: string; problem?: string; isStale?: boolean }>({})
  const [isBusy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const drafts = run.entries.flatMap((source) => ('draftVersion' in source ? [source] : []))
  const submits = reviewerRequired && drafts.length > 0
  const isBlocked = report.verdict === 'blocked' && !submits
  const decide = async () => {
    const reason = why.trim()
    const isMissing = isBlocked && reason === ''
    setFaults({ why: isMissing, hour: hour === '' ? t('admin.scheduled.whenMissing') : '' })
    if (isMissing) return area.current?.focus()
    if (isBusy || hour === '') return
    setBusy(true)
    const given: { why?: string } = reason === '' ? {} : { why: reason }
    try {
      if (submits) onEnded(await submitAll(api, drafts, given))
      else if (hour !== null) onEnded(await scheduleAll(api, run, { ...given, at: hour }))
      else onEnded(await publishAll(api, run, { ...given, isBlocked }))
    } catch (error) {
      const isOfHour = error instanceof CallError && error.problem.field === 'at'
      const sentence = callProblem(error, words)
      const isStale = error instanceof CallError && error.status === 409
      setFaults(isOfHour ? { hour: sentence } : { problem: sentence, isStale })
      setBusy(false)
    }
  }
  const act: Act = submits ? 'submit' : isBlocked ? 'override' : hour === null ? 'now' : 'later'
  const count = submits ? drafts.length : run.entries.length
  return { act, count, area, why, setWhy, hour, setHour, faults, setFaults, isBusy, decide }
}

type Act = 'submit' | 'override' | 'now' | 'later'

/** The decision: publish, at once or at an hour, or give to a reviewer. Against what the measure blocks, a reason is asked, and the audit keeps it. */
function PublishForm(props: FormProps) {
  const { t, words } = useEntries()
  const { say } = words
  const { act, count, area, why, setWhy, hour, setHour, faults, setFaults, isBusy, decide } = useDecision(props)
  const isBlocked = act === 'override'
  return (
    <form
      class="entry-decision"
      noValidate
      aria-label={say('publish.decision')}
      onSubmit={(event) => {
        event.preventDefault()
        void decide()
      }}
    >
      <AreaField
        id="publish-why"
        label={say(isBlocked ? 'publish.whyBlocked' : 'publish.why')}
        hint={say(act === 'submit' ? 'publish.whyReviewer' : 'publish.whyHint')}
        error={faults.why ? say('publish.whyMissing') : ''}
        input={area}
        rows={2}
        maxLength={500}
        required={isBlocked}
        value={why}
        onValue={(next) => {
          setWhy(next)
          setFaults({})
        }}
      />
      {act === 'later' && (
        <HourField t={t} id="publish-hour" value={hour ?? ''} error={faults.hour ?? ''} onValue={setHour} />
      )}
      <ActMessage problem={faults.problem} />
      <div class="actions">
        <Button
          type="submit"
          look={isBlocked ? undefined : 'main'}
          label={isBusy ? say('publish.busy') : actInWords(act, count, words)}
          isOff={isBusy}
        />
        {(act === 'now' || act === 'later') && (
          <Button
            label={say(act === 'now' ? 'publish.wait' : 'publish.noWait')}
            onClick={() => setHour(act === 'now' ? tomorrowMorning() : null)}
          />
        )}
        {faults.isStale && <Button label={say('gate.again')} onClick={props.onRestart} />}
      </div>
    </form>
  )
}
