import { useEffect, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural, type Translate } from '../../../ui/kit/console-words.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon, type IconName } from '../../../ui/kit/icon.js'
import { List } from '../../../ui/kit/list.js'
import { Progress } from '../../../ui/kit/progress.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { type PracticeTeamView, practiceRoutes } from '../contract.js'
import { PRACTICE_PROFILES, type PracticePath } from '../exercise.js'
import { type PracticeRecord, practiceOutcome } from '../result.js'
import type { PracticeController, PracticeState } from './practice-controller.js'

/** The exercises of each job as a path: what is done, the best result, the next one. */
export function PracticePaths({ controller, practice }: { controller: PracticeController; practice: PracticeState }) {
  const { t, state } = useConsole()
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const paths = controller.paths()
  const isAdmin = state.session?.user.roles.includes('admin') ?? false
  return (
    <div class="practice-paths">
      <h2 id="practice-title" ref={heading} tabIndex={-1}>
        {t('practice.title')}
      </h2>
      <p>{t('practice.intro')}</p>
      {practice.view === null && <p class="empty">{practice.problem ?? t('practice.loading')}</p>}
      {practice.view?.exercises.length === 0 && <p class="empty">{t('practice.none')}</p>}
      {paths.map((path) => (
        <Path key={path.profile} path={path} runningId={runningId(practice)} />
      ))}
      {practice.view && <PracticeKept controller={controller} keptDays={practice.view.keptDays} />}
      {isAdmin && <PracticeTeam />}
    </div>
  )
}

function runningId({ current }: PracticeState): string | null {
  return current && !current.isDone ? current.exerciseId : null
}

function Path({ path, runningId }: { path: PracticePath; runningId: string | null }) {
  const { t, language } = useConsole()
  const { profile, steps, done, nextId } = path
  const name = t(`practice.profile.${profile}`)
  const progress = progressInWords({ done, total: steps.length }, { t, language })
  return (
    <Sheet id={`path-${profile}`} title={name} level={3}>
      <Progress
        label={t('practice.progressLabel', { profile: name, progress })}
        done={done}
        total={steps.length}
        words={progress}
      />
      {nextId === null && (
        <p class="good">
          <Icon name="check" /> {t('practice.pathDone')}
        </p>
      )}
      <ol class="list">
        {steps.map(({ step, record }) => (
          <StepRow
            key={step.id}
            step={step}
            record={record}
            isNext={step.id === nextId}
            isRunning={step.id === runningId}
          />
        ))}
      </ol>
    </Sheet>
  )
}

interface StepRowProps {
  step: PracticePath['steps'][number]['step']
  record: PracticeRecord | null
  isNext: boolean
  isRunning: boolean
}

const STATUS_ICONS: Record<'todo' | 'again' | 'passed' | 'mastered', IconName> = {
  todo: 'clock',
  again: 'retry',
  passed: 'check',
  mastered: 'spark',
}

function StepRow({ step, record, isNext, isRunning }: StepRowProps) {
  const { t, language } = useConsole()
  const status = record ? practiceOutcome(record.best) : 'todo'
  const verb = isRunning ? t('practice.resume') : record ? t('practice.again') : t('practice.start')
  return (
    <li class="practice-step">
      <div>
        <h4 lang="fr">{step.title}</h4>
        <p class="marks">
          <span class="mark-badge">
            <Icon name={STATUS_ICONS[status]} /> {t(`practice.status.${status}`)}
          </span>
          {isRunning && <span class="mark-badge reply">{t('practice.running')}</span>}
          {isNext && !isRunning && <span class="mark-badge reply">{t('practice.nextMark')}</span>}
          <span class="when">{t(`practice.channel.${step.channel}`)}</span>
          <span class="when">{t(`practice.level${step.level}`)}</span>
          {step.language !== 'fr' && <span class="when">{languageName(step.language, language)}</span>}
        </p>
        {record && (
          <p class="facts">
            {bestInWords(record, t)} · {plural(t, language, 'practice.tries', record.attempts)}
          </p>
        )}
      </div>
      <a
        class={isNext || isRunning ? 'button main' : 'button'}
        href={`#/practice/${step.id}`}
        aria-label={t('practice.startOf', { verb, title: step.title })}
      >
        {verb}
      </a>
    </li>
  )
}

function bestInWords({ best }: PracticeRecord, t: Translate): string {
  const { found, expected, courtesies, courtesiesExpected } = best
  return t('practice.best', { found, expected, courtesies, courtesiesExpected })
}

function languageName(tag: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
}

/** What is kept of an agent's practice, by whom it is seen, and the way to erase it. */
function PracticeKept({ controller, keptDays }: { controller: PracticeController; keptDays: number }) {
  const { t } = useConsole()
  const [asked, setAsked] = useState(false)
  return (
    <details class="sheet">
      <summary>{t('practice.kept')}</summary>
      <p>{t('practice.keptWords')}</p>
      <p>{t('practice.keptNumbers', { days: keptDays })}</p>
      <p>{t('practice.keptTeam')}</p>
      <div class="actions">
        <Button
          label={asked ? t('practice.eraseSure') : t('practice.erase')}
          onClick={() => {
            if (!asked) setAsked(true)
            else void controller.erase().then(() => setAsked(false))
          }}
        />
        {asked && <Button look="quiet" label={t('practice.eraseKeep')} onClick={() => setAsked(false)} />}
      </div>
    </details>
  )
}

/** How many exercises each agent has done by job; nothing else of hers. */
function PracticeTeam() {
  const { t, session } = useConsole()
  const [team, setTeam] = useState<PracticeTeamView | 'failed' | null>(null)
  useEffect(() => {
    session.api.ask(practiceRoutes.team).then(setTeam, () => setTeam('failed'))
  }, [session])
  if (team === null) return null
  return (
    <Sheet
      id="practice-team"
      title={t('practice.team')}
      level={3}
      hint={t(team === 'failed' ? 'practice.teamFailed' : 'practice.teamIntro')}
    >
      {team !== 'failed' && (
        <List items={team.agents} keyOf={({ name }) => name}>
          {({ name, done }) => (
            <>
              <h4>{name}</h4>
              <Done done={done} exercises={team.exercises} />
            </>
          )}
        </List>
      )}
    </Sheet>
  )
}

type DoneProps = Pick<PracticeTeamView, 'exercises'> & Pick<PracticeTeamView['agents'][number], 'done'>

/** The jobs in which somebody has done something. */
function Done({ done, exercises }: DoneProps) {
  const { t, language } = useConsole()
  const begun = PRACTICE_PROFILES.flatMap((profile) => {
    const count = { done: done[profile] ?? 0, total: exercises[profile] ?? 0 }
    return count.done > 0 && count.total > 0 ? [{ profile, count }] : []
  })
  if (begun.length === 0) return <p class="hint">{t('practice.teamNone')}</p>
  return (
    <dl class="parts">
      {begun.map(({ profile, count }) => (
        <div key={profile}>
          <dt>{t(`practice.profile.${profile}`)}</dt>
          <dd>{progressInWords(count, { t, language })}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How far somebody is in the exercises of a job: "3 exercices sur 9", or that she has not begun. */
function progressInWords(
  { done, total }: { done: number; total: number },
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  if (done === 0) return t('practice.progressNone')
  return plural(t, language, 'practice.progress', done).replace('{total}', String(total))
}
