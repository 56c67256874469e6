import type { Message } from '../../platform/model/conversation.js'
import type { Choice } from '../../platform/model/payload.js'
import { foldText } from '../../platform/text/fold-text.js'
import { type Block, linkText } from '../../platform/text/rich-links.js'
import { formatMoment } from '../kit/moment-in-words.js'
import { AnswerCard } from './answer-card.js'
import { Blocks } from './blocks.js'
import { Button } from './button.js'
import type { Chat, ChatProps } from './chat.js'
import { Icon } from './icon.js'
import { spokenText } from './messages.js'
import { pressChoice } from './press-choice.js'
import { Spans } from './spans.js'
import { isAnswered } from './state-questions.js'

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

/**
 * A message of hers as she typed it on this page, where the server has masked something of it; `null` elsewhere: what was only cleaned has the same letters and digits. Pure.
 * @param typed what was typed on this page, by `clientId`
 */
export function asTyped(message: Message, typed: Readonly<Record<string, string>>): Message | null {
  const { clientId = '', payload } = message
  const text = typed[clientId]
  if (text === undefined || payload.type !== 'text' || essence(text) === essence(payload.text)) return null
  return { ...message, payload: { ...payload, text } }
}

function essence(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '')
}

interface ChoicesProps extends ChatProps {
  message: Message
  options: readonly Choice[]
}

/** Buttons that answer a message; once she has gone on, what could be chosen stays as text, with what she chose marked. */
function Choices({ chat, message, options }: ChoicesProps) {
  const { state, t } = chat
  if (!isAnswered(message, state))
    return (
      <ul class="chips">
        {options.map(({ label, value, language }) => (
          <li lang={language} dir="auto">
            <Button class="chip" onClick={() => pressChoice(chat, label, value)}>
              {label}
            </Button>
          </li>
        ))}
      </ul>
    )
  const next = state.messages.find(({ author, seq }) => author === 'citizen' && seq > message.seq)
  // What comes back from the server has lost the typography of what was pressed.
  const said = foldText((next ? spokenText(next) : state.outbox[0]?.text) ?? '')
  return (
    <ul class="past">
      {options.map(({ label, language }) => (
        <li lang={language} dir="auto">
          {foldText(label) === said ? (
            <strong>
              <Icon name="check" /> {label}
              <span class="hidden"> ({t('chosen')})</span>
            </strong>
          ) : (
            label
          )}
        </li>
      ))}
    </ul>
  )
}
