import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isHeldBy } from '../../../platform/model/handoff.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useClosingMenu } from '../../../ui/kit/use-closing-menu.js'
import { waitingItems } from '../../handoffs/pages/queue/queue-lists.js'
import type { PracticeExerciseView } from '../contract.js'
import type { CurrentPractice } from './kept-practice.js'
import type { PracticeController, PracticeState } from './practice-controller.js'
import { PracticeFeedback } from './practice-feedback.js'
import { PracticePaths } from './practice-paths.js'

interface Props {
  controller: PracticeController
  practice: PracticeState
  /** What the console tells above everything. */
  banners: ComponentChildren
  /** The agent's desk over the exercise that is played; `null` while none is. */
  desk: ComponentChildren | null
}

/** The page on which an agent practises: marked in words as what it is, with real requests announced above everything. */
export function PracticePage({ controller, practice, banners, desk }: Props) {
  const { state } = useConsole()
  const { exerciseId } = state.route
  useEffect(() => {
    if (exerciseId !== undefined) void controller.open(exerciseId)
  }, [controller, exerciseId])
  return (
    <main class={desk ? 'practice on-desk' : 'practice'}>
      {banners}
      <RealCalls />
      <Mark controller={controller} practice={practice} isPlaying={desk !== null} />
      {desk ?? (
        <div class="practice-scroll">
          {exerciseId === undefined ? (
            <PracticePaths controller={controller} practice={practice} />
          ) : (
            <Ended controller={controller} exerciseId={exerciseId} />
          )}
        </div>
      )}
    </main>
  )
}

/** Says that it is an exercise; while one is played, what it is about, and the way to its feedback. */
function Mark({ controller, practice, isPlaying }: Pick<Props, 'controller' | 'practice'> & { isPlaying: boolean }) {
  const { t, state } = useConsole()
  const { opened, current } = practice
  const played = isPlaying && opened && current ? { opened, current } : null
  const over = played !== null && isOver(played.current, state.session?.user.id)
  const told = over
    ? t(played.current.play.status === 'left' ? 'practice.citizenLeft' : 'practice.over')
    : t(played?.current.play.status === 'thanked' ? 'practice.citizenThanks' : 'practice.mark')
  return (
    <section class="practice-mark" aria-label={t('practice.bar')}>
      <Icon name="practice" />
      <strong>{t('practice.bar')}</strong>
      <p role="status" class={over ? 'news' : undefined}>
        {told}
      </p>
      {played && <Situation key={played.current.startedAt} controller={controller} {...played} />}
      {played && (
        <Button
          {...(over && { look: 'main' as const })}
          label={t(over ? 'practice.feedbackOpen' : 'practice.end')}
          onClick={() => controller.end()}
        />
      )}
      <a class="button" href={played ? '#/practice' : '#queue'}>
        {played && <Icon name="close" />}
        <span class={played ? 'visually-hidden' : undefined}>{t(played ? 'practice.toList' : 'practice.back')}</span>
      </a>
    </section>
  )
}

/** Whether the request has left her hands: she ended it or passed it on, or the citizen went away. */
function isOver({ handoff }: CurrentPractice, userId: string | undefined): boolean {
  return handoff.status !== 'pending' && !isHeldBy(handoff, userId)
}

/** An exercise and how far it is. */
interface Played {
  opened: PracticeExerciseView
  current: CurrentPractice
}

/** Where the agent is, and what helps when she asks for it. It opens over the desk: nothing moves for it. */
function Situation({ controller, opened: { exercise }, current }: Played & { controller: PracticeController }) {
  const { t } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useClosingMenu(menu, isOpen, close)
  const { hintsGiven } = current.play
  return (
    <div class="verb" ref={menu}>
      <button type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="help" /> <span class="if-room">{t('practice.situation')}</span>
      </button>
      {isOpen && (
        <div class="popover practice-situation">
          <h2 id="practice-title" lang="fr">
            {exercise.title}
          </h2>
          <p lang="fr">
            <strong>{exercise.citizen}</strong> – {exercise.intro}
          </p>
          {exercise.channel !== 'chat' && <p class="hint">{t('practice.aloud')}</p>}
          {hintsGiven > 0 && (
            <ol lang="fr">
              {exercise.hints.slice(0, hintsGiven).map((hint) => (
                <li key={hint}>{hint}</li>
              ))}
            </ol>
          )}
          {hintsGiven < exercise.hints.length ? (
            <Button
              label={t(hintsGiven === 0 ? 'practice.hintAsk' : 'practice.hintMore')}
              onClick={() => controller.hint()}
            />
          ) : (
            <p class="hint">{t('practice.hintNone')}</p>
          )}
          <p class="hint">{t('practice.hintsFree')}</p>
        </div>
      )}
    </div>
  )
}

/** The feedback of an exercise, or why it is not open. */
function Ended({ controller, exerciseId }: { controller: PracticeController; exerciseId: string }) {
  const { t } = useConsole()
  const { opened, problem, current } = controller.state
  const heading = useRef<HTMLHeadingElement>(null)
  const feedback = controller.feedback()
  const isRead = feedback !== null && opened?.exercise.id === exerciseId
  // What was pressed to come here is gone.
  useEffect(() => {
    if (isRead) heading.current?.focus()
  }, [isRead, exerciseId])
  if (!isRead || !opened || !current) {
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
        <h2 id="practice-title" ref={heading} tabIndex={-1}>
          {t('practice.feedback')}
        </h2>
      </div>
      <PracticeFeedback controller={controller} feedback={feedback} opened={opened} current={current} />
    </>
  )
}

/** The state of a practice, kept up to date; its clock runs while its page is shown. */
export function usePractice(controller: PracticeController, isShown: boolean): PracticeState {
  const [state, setState] = useState(controller.state)
  const userId = useConsole().state.session?.user.id ?? ''
  useEffect(() => {
    if (!isShown) return
    const stop = controller.subscribe(() => setState(controller.state))
    controller.enter(userId)
    setState(controller.state)
    return () => {
      stop()
      controller.pause()
    }
  }, [controller, userId, isShown])
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
