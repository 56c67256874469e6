import type { Message } from '../../platform/model/conversation.js'
import type { Choice } from '../../platform/model/payload.js'
import { linkText } from '../../platform/text/rich-links.js'
import type { Block } from '../../platform/text/rich-text.js'
import { formatMoment } from '../kit/format-date.js'
import { AnswerCard } from './answer-card.js'
import { asTyped } from './as-typed.js'
import { Blocks } from './blocks.js'
import type { Chat, ChatProps } from './chat.js'
import { Choices } from './choices.js'
import { Icon } from './icon.js'
import { Spans } from './spans.js'

/** What some payloads have beside their text. */
interface Parts {
  blocks?: Block[]
  emergency?: boolean
  options?: Choice[]
}

interface MessageItemProps extends ChatProps {
  message: Message
}

/** A message as stored by the server. */
export function MessageItem({ chat, message: stored }: MessageItemProps) {
  const { state, t, language } = chat
  const typed = asTyped(stored, state.typed)
  const message = typed ?? stored
  const { author, payload, at } = message
  const { blocks, emergency, options }: Parts = payload as Parts
  const lastOwn = state.messages.findLast((other) => other.author === 'citizen') === stored
  return (
    <li class={emergency ? `${author} emergency` : author} lang={message.language}>
      <p class="meta" lang={language}>
        {authorOf(message, chat)} · <time dateTime={at}>{formatMoment(at, language)}</time>
        {lastOwn && (
          <span>
            <Icon name="check" /> {t(arrivalOf(message, state))}
          </span>
        )}
      </p>
      {chat.comfort && <chat.comfort.Listen chat={chat} message={message} />}
      {payload.type === 'card' ? (
        <AnswerCard chat={chat} message={message} card={payload} />
      ) : (
        <div class="bubble">
          {emergency && (
            <p class="alarm" lang={language}>
              <Icon name="alert" /> {t('emergency')}
            </p>
          )}
          {blocks ? (
            <Blocks chat={chat} blocks={blocks} />
          ) : (
            <p dir="auto">
              <Spans chat={chat} spans={linkText(payload.text, emergency)} />
            </p>
          )}
        </div>
      )}
      {typed && (
        <p class="hint" lang={language}>
          {t('maskedElsewhere')}
        </p>
      )}
      {options && <Choices chat={chat} message={message} options={options} />}
    </li>
  )
}

/** How far a message of hers has come. An agent who holds the conversation has all of it; what she has had before her eyes, the server tells. */
function arrivalOf({ seq }: Message, { handoff, readSeq }: Chat['state']): 'sent' | 'received' | 'read' {
  if (seq <= readSeq) return 'read'
  return handoff?.status === 'assigned' ? 'received' : 'sent'
}

function authorOf({ author, authorName }: Message, { t }: Chat): string {
  if (author === 'citizen') return t('you')
  if (author === 'assistant') return t('assistant')
  if (author === 'system') return t('town')
  return authorName ? t('agent', { name: authorName }) : t('someAgent')
}
