import type { Message } from '../../../platform/model/conversation.js'
import { directionOf } from '../../../platform/model/language.js'
import type { Frame } from '../frame.js'
import { AnswerCard } from './answer-card.js'
import { Choices } from './choices.js'
import { momentInWords } from './moment-in-words.js'
import { LinkedText } from './spans.js'
import type { TalkProps } from './talk.js'

interface MessageItemProps extends TalkProps {
  message: Message
  /** The fragment by which the page opens here; only the newest message has one of its own. */
  anchor: string
}

/** A message as stored: who, when, and what. */
export function MessageItem({ talk, message, anchor }: MessageItemProps) {
  const { frame } = talk
  const { author, payload, at } = message
  const emergency = payload.type === 'text' && payload.emergency === true
  return (
    <li
      id={anchor}
      tabIndex={-1}
      class={emergency ? `${author} emergency` : author}
      lang={message.language}
      dir={directionOf(message.language)}
    >
      <h3 lang={frame.language} dir={directionOf(frame.language)}>
        {authorOf(message, frame)}, <time dateTime={at}>{momentInWords(at, frame)}</time>
      </h3>
      {payload.type === 'card' ? (
        <AnswerCard talk={talk} message={message} card={payload} />
      ) : (
        <div class="bubble">
          {emergency && (
            <p class="alarm" lang={frame.language} dir={directionOf(frame.language)}>
              {frame.t('message.emergency')}
            </p>
          )}
          <p class="words" dir="auto">
            <LinkedText text={payload.text} emergency={emergency} />
          </p>
        </div>
      )}
      {payload.type === 'choice' && <Choices talk={talk} message={message} options={payload.options} />}
    </li>
  )
}

function authorOf({ author, authorName }: Message, { t }: Frame): string {
  return author === 'agent' ? t('author.agent', { name: authorName ?? '' }) : t(`author.${author}`)
}
