import type { Message } from '../../platform/model/conversation.js'
import { directionOf } from '../../platform/model/language.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { pressChoice } from './press-choice.js'
import { isAnswered } from './state-questions.js'

/** Asks whether an answer helps, and lets the citizen say that it is beside her question. */
export function Opinion({ chat, message: { id, feedback }, message }: ChatProps & { message: Message }) {
  const { session, state, t, language } = chat
  const thanks = feedback && t(feedback === 'helpful' ? 'thanks' : 'sorry')
  const thumb = (opinion: 'helpful' | 'unhelpful', label: string) => (
    <Button
      class="chip"
      aria-pressed={feedback === opinion}
      onClick={() => {
        session.rate(id, opinion)
        session.announce(t(opinion === 'helpful' ? 'thanks' : 'sorry'))
      }}
    >
      {label}
    </Button>
  )
  return (
    <div class="opinion" lang={language} dir={directionOf(language)}>
      <fieldset aria-label={t('helps')}>
        <p>{t('helps')}</p>
        {thumb('helpful', t('yes'))}
        {thumb('unhelpful', t('no'))}
      </fieldset>
      {thanks && <p>{thanks}</p>}
      {!isAnswered(message, state) && feedback !== 'helpful' && (
        <Button
          class="plain"
          onClick={() => {
            session.rate(id, 'not_my_question')
            pressChoice(chat, t('notMine'), 'none')
          }}
        >
          {t('notMine')}
        </Button>
      )}
    </div>
  )
}
