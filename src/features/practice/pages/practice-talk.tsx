import { ComposerForm } from '../../../ui/console/composer-form.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { Thread } from '../../../ui/console/thread.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import type { PracticeExerciseView } from '../routes/practice-contract.js'
import { EntrySearch } from './entry-search.js'
import type { CurrentPractice } from './kept-practice.js'
import type { PracticeController } from './practice-controller.js'
import { toMessages } from './practice-messages.js'

interface PracticeTalkProps {
  controller: PracticeController
  opened: PracticeExerciseView
  current: CurrentPractice
}

/** The talk with the scripted citizen, in the thread and the composer of real ones, beside the situation, hints and entries. */
export function PracticeTalk({ controller, opened, current }: PracticeTalkProps) {
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
      <button type="button" class="button quiet practice-end" onClick={() => controller.end()}>
        {t('practice.end')}
      </button>
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
        <button type="button" class="button main" ref={button} onClick={() => controller.end()}>
          {t('practice.feedbackOpen')}
        </button>
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
        <button type="button" class="button" onClick={() => controller.hint()}>
          <Icon name="help" /> {t(hintsGiven === 0 ? 'practice.hintAsk' : 'practice.hintMore')}
        </button>
      ) : (
        <p class="hint">{t('practice.hintNone')}</p>
      )}
      <p class="hint">{t('practice.hintsFree')}</p>
    </section>
  )
}
