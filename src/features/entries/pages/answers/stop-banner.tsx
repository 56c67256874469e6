import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../../knowledge/messages/admin-answers.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-answers.fr.json' with { type: 'json' }
import type { AnswersStop } from '../../../../platform/http/shapes.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { pageWords } from '../../../../ui/kit/page-words.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import type { AnswersView } from '../../routes/answers-calls.js'

/** Whether the assistant answers by itself, known to the whole administration. */
interface AnswersState {
  /** `null` while it answers, and until it is known. */
  stop: AnswersStop | null
  /** Tells the frame what the server has just said. */
  onRead: (view: AnswersView) => void
}

/** See {@link AnswersState}. */
export const AnswersContext = createContext<AnswersState>({ stop: null, onRead: () => {} })

/** The sentences of the switch of the answers. */
export const answersWords = pageWords<keyof typeof fr>(fr, en)

/** Above every page, while the assistant does not answer by itself: since when, who stopped it and why. */
export function StopBanner({ language, mayResume }: { language: StaffLanguage; mayResume: boolean }) {
  const { say } = answersWords(language)
  const { stop } = useContext(AnswersContext)
  return (
    <div role="status" class="stop-status">
      {stop && (
        <div class="stop-banner">
          <Icon name="alert" />
          <p>
            <strong>{say('stopped')}</strong>{' '}
            {say('stoppedBy', { by: stop.by, moment: momentInWords(stop.since, language, new Date()), why: stop.why })}
          </p>
          {mayResume && <a href={hrefOf('answers')}>{say('toSwitch')}</a>}
        </div>
      )}
    </div>
  )
}
