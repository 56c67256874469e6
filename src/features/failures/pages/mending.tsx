import { useCallback, useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { Icon } from '../../../ui/kit/icon.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { Progress } from '../../../ui/kit/progress.js'
import { CallError, sentenceOf } from '../../../ui/kit/staff-api.js'
import { Table } from '../../../ui/kit/table.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { entryRoutes } from '../../entries/contract.js'
import { publicationRoutes } from '../../publication/contract.js'
import type { GateReport } from '../../publication/gate-report.js'
import { UndoPublication } from '../../publication/pages/undo-publication.js'
import { useGate } from '../../publication/pages/use-gate.js'
import { failureRoutes, type RetryView, type TrialView } from '../contract.js'
import { RetryWords, useFailurePage } from './group-members.js'
import type { FailureWords } from './use-actions.js'

interface Props {
  /** The press that changed the draft. */
  actionId: string
  /** Something was published: the lists are no longer true. */
  onPublished: () => void
  onClose: () => void
}

/** How mending goes: tried, being measured, published or given to a reviewer. */
type Step = 'tried' | 'measured' | 'published' | 'submitted'

/**
 * What was just added is tried at once: what the assistant would answer, beside what it answers now; then it is published from here, and asked again of what
 * is served.
 */
export function Mending({ actionId, onPublished, onClose }: Props) {
  const { api, words } = useFailurePage()
  const { say } = words
  const trial = useReading(api, failureRoutes.try, { params: { id: actionId } })
  const [step, setStep] = useState<Step>('tried')
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const { view } = trial
  return (
    <section class="sheet mending" aria-labelledby="mending">
      <h2 id="mending" tabIndex={-1} ref={heading}>
        {view ? say('trial.title', { title: view.entry.title }) : say('trial.reading')}
      </h2>
      <ActMessage problem={trial.failed && say('trial.failed')} />
      {view && (
        <>
          <Verdict view={view} step={step} words={words} />
          <Answers view={view} isServed={step === 'published'} />
          <Publishing
            view={view}
            step={step}
            onStep={setStep}
            onPublished={() => {
              trial.read()
              onPublished()
            }}
          />
        </>
      )}
      <div class="actions">
        {view && (
          <a class="button" href={hrefOf('entries', [view.entry.id])}>
            {say('openEntry')}
          </a>
        )}
        <Button label={say(step === 'tried' ? 'trial.later' : 'trial.close')} onClick={onClose} />
      </div>
    </section>
  )
}

/** Whether an entry answers, of what an attempt came to. Pure. */
function isRight({ kind, entries }: RetryView, entryId: string): boolean {
  return kind === 'answered' && entries[0]?.id === entryId
}

/** In one sentence, how many of the questions that were added are answered; then, for the others, what would help. */
function Verdict({ view: { entry, questions }, step, words }: { view: TrialView; step: Step; words: FailureWords }) {
  const { say, many, number } = words
  const added = questions.filter(({ isAdded }) => isAdded)
  const failed = added.filter(({ after }) => !isRight(after, entry.id))
  const others = questions.filter(
    ({ isAdded, before, after }) => !isAdded && !isRight(before, entry.id) && isRight(after, entry.id),
  )
  const when = step === 'published' ? 'now' : 'then'
  const advice = new Set(failed.map(({ after }) => adviceOf(after)))
  return (
    <>
      <p role="status" class={failed.length === 0 ? 'good' : 'bad'}>
        <Icon name={failed.length === 0 ? 'check' : 'alert'} />{' '}
        {many(`trial.${when}`, added.length - failed.length, { all: number(added.length) })}{' '}
        {others.length > 0 && many('trial.others', others.length)}
      </p>
      {[...advice].map((one) => (
        <p key={one}>{say(`trial.advice.${one}`)}</p>
      ))}
    </>
  )
}

/** What would help a question that is still not answered. Pure. */
function adviceOf({ kind, reason }: RetryView): 'close' | 'unlikely' | 'otherwise' | 'own_file' {
  if (reason === 'own_file') return 'own_file'
  if (kind === 'otherwise') return 'otherwise'
  return kind === 'unanswered' ? 'unlikely' : 'close'
}

/** Each question, with what is answered to it now and what would be. */
function Answers({ view: { entry, questions }, isServed }: { view: TrialView; isServed: boolean }) {
  const { say } = useFailurePage().words
  type Row = TrialView['questions'][number]
  const answer = (retry: RetryView) => (
    <>
      {isRight(retry, entry.id) && <Icon name="check" />} <RetryWords retry={retry} />
    </>
  )
  const columns = [
    {
      name: say('trial.question'),
      cell: ({ question, isAdded }: Row) => (
        <>
          <q lang="fr">{question}</q> {!isAdded && <span class="hint">{say('trial.ofGroup')}</span>}
        </>
      ),
    },
    { name: say('trial.before'), cell: ({ before }: Row) => answer(before) },
    { name: say('trial.after'), cell: ({ after }: Row) => answer(after) },
  ]
  return (
    <Table
      caption={say('trial.caption')}
      isCaptionHidden
      columns={isServed ? columns.filter(({ name }) => name !== say('trial.before')) : columns}
      rows={questions}
      keyOf={({ question }) => question}
      kind="facts"
    />
  )
}

interface PublishingProps {
  view: TrialView
  step: Step
  onStep: (step: Step) => void
  onPublished: () => void
}

/** Measures, then publishes; what the measure finds broken is shown first. */
function Publishing(props: PublishingProps) {
  const { view, step, onPublished } = props
  const { api, t, language, words } = useFailurePage()
  const { say, number } = words
  const { entry, draftVersion, reviewerRequired } = view
  const { run, report, isClean, problem, publicationId, begin, publish } = usePublishing(props)
  const isRunning = step === 'measured' && !report && !problem
  return (
    <>
      <ActMessage
        done={step === 'submitted' && say('trial.submitted')}
        problem={problem || ((run?.state === 'failed' || run?.state === 'cancelled') && say('trial.failed'))}
      />
      {step === 'tried' && draftVersion !== null && (
        <div class="actions">
          <Button
            look="main"
            label={say(reviewerRequired ? 'trial.submit' : 'trial.publish')}
            onClick={() => void begin()}
          />
          <span class="hint">{say('trial.publishHint')}</span>
        </div>
      )}
      {step === 'published' && publicationId && (
        <UndoPublication api={api} t={t} language={language} id={publicationId} onUndone={onPublished} />
      )}
      {isRunning && (
        <Progress
          label={say('trial.measuring')}
          words={say('trial.measured', { done: number(run?.done ?? 0), total: number(run?.total ?? 0) })}
          done={run?.done ?? 0}
          total={run?.total ?? 0}
        />
      )}
      {report && !isClean && step === 'measured' && <Broken report={report} entryId={entry.id} onPublish={publish} />}
    </>
  )
}

/** A draft on its way to citizens: given to a reviewer where one is required; else measured, and published at once when nothing is broken. */
function usePublishing({ view, step, onStep, onPublished }: PublishingProps) {
  const { api, words } = useFailurePage()
  const { entry, draftVersion, reviewerRequired } = view
  const [problem, setProblem] = useState('')
  const problemOf = useCallback((error: unknown) => problemIn(error, words), [words])
  const isMeasured = step === 'measured' && draftVersion !== null
  const [publicationId, setPublicationId] = useState('')
  const gate = useGate(api, isMeasured ? [{ entryId: entry.id, draftVersion }] : null, problemOf)
  const { run } = gate
  const report = run?.state === 'done' ? run.report : null
  const isClean = report !== null && brokenBy(report, entry.id).count === 0 && report.verdict !== 'blocked'
  const publish = useCallback(() => {
    if (draftVersion === null || !run?.id) return
    api
      .ask(publicationRoutes.publish, { body: { entries: [{ entryId: entry.id, draftVersion }], gateId: run.id } })
      .then(
        () => {
          onStep('published')
          setPublicationId(run.id ?? '')
          onPublished()
        },
        (error) => setProblem(problemIn(error, words)),
      )
  }, [api, words, entry.id, draftVersion, run?.id])
  // Nothing is broken: there is nothing to decide any more.
  useEffect(() => {
    if (isClean) publish()
  }, [isClean])
  const begin = async () => {
    if (draftVersion === null) return
    if (!reviewerRequired) return onStep('measured')
    try {
      await api.ask(entryRoutes.submit, { params: { id: entry.id }, body: { draftVersion } })
      onStep('submitted')
    } catch (error) {
      setProblem(problemIn(error, words))
    }
  }
  return { run, report, isClean, problem: problem || gate.problem, publicationId, begin, publish }
}

/** Why a call failed, in words. */
function problemIn(error: unknown, { say }: FailureWords): string {
  if (error instanceof CallError && error.problem.code === 'content_faulty') return say('trial.unfinished')
  return sentenceOf(error, say('notDone'))
}

/** What becomes of the questions of others: those that another entry takes, and those that are no longer answered. Pure. */
function brokenBy({ thefts, lost, replay }: GateReport, entryId: string) {
  const taken = thefts.filter(({ from }) => from.id !== entryId)
  const missed = lost.filter(({ entry }) => entry.id !== entryId)
  const count = taken.reduce((sum, { count: some }) => sum + some, missed.length + replay.counts.lost)
  return { taken, missed, unanswered: replay.lost, count }
}

/** What publishing would break, question by question, and the decision. */
function Broken({ report, entryId, onPublish }: { report: GateReport; entryId: string; onPublish: () => void }) {
  const { say, many } = useFailurePage().words
  const { taken, missed, unanswered, count } = brokenBy(report, entryId)
  return (
    <>
      <p class="bad">
        <Icon name="alert" /> {many('trial.broken', count)}
      </p>
      <ul class="mending-broken">
        {taken.flatMap(({ from, by, examples }) =>
          examples.map(({ question }) => (
            <li key={question}>
              <q lang="fr">{question}</q> {say('trial.stolen', { from: from.title, by: by.title })}
            </li>
          )),
        )}
        {missed.map(({ question, entry }) => (
          <li key={question}>
            <q lang="fr">{question}</q> {say('trial.lost', { from: entry.title })}
          </li>
        ))}
        {unanswered.map(({ question }) => (
          <li key={question}>
            <q lang="fr">{question}</q> {say('trial.unanswered')}
          </li>
        ))}
      </ul>
      <div class="actions">
        {report.verdict !== 'blocked' && <Button label={say('trial.publishAnyway')} onClick={onPublish} />}
        <a class="button" href={hrefOf('entries', [entryId, 'publish'])}>
          {say('trial.wholeReport')}
        </a>
      </div>
    </>
  )
}
