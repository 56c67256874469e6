import type { Message } from '../../../platform/model/conversation.js'
import { directionOf } from '../../../platform/model/language.js'
import { isAnswered } from './is-answered.js'
import { PostForm } from './post-form.js'
import type { TalkProps } from './talk.js'

/** Asks whether an answer helps, and lets the citizen say that it is beside her question. */
export function Opinion({ talk, message }: TalkProps & { message: Message }) {
  const { frame, links, view } = talk
  const { t, language } = frame
  const { id, seq, feedback } = message
  const question = `avis-${seq}`
  const thumb = (opinion: 'helpful' | 'unhelpful', label: string) => (
    <PostForm action={links.opinion} hidden={{ message: id, feedback: opinion }}>
      <button type="submit" aria-pressed={feedback === opinion} aria-describedby={question}>
        {label}
      </button>
    </PostForm>
  )
  return (
    <div class="opinion" lang={language} dir={directionOf(language)}>
      <p id={question} tabIndex={-1}>
        {t('opinion.question')}
      </p>
      {feedback && <p>{t(feedback === 'helpful' ? 'opinion.thanks' : 'opinion.sorry')}</p>}
      <div class="chips">
        {thumb('helpful', t('opinion.yes'))}
        {thumb('unhelpful', t('opinion.no'))}
        {view.status === 'open' && !isAnswered(message, talk) && feedback !== 'helpful' && (
          <PostForm action={links.opinion} hidden={{ message: id, feedback: 'not_my_question' }}>
            <button type="submit">{t('opinion.not_mine')}</button>
          </PostForm>
        )}
      </div>
    </div>
  )
}
