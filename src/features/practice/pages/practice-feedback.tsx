import type { ComponentChildren } from 'preact'
import { SECTION_TITLES } from '../../../platform/model/entry.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import type { Translate, WordKey } from '../../../ui/kit/console-words.js'
import { Icon, type IconName } from '../../../ui/kit/icon.js'
import { Link } from '../../../ui/kit/rich-text-view.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { Thread } from '../../handoffs/pages/talk/thread.js'
import { sheetLink } from '../../sheets/sheet-link.js'
import type { PracticeExerciseView } from '../contract.js'
import { nextAfter } from '../exercise.js'
import type { Feedback, GoalFinding } from '../feedback.js'
import type { CurrentPractice } from './kept-practice.js'
import { outcomeWord, type PracticeController } from './practice-controller.js'
import { toMessages } from './practice-server.js'

interface PracticeFeedbackProps {
  controller: PracticeController
  feedback: Feedback
  opened: PracticeExerciseView
  current: CurrentPractice
}

/** What was right, what was missing and where it is written, in sentences; then a possible answer and why. */
export function PracticeFeedback({ controller, feedback, opened, current }: PracticeFeedbackProps) {
  const { t } = useConsole()
  return (
    <div class="practice-feedback">
      <div class={`sheet practice-outcome ${feedback.outcome}`}>
        <p class="practice-exercise" lang="fr">
          {opened.exercise.title}
        </p>
        <p>
          <Icon name={OUTCOME_ICONS[feedback.outcome]} /> <strong>{t(outcomeWord(feedback))}</strong>
        </p>
        {feedback.left && <p>{t('practice.left')}</p>}
        <Saving controller={controller} saving={current.saving} />
      </div>
      <Actions controller={controller} opened={opened} />
      <Accuracy feedback={feedback} opened={opened} />
      <Care feedback={feedback} />
      <Manners feedback={feedback} opened={opened} />
      <Time feedback={feedback} />
      <Model opened={opened} />
      <Why opened={opened} />
      <Again current={current} opened={opened} />
    </div>
  )
}

const OUTCOME_ICONS: Record<Feedback['outcome'], IconName> = { again: 'retry', passed: 'check', mastered: 'spark' }

function Saving({ controller, saving }: { controller: PracticeController; saving: CurrentPractice['saving'] }) {
  const { t } = useConsole()
  if (saving === 'failed') {
    return (
      <p class="practice-save failed">
        <Icon name="alert" /> {t('practice.saveFailed')}{' '}
        <Button label={t('tryAgain')} onClick={() => void controller.save()} />
      </p>
    )
  }
  return <p class="practice-save hint">{t(saving === 'saved' ? 'practice.saved' : 'practice.saving')}</p>
}

function Actions({ controller, opened }: { controller: PracticeController; opened: PracticeExerciseView }) {
  const { t } = useConsole()
  const paths = controller.paths()
  const nextId = nextAfter(paths, opened.exercise.id)
  const next = paths.flatMap(({ steps }) => steps).find(({ step }) => step.id === nextId)?.step
  return (
    <div class="actions">
      <Button icon="retry" label={t('practice.tryAgain')} onClick={() => controller.again()} />
      {next && (
        <a class="button main" href={`#/practice/${next.id}`}>
          {t('practice.next', { title: next.title })}
        </a>
      )}
    </div>
  )
}

/** A line with its sign and its word: neither colour nor drawing says it alone. */
function Finding({ good, word, children }: { good: boolean; word: string; children: ComponentChildren }) {
  return (
    <li class={good ? 'finding good-mark' : 'finding'}>
      <Icon name={good ? 'check' : 'retry'} />
      <div>
        <span class="finding-word">{word}</span> {children}
      </div>
    </li>
  )
}

function Accuracy({ feedback, opened }: Pick<PracticeFeedbackProps, 'feedback' | 'opened'>) {
  const { t } = useConsole()
  const { found, expected } = feedback.counts
  return (
    <Sheet
      level={3}
      id="practice-accuracy"
      title={`${t('practice.accuracy')} – ${t('practice.accuracyCount', { found, expected })}`}
    >
      <ul class="list">
        {feedback.entries.map(({ id, status }) => (
          <Finding key={id} good={status !== 'missed'} word={t(`practice.entry.${status}`)}>
            <EntryLink id={id} opened={opened} />
          </Finding>
        ))}
        {feedback.wrongEntries.map((id) => (
          <Finding key={id} good={false} word={t('practice.entry.wrong')}>
            <EntryLink id={id} opened={opened} />
          </Finding>
        ))}
        {feedback.goals.map((finding) => (
          <Goal key={finding.goal.id} finding={finding} opened={opened} />
        ))}
      </ul>
    </Sheet>
  )
}

function EntryLink({ id, opened }: { id: string; opened: PracticeExerciseView }) {
  return (
    <span lang="fr">
      <Link href={sheetLink({ entryId: id })}>{opened.entries[id]?.title ?? id}</Link>
    </span>
  )
}

function Goal({ finding: { goal, status, sentence }, opened }: { finding: GoalFinding; opened: PracticeExerciseView }) {
  const { t } = useConsole()
  const missed = status === 'missed' || status === 'late'
  const { source } = goal
  const entry = source ? (opened.entries[source.entry]?.title ?? source.entry) : ''
  return (
    <Finding good={!missed} word={t(wordOf(goal.kind, status))}>
      <span lang="fr">{goal.label}</span>
      {status === 'late' && <p>{t('practice.goal.lateMore')}</p>}
      {sentence !== null && <p class="hint">{t('practice.youSaid', { text: sentence })}</p>}
      {missed && goal.why && <p lang="fr">{goal.why}</p>}
      {missed && source && (
        <p class="hint">
          {t('practice.where', { entry, section: SECTION_TITLES[source.section] })} <q lang="fr">{source.quote}</q>
        </p>
      )}
    </Finding>
  )
}

function wordOf(kind: GoalFinding['goal']['kind'], status: GoalFinding['status']): WordKey {
  if (kind !== 'ask') return `practice.goal.${status}`
  return status === 'missed' ? 'practice.goal.notAsked' : 'practice.goal.asked'
}

function Care({ feedback: { never } }: Pick<PracticeFeedbackProps, 'feedback'>) {
  const { t } = useConsole()
  return (
    <Sheet level={3} id="practice-safety" title={t('practice.safety')}>
      {never.length === 0 ? (
        <p>
          <Icon name="check" /> {t('practice.safetyGood')}
        </p>
      ) : (
        <ul class="list">
          {never.map(({ rule, sentence }) => (
            <li key={rule.id} class="finding fault">
              <Icon name="alert" />
              <div>
                <span class="finding-word">{t('practice.safetyFault', { label: rule.label })}</span>
                <p class="hint">{t('practice.youSaid', { text: sentence })}</p>
                <p lang="fr">{rule.why}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  )
}

function Manners({ feedback, opened }: Pick<PracticeFeedbackProps, 'feedback' | 'opened'>) {
  const { t } = useConsole()
  const { courtesies, courtesiesExpected } = feedback.counts
  const count = t('practice.courtesyCount', { found: courtesies, expected: courtesiesExpected })
  return (
    <Sheet level={3} id="practice-courtesy" title={`${t('practice.courtesy')} – ${count}`}>
      <ul class="list">
        {feedback.courtesy.map(({ courtesy, sentence }) => (
          <Finding key={courtesy} good={sentence !== null} word={t(`practice.courtesy.${courtesy}`)}>
            <p class="hint" lang={sentence === null ? 'fr' : undefined}>
              {sentence === null
                ? t('practice.courtesyTry', { example: opened.manners.courtesies[courtesy].examples[0] ?? '' })
                : t('practice.youSaid', { text: sentence })}
            </p>
          </Finding>
        ))}
      </ul>
    </Sheet>
  )
}

function Time({ feedback: { time } }: Pick<PracticeFeedbackProps, 'feedback'>) {
  const { t } = useConsole()
  const words = (ms: number) => durationInWords(ms, t)
  return (
    <Sheet level={3} id="practice-time" title={t('practice.time')}>
      {time.firstMs === null ? (
        <p>{t('practice.timeNone')}</p>
      ) : (
        <p>
          {t('practice.timeFirst', { time: words(time.firstMs), guide: words(time.firstGuideMs) })}{' '}
          {t('practice.timeWhole', { time: words(time.wholeMs), guide: words(time.wholeGuideMs) })}
        </p>
      )}
      <p class="hint">{t('practice.timeFree')}</p>
    </Sheet>
  )
}

/** A model has the addresses of sheets; their titles are what a reader needs. */
function WithSheets({ text, entries }: { text: string; entries: PracticeExerciseView['entries'] }) {
  return (
    <>
      {text.split(/(\/fiche\/[a-z0-9-]+(?:\?langue=[a-z]+)?)/).map((part, index) => {
        const [, id = ''] = /^\/fiche\/([a-z0-9-]+)/.exec(part) ?? []
        if (id === '') return part
        return (
          <Link key={index} href={part}>
            {entries[id]?.title ?? part}
          </Link>
        )
      })}
    </>
  )
}

function Model({ opened: { exercise, entries } }: Pick<PracticeFeedbackProps, 'opened'>) {
  const { t } = useConsole()
  return (
    <Sheet level={3} id="practice-model" title={t('practice.model')}>
      <ol class="list">
        {exercise.model.map((text, index) => (
          <li key={text}>
            <span class="finding-word">{t('practice.modelPart', { number: index + 1 })}</span>
            <p lang={exercise.language === 'en' ? 'en' : 'fr'}>
              <WithSheets text={text} entries={entries} />
            </p>
          </li>
        ))}
      </ol>
    </Sheet>
  )
}

function Why({ opened: { exercise, entries } }: Pick<PracticeFeedbackProps, 'opened'>) {
  const { t } = useConsole()
  const sources = [
    ...exercise.entries.flatMap((id) => {
      const entry = entries[id]
      return entry ? [{ name: `${entry.title} – ${entry.source.name}`, url: entry.source.url }] : []
    }),
    ...(exercise.source ? [exercise.source] : []),
  ]
  return (
    <Sheet level={3} id="practice-why" title={t('practice.why')}>
      <p lang="fr">{exercise.explanation}</p>
      <p class="hint">{t('practice.sources')}</p>
      <ul lang="fr">
        {sources.map(({ name, url }) => (
          <li key={name}>{url === '' ? name : <Link href={url}>{name}</Link>}</li>
        ))}
      </ul>
    </Sheet>
  )
}

/** The whole talk, folded. */
function Again({ current, opened }: Pick<PracticeFeedbackProps, 'current' | 'opened'>) {
  const { t, state } = useConsole()
  const messages = toMessages(current, opened, state.session?.user.displayName ?? '')
  return (
    <details class="sheet practice-again">
      <summary>{t('practice.yourTalk')}</summary>
      <Thread detail={{ handoff: { id: `practice-read-${current.startedAt}` }, transcript: { messages } }} />
    </details>
  )
}

/** A duration to the second: "45 s", "2 min", "1 min 30 s". Pure. @param ms at least 0 */
export function durationInWords(ms: number, t: Translate): string {
  const whole = Math.max(0, Math.round(ms / 1000))
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return t('practice.seconds', { seconds })
  return seconds === 0 ? t('practice.minutes', { minutes }) : t('practice.minutesSeconds', { minutes, seconds })
}
