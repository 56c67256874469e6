import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { Icon } from '../../../ui/kit/icon.js'
import { plural } from '../../../ui/kit/words.js'
import { waitingItems } from '../../handoffs/pages/queue/queue-lists.js'
import { Thread } from '../../handoffs/pages/talk/thread.js'
import type { PracticeExerciseView } from '../contract.js'
import { ComposerForm } from './composer-form.js'
import { EntrySearch } from './entry-search.js'
import type { CurrentPractice } from './kept-practice.js'
import type { PracticeController, PracticeState } from './practice-controller.js'
import { PracticeFeedback, toMessages } from './practice-feedback.js'
import { PracticePaths } from './practice-paths.js'

interface Props {
  controller: PracticeController
  /** What the console tells above everything. */
  banners: ComponentChildren
}

/** The page on which an agent practises: marked in words as what it is, with real requests announced above everything. */
export function PracticePage({ controller, banners }: Props) {
  const { t, state: console } = useConsole()
  const practice = usePractice(controller)
  const { exerciseId } = console.route
  useEffect(() => {
    if (exerciseId !== undefined) void controller.open(exerciseId)
  }, [controller, exerciseId])
  return (
    <main class="practice">
      {banners}
      <RealCalls />
      <p class="practice-mark">
        <Icon name="practice" />
        <span>{t('practice.mark')}</span>
        <a class="button" href="#queue">
          {t('practice.back')}
        </a>
      </p>
      <div class="practice-scroll">
        {exerciseId === undefined ? (
          <PracticePaths controller={controller} practice={practice} />
        ) : (
          <Opened controller={controller} exerciseId={exerciseId} />
        )}
      </div>
    </main>
  )
}

/** An exercise: the talk, then its feedback. */
function Opened({ controller, exerciseId }: { controller: PracticeController; exerciseId: string }) {
  const { t } = useConsole()
  const { opened, problem, current } = controller.state
  const heading = useRef<HTMLHeadingElement>(null)
  const feedback = controller.feedback()
  const title = opened?.exercise.id === exerciseId ? opened.exercise.title : null
  const stage = title === null ? 'none' : feedback ? 'feedback' : 'talk'
  // Each stage begins at its heading: what was pressed to come here is gone.
  useEffect(() => {
    if (stage === 'none') return
    heading.current?.focus()
    heading.current?.parentElement?.scrollIntoView({ block: 'start' })
  }, [stage, exerciseId])
  if (title === null || !opened || current?.exerciseId !== exerciseId) {
    return (
      <div class="blank">
        <p>{problem ?? t('practice.loading')}</p>
        <a class="button" href="#/practice">
          {t('practice.toList')}
        </a>
      </div>
    )
  }
  return (
    <>
      <div class="practice-head">
        <a class="button quiet" href="#/practice">
          <Icon name="back" /> {t('practice.toList')}
        </a>
        <h2 id="practice-title" ref={heading} tabIndex={-1} lang={feedback ? undefined : 'fr'}>
          {feedback ? t('practice.feedback') : title}
        </h2>
      </div>
      {feedback ? (
        <PracticeFeedback controller={controller} feedback={feedback} opened={opened} current={current} />
      ) : (
        <PracticeTalk controller={controller} opened={opened} current={current} />
      )}
    </>
  )
}

/** The state of a practice, kept up to date while its page is shown; its clock runs meanwhile. */
function usePractice(controller: PracticeController): PracticeState {
  const [state, setState] = useState(controller.state)
  const userId = useConsole().state.session?.user.id ?? ''
  useEffect(() => {
    const stop = controller.subscribe(() => setState(controller.state))
    controller.enter(userId)
    setState(controller.state)
    return () => {
      stop()
      controller.pause()
    }
  }, [controller, userId])
  return state
}

/** Real people who wait while the agent practises, and the way to the first of them in one press. */
function RealCalls() {
  const { t, language, session, state, now } = useConsole()
  if (!state.queue) return null
  const waiting = waitingItems(state.queue, now).filter(({ kind, mine, urgent }) => mine || kind === 'live' || urgent)
  const [first] = waiting
  if (!first) return null
  return (
    <div class="banner warning real-calls">
      <Icon name="bell" />
      <p>
        {plural(t, language, 'practice.waiting', waiting.length)}{' '}
        <q lang={first.language}>{first.subject || first.lastText || t('queue.noWords')}</q>
      </p>
      <Button
        look="main"
        label={t('practice.waitingGo')}
        onClick={() => {
          session.navigate({ view: 'conversation', handoffId: first.id })
          session.focusOn('thread')
        }}
      />
    </div>
  )
}

interface PracticeTalkProps {
  controller: PracticeController
  opened: PracticeExerciseView
  current: CurrentPractice
}

/** The talk with the scripted citizen, in the thread and the composer of real ones, beside the situation, hints and entries. */
function PracticeTalk({ controller, opened, current }: PracticeTalkProps) {
  const { t, state } = useConsole()
  const { exercise } = opened
  const messages = toMessages(current, exercise, state.session?.user.displayName ?? '')
  return (
    <div class="practice-talk">
      <section class="practice-conversation" aria-label={t('practice.thread')}>
        <p class="practice-situation" lang="fr">
          <strong>{exercise.citizen}</strong> – {exercise.intro}
        </p>
        <Thread detail={{ handoff: { id: `practice-${current.startedAt}` }, transcript: { messages } }} />
        <Foot controller={controller} current={current} />
      </section>
      <div class="practice-aids">
        <Hints controller={controller} opened={opened} current={current} />
        <EntrySearch isRead={exercise.channel === 'chat'} onInsert={(entry) => controller.insert(entry)} />
      </div>
    </div>
  )
}

function Foot({ controller, current }: Omit<PracticeTalkProps, 'opened'>) {
  const { t } = useConsole()
  const { status } = current.play
  if (status === 'left') return <Left controller={controller} />
  return (
    <div class="foot">
      {status === 'thanked' && (
        <p class="practice-note">
          <Icon name="check" /> {t('practice.citizenThanks')}
        </p>
      )}
      <ComposerForm text={current.draft} onDraft={(text) => controller.draft(text)} onSend={() => controller.send()} />
      <Button look="quiet" class="practice-end" label={t('practice.end')} onClick={() => controller.end()} />
    </div>
  )
}

/** The composer is gone with the citizen: the focus that was in it goes to what comes next. */
function Left({ controller }: { controller: PracticeController }) {
  const { t } = useConsole()
  const button = useFocusOnOpen<HTMLButtonElement>()
  return (
    <div class="foot">
      <div class="foot-note take">
        <p>{t('practice.citizenLeft')}</p>
        <Button ref={button} look="main" label={t('practice.feedbackOpen')} onClick={() => controller.end()} />
      </div>
    </div>
  )
}

function Hints({ controller, opened, current }: PracticeTalkProps) {
  const { t } = useConsole()
  const { hints } = opened.exercise
  const { hintsGiven } = current.play
  return (
    <section class="practice-aid" aria-labelledby="practice-hints">
      <h3 id="practice-hints">{t('practice.hints')}</h3>
      {hintsGiven > 0 && (
        <ol class="practice-hints" lang="fr">
          {hints.slice(0, hintsGiven).map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ol>
      )}
      {hintsGiven < hints.length ? (
        <Button
          icon="help"
          label={t(hintsGiven === 0 ? 'practice.hintAsk' : 'practice.hintMore')}
          onClick={() => controller.hint()}
        />
      ) : (
        <p class="hint">{t('practice.hintNone')}</p>
      )}
      <p class="hint">{t('practice.hintsFree')}</p>
    </section>
  )
}
