import { useEffect, useState } from 'preact/hooks'
import type { Category } from '../../../platform/model/entry.js'
import { Button } from '../../../ui/kit/button.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { PartHeading } from '../../../ui/kit/part-heading.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { entryRoutes } from '../../entries/contract.js'
import { settingsWords } from '../../settings/pages/list-acts.js'
import {
  type CheckedEntryView,
  type ChecksProgress,
  type FirstRunView,
  firstRunRoutes,
  type UnfilledVariableView,
} from '../contract.js'
import { SETTING_STEPS } from '../steps.js'
import { ActOutcome, type FirstRunWords, firstRunWords } from './act-outcome.js'
import { EntryChecks } from './entry-checks.js'
import { firstLeft, isClear, isStepDone, PATH, type PathStep, percentOf } from './first-run-banner.js'
import { SettingStepView } from './setting-step.js'
import { type FirstRun, useFirstRun } from './use-first-run.js'

const MINUTES = 60

/** A length of work as people say it: in tens of minutes under two hours, in whole hours above. */
export function minutesInWords(minutes: number, { say, number }: FirstRunWords): string {
  if (minutes < 2 * MINUTES) return say('time.minutes', { count: number(Math.max(10, Math.round(minutes / 10) * 10)) })
  return say('time.hours', { count: number(Math.round(minutes / MINUTES)) })
}

/** What is left to check in the entries: how much, how long it takes, and by which topic to begin. */
function ChecksStep({ words, view }: { words: FirstRunWords; view: FirstRunView }) {
  const { say, number } = words
  const { progress, categories, variables } = view
  const { points, entries } = progress
  const category = settingsWords(words.language).say
  return (
    <>
      <p>{say('about.checks')}</p>
      <ChecksProgressView words={words} progress={progress} />
      {entries > 0 && (
        <p>{say('size', { entries: number(entries), points: number(points), mean: number(points / entries) })}</p>
      )}
      <TimeLeft words={words} view={view} />
      {variables.length > 0 && <Variables words={words} variables={variables} />}
      <h3>{say('categories')}</h3>
      <p class="hint">{say('share')}</p>
      <ul class="check-categories">
        {categories.map((one) => (
          <li key={one.category}>
            <a href={hrefOf('first-run', ['checks', one.category])}>{category(`category.${one.category}`)}</a>
            <p class="hint">
              {isClear(one) && <Icon name="check" />}{' '}
              {say(isClear(one) ? 'category.done' : 'category.left', {
                ticked: number(one.ticked),
                points: number(one.points),
                entries: number(one.entries),
              })}
            </p>
            <progress
              value={one.ticked}
              max={Math.max(one.points, 1)}
              aria-label={category(`category.${one.category}`)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function TimeLeft({ words, view: { progress, pace } }: { words: FirstRunWords; view: FirstRunView }) {
  const { say, number } = words
  const left = progress.points - progress.ticked
  if (left === 0) return null
  const values = {
    left: number(left),
    minutes: number(pace.minutesPerPoint),
    time: minutesInWords(left * pace.minutesPerPoint, words),
  }
  return <p class="hint">{say(pace.isMeasured ? 'left.measured' : 'left.supposed', values)}</p>
}

function Variables({ words, variables }: { words: FirstRunWords; variables: readonly UnfilledVariableView[] }) {
  const { say, many } = words
  return (
    <>
      <h3>{say('variables')}</h3>
      <p class="hint">{say('variables.help')}</p>
      <ul class="unfilled">
        {variables.map(({ variable, why, entries }) => (
          <li key={variable}>
            {say(`variable.${why}`, { variable: `{{${variable}}}` })}
            <span class="hint"> ({many('variable.entries', entries)})</span>
          </li>
        ))}
      </ul>
      <p>
        <a href={hrefOf('first-run', ['services'])}>{say('step.services')}</a>
      </p>
    </>
  )
}

/** What a town does once to make the installed content its own: a few settings, then the points of every entry. It can be left and taken up again. */
export function FirstRunPage({ api, language, user, place }: PageProps) {
  const words = firstRunWords(language)
  const { say } = words
  const firstRun = useFirstRun(api)
  const { view, failed, read } = firstRun
  const [named, category] = place.path
  const step = PATH.find((one) => one === named) ?? (view ? firstLeft(view) : null)
  const isAdmin = user.roles.includes('admin')
  const setting = SETTING_STEPS.find((one) => one === step)
  return (
    <section class="sheet first-run" aria-labelledby="first-run">
      <p class="hint">{say('intro')}</p>
      {view && step && <StepNav words={words} view={view} open={step} />}
      <PartHeading
        key={place.path.join('/')}
        id="first-run"
        title={step ? say('step.one', { number: PATH.indexOf(step) + 1, step: say(`step.${step}`) }) : say('loading')}
      />
      <div role="alert">
        {failed && (
          <p class="field-error">
            {say('failed')} <Button label={say('tryAgain')} onClick={read} />
          </p>
        )}
      </div>
      {view && setting && (
        <SettingStepView
          key={setting}
          api={api}
          words={words}
          firstRun={firstRun}
          view={view}
          step={setting}
          isAdmin={isAdmin}
          communeId={user.communeId}
        />
      )}
      {view && step === 'checks' && category === undefined && <ChecksStep words={words} view={view} />}
      {view && step === 'checks' && category !== undefined && (
        <CategoryChecks key={category} api={api} words={words} firstRun={firstRun} category={category} />
      )}
      {view && step === 'end' && <EndStep words={words} firstRun={firstRun} view={view} isAdmin={isAdmin} />}
    </section>
  )
}

interface Props {
  words: FirstRunWords
  view: FirstRunView
  open: PathStep
}

/** The steps, each with its state in words; any may be opened at any time. */
function StepNav({ words: { say, number }, view, open }: Props) {
  const { points, ticked } = view.progress
  return (
    <nav aria-label={say('steps')}>
      <ol class="group-nav step-nav">
        {PATH.map((step) => {
          const isDone = isStepDone(step, view)
          const state = step === 'checks' && !isDone ? 'count' : isDone ? 'done' : 'todo'
          return (
            <li key={step}>
              <a href={hrefOf('first-run', [step])} aria-current={step === open ? 'step' : undefined}>
                {isDone && <Icon name="check" />} {say(`step.${step}`)}
                <span class="hint if-room">
                  {' '}
                  {say(`state.${state}`, { ticked: number(ticked), points: number(points) })}
                </span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

interface EndStepProps {
  words: FirstRunWords
  firstRun: FirstRun
  view: FirstRunView
  isAdmin: boolean
}

/** Whether the first run is over; an administrator may say so whatever is left. */
function EndStep({ words, firstRun, view, isAdmin }: EndStepProps) {
  const { say, language } = words
  const done = view.steps.find(({ step }) => step === 'end')?.done ?? null
  return (
    <>
      <ChecksProgressView words={words} progress={view.progress} />
      <p role="status">{view.isDone && say(done ? 'end.isOver' : 'end.all')}</p>
      {done && (
        <p class="hint">{say('doneBy', { by: done.by, moment: momentInWords(done.at, language, new Date()) })}</p>
      )}
      {!view.isDone && <p>{say('end.left')}</p>}
      <ActOutcome words={words} firstRun={firstRun} />
      {isAdmin && (done || !view.isDone) && (
        <Button label={say(done ? 'end.again' : 'end.do')} onClick={() => void firstRun.confirm('end', !done)} />
      )}
    </>
  )
}

interface CategoryChecksProps {
  api: StaffApi
  words: FirstRunWords
  firstRun: FirstRun
  category: string
}

/** The entries of a topic, each with its points to tick, or to be taken away. */
function CategoryChecks({ api, words, firstRun, category }: CategoryChecksProps) {
  const { say, many } = words
  // As the address has it: the server refuses what is none.
  const asked = { query: { category: category as Category } }
  const { view, failed, read } = useReading(api, firstRunRoutes.checks, asked)
  const [entries, setEntries] = useState<readonly CheckedEntryView[]>([])
  const [said, setSaid] = useState('')
  useEffect(() => setEntries(view?.entries ?? []), [view])
  const own = firstRun.view?.categories.find((one) => one.category === category)
  const { say: sayCategory, has } = settingsWords(words.language)
  const name = `category.${category}`
  const tick = (points: { entryId: string; check: string }[], done: boolean, everywhere = false) =>
    firstRun.attempt(async () => {
      setSaid('')
      const body = { points, done, ...(everywhere ? { everywhere } : {}) }
      const answer = await api.ask(firstRunRoutes.tick, { body })
      const touched = new Map(answer.entries.map((entry) => [entry.id, entry]))
      setEntries((before) => before.map((entry) => touched.get(entry.id) ?? entry))
      firstRun.adopt(answer.firstRun)
      setSaid(many(done ? 'said.ticked' : 'said.unticked', everywhere ? answer.entries.length - 1 : points.length))
    })
  const move = (entry: CheckedEntryView, act: 'archive' | 'restore') =>
    firstRun.attempt(async () => {
      setSaid('')
      await api.ask(entryRoutes[act], { params: { id: entry.id }, body: { why: say('entry.why') } })
      const { entries: next } = await api.ask(firstRunRoutes.checks, asked)
      setEntries(next)
      firstRun.read()
      setSaid(say(act === 'archive' ? 'said.archived' : 'said.restored', { title: entry.title }))
    })
  return (
    <>
      <p>
        <a href={hrefOf('first-run', ['checks'])}>{say('category.back')}</a>
      </p>
      <h3>{has(name) ? sayCategory(name) : category}</h3>
      {own && <ChecksProgressView words={words} progress={own} />}
      {failed && (
        <p role="alert" class="field-error">
          {say('failed')} <Button label={say('tryAgain')} onClick={read} />
        </p>
      )}
      {!view && !failed && <p class="hint">{say('loading')}</p>}
      {view?.entries.length === 0 && <p>{say('category.none')}</p>}
      <ul class="checked-entries">
        {entries.map((entry) => (
          <EntryChecks
            key={entry.id}
            words={words}
            entry={entry}
            onTick={tick}
            onArchive={() => move(entry, 'archive')}
            onRestore={() => move(entry, 'restore')}
          />
        ))}
      </ul>
      <ActOutcome words={words} firstRun={firstRun} said={said} />
    </>
  )
}

interface ChecksProgressViewProps {
  words: FirstRunWords
  progress: ChecksProgress
}

/** How far the checks are, as a bar and in words. */
function ChecksProgressView({ words: { say, many, number }, progress }: ChecksProgressViewProps) {
  const { points, ticked, entries, clear, archived } = progress
  const inWords = many('progress.points', ticked, { points: number(points), share: percentOf(ticked, points) })
  return (
    <div class="checks-progress">
      <progress value={ticked} max={Math.max(points, 1)} aria-label={say('progress')} />
      <p>
        {inWords} · {many('progress.entries', clear, { entries: number(entries) })}
        {archived > 0 && <> · {many('progress.archived', archived)}</>}
      </p>
    </div>
  )
}
