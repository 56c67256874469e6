import { useEffect, useRef } from 'preact/hooks'
import { Banners } from '../../../ui/console/banners.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { PracticeController } from './practice-controller.js'
import { PracticeFeedback } from './practice-feedback.js'
import { PracticePaths } from './practice-paths.js'
import { PracticeTalk } from './practice-talk.js'
import { RealCalls } from './real-calls.js'
import { usePractice } from './use-practice.js'

/** The page on which an agent practises: marked in words as what it is, with real requests announced above everything. */
export function PracticePage({ controller }: { controller: PracticeController }) {
  const { t, state: console } = useConsole()
  const practice = usePractice(controller)
  const { exerciseId } = console.route
  useEffect(() => {
    if (exerciseId !== undefined) void controller.open(exerciseId)
  }, [controller, exerciseId])
  return (
    <main class="practice">
      <Banners />
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
