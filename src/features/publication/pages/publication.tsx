import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { plural, type Translate } from '../../../ui/kit/console-words.js'
import { ActMessage } from '../../../ui/kit/form.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Progress } from '../../../ui/kit/progress.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { Table } from '../../../ui/kit/table.js'
import { FEWEST_CHECKED, shareOf } from '../checked-answer.js'
import {
  type ChecksView,
  type MeasuredEstimateView,
  type PromiseView,
  type PublicationView,
  publicationRoutes,
} from '../contract.js'
import { EstimateBar, hundredths, rangeOutOf100 } from './estimate-bar.js'
import { NextSteps } from './next-steps.js'
import { PromiseTrend } from './promise-trend.js'

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
  useEffect(() => void follow(() => api.ask(publicationRoutes.state)), [api, follow])
  const isRunning = state?.running != null
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void follow(() => api.ask(publicationRoutes.state)), POLL_MS)
    return () => clearInterval(timer)
  }, [isRunning, api, follow])
  return (
    <>
      <Sheet id="promise" title={t('admin.promise')}>
        <ActMessage problem={failed && t('admin.publication.unread')} />
        {state && (
          <>
            {state.report ? (
              <PromiseReport t={t} language={language} report={state.report} />
            ) : (
              !isRunning && <p>{t('admin.promise.unmeasured')}</p>
            )}
            {state.checks && <ChecksTold t={t} language={language} checks={state.checks} />}
            <PromiseTrend trend={state.trend} language={language} />
            <div role="status">
              {state.running && <p>{t(`admin.publication.${state.running.phase}`)}</p>}
              {!isRunning && <Ended t={t} language={language} last={state.last} />}
            </div>
            <RunProgress t={t} running={state.running} />
            <p class="hint" id="publish-hint">
              {t(state.mayPublish ? 'admin.publish.hint' : 'admin.publish.shared')}
            </p>
            {state.mayPublish && (
              // Not `disabled`: the focus would be lost while it runs.
              <Button
                label={t('admin.publish')}
                isOff={isRunning}
                aria-describedby="publish-hint"
                onClick={() => !isRunning && void follow(() => api.ask(publicationRoutes.publishFolders))}
              />
            )}
          </>
        )}
      </Sheet>
      <NextSteps api={api} language={language} />
    </>
  )
}

/** How far it is, apart from what is announced: a number that changes each second would be read each second. */
function RunProgress({ t, running }: { t: Translate; running: PublicationView['running'] }) {
  if (!running) return null
  const { phase, done, total } = running
  const label = t(`admin.publication.${phase}`)
  return (
    <Progress label={label} words={t('admin.publication.progress', { label, done, total })} done={done} total={total} />
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

interface ChecksToldProps {
  t: Translate
  language: StaffLanguage
  checks: ChecksView
}

/** Whether agents' checks refitted the confidence, from how many of them, and how often it came true; nothing where agents check nothing. */
export function ChecksTold({ t, language, checks: { answers, right, said, refit } }: ChecksToldProps) {
  if (answers === 0) return null
  const wrong = answers - right
  const estimate = shareOf(wrong, answers)
  const [low, high] = estimate ? rangeOutOf100(estimate) : [0, 0]
  return (
    <>
      <p>{t('admin.promise.checked', { answers, wrong, low, high })}</p>
      <Refitted t={t} language={language} checks={{ answers, right, said, refit }} />
    </>
  )
}

/** Whether what they checked refitted the confidence. */
function Refitted({ t, language, checks: { answers, right, said, refit } }: ChecksToldProps) {
  const wrong = answers - right
  if (!refit || said === null) {
    const { answers: least, wrong: leastWrong } = FEWEST_CHECKED
    return <p>{t('admin.promise.notRefitted', { answers, wrong, least, leastWrong })}</p>
  }
  const shares = { said: hundredths(said, language), right: hundredths(right / answers, language) }
  return <p>{t('admin.promise.refitted', { answers, ...shares })}</p>
}

interface PromiseReportProps {
  t: Translate
  language: StaffLanguage
  report: PromiseView
}

/** Whether a promise is kept, in the administrator's words, with what the measure is worth. */
export function PromiseReport({ t, language, report }: PromiseReportProps) {
  const { promises, verdict, asked, questions, answered, coverage, error, thefts } = report
  const promise = promises.wrong
  const count = hundredths(promise, language)
  // What agrees is the number that is read, with its decimal.
  const isOne = new Intl.PluralRules(language).select(Math.round(promise * 1_000) / 10) === 'one'
  return (
    <div class="promise">
      <p>{t(isOne ? 'admin.promise.vowOne' : 'admin.promise.vowOther', { count })}</p>
      <p class={verdict === 'kept' ? 'good' : 'bad'}>
        <Icon name={verdict === 'kept' ? 'check' : 'alert'} /> {t(`admin.promise.${verdict}`)}
      </p>
      <p>
        {error ? inWords(t, 'admin.promise.error', error) : t('admin.promise.noAnswer')}{' '}
        {error && t('admin.promise.measured', { count: hundredths(error.share, language) })}
      </p>
      {error && <EstimateBar estimate={error} promise={promise} label={t('admin.promise.bar', { count })} />}
      {report.least > 0 && <p>{t('admin.promise.raised', { count: hundredths(report.least, language) })}</p>}
      {coverage && <p>{inWords(t, 'admin.promise.coverage', coverage)}</p>}
      <Offers t={t} language={language} report={report} />
      <p class="hint">{t('admin.promise.source', { asked, questions, answered })}</p>
      <Thefts t={t} thefts={thefts} />
    </div>
  )
}

/** The second promise: whether the right entry is among what is offered. */
function Offers({ t, language, report: { promises, heldVerdict, held, offered, entries, offer } }: PromiseReportProps) {
  const [low, high] = held ? rangeOutOf100(held) : [0, 0]
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(entries / offered)
  return (
    <>
      <p>{t('admin.promise.offered', { count: hundredths(promises.offered, language) })}</p>
      <p class={heldVerdict === 'kept' ? 'good' : 'bad'}>
        <Icon name={heldVerdict === 'kept' ? 'check' : 'alert'} /> {t(`admin.promise.offers.${heldVerdict}`)}
      </p>
      <p>{held ? t('admin.promise.held', { low, high, count: offered, size }) : t('admin.promise.noOffer')}</p>
      {offer && <p>{t('admin.promise.floor', { count: hundredths(offer.floor, language) })}</p>}
    </>
  )
}

/** "1 à 3 sur 100", or one figure when both ends round to it. */
function inWords(
  t: Translate,
  stem: 'admin.promise.error' | 'admin.promise.coverage',
  estimate: MeasuredEstimateView,
): string {
  const [low, high] = rangeOutOf100(estimate)
  return low === high ? t(`${stem}Exact`, { count: low }) : t(`${stem}Range`, { low, high })
}

function Thefts({ t, thefts }: { t: Translate; thefts: PromiseView['thefts'] }) {
  if (thefts.length === 0) return null
  return (
    <details>
      <summary>{t('admin.promise.thefts')}</summary>
      <Table
        kind="facts"
        caption={t('admin.promise.thefts')}
        isCaptionHidden
        rows={thefts}
        keyOf={({ from, by }) => `${from.id} ${by.id}`}
        columns={[
          { name: t('admin.promise.theftFrom'), cell: ({ from }) => from.title },
          { name: t('admin.promise.theftBy'), cell: ({ by }) => by.title },
          { name: t('admin.promise.theftQuestion'), cell: ({ question }) => question },
          { name: t('admin.promise.theftCount'), cell: ({ count }) => count },
        ]}
      />
    </details>
  )
}
