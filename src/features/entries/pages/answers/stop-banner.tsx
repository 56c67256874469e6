import { useContext } from 'preact/hooks'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import { AnswersContext } from './answers-context.js'
import { answersWords } from './answers-words.js'

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
