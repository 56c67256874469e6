import type { MessagesView } from '../../../features/conversations/contract.js'
import type { Frame, SayOnPage } from '../../../platform/http/pages/frame.js'
import { Page, PostForm } from '../../../platform/http/pages/page.js'
import { askLink, LAST_MESSAGE, rereadLink, WRITE } from '../../../platform/http/pages/plain-links.js'
import { pageMomentInWords } from '../../../platform/http/pages/provenance.js'
import { LinkedText } from '../../../platform/http/pages/spans.js'
import type { Message } from '../../../platform/model/conversation.js'
import { directionOf } from '../../../platform/model/language.js'
import { payloadText } from '../../../platform/model/payload.js'
import { AnswerCard } from './answer-card.js'
import { Choices } from './choices.js'
import { Privacy } from './privacy.js'
import { isLive, type Talk, type TalkProps } from './talk.js'
import { TextField } from './text-field.js'

/** How often a page that reads itself again does so, in seconds. */
const REFRESH_S = 20

/** Says whether a person can be reached, and reaches one; while she is awaited, where the wait stands. */
function HumanBar({ talk }: TalkProps) {
  const { frame, links, view } = talk
  const { t } = frame
  const { handoff } = view
  return (
    <section class={handoff ? 'human' : 'human reach'} aria-labelledby="humain">
      <h2 id="humain" class="hidden">
        {t('human.title')}
      </h2>
      <Situation talk={talk} />
      {!handoff && (
        <PostForm action={links.agent}>
          <button type="submit">{t('human.talk')}</button>
        </PostForm>
      )}
      {isLive(view) && handoff?.status === 'pending' && (
        <PostForm action={links.stopWaiting}>
          <button type="submit">{t('human.cancel')}</button>
        </PostForm>
      )}
      {isLive(view) && <Refresh talk={talk} />}
    </section>
  )
}

function Situation({ talk: { frame, links, view, reference } }: TalkProps) {
  const { t } = frame
  const { handoff, availability } = view
  const quoted = t('human.reference', { reference })
  if (!handoff) {
    return (
      <p>
        <LinkedText text={availability.sentence} />
      </p>
    )
  }
  if (handoff.status === 'assigned') return <p>{t('human.with', { name: handoff.agentName ?? t('human.someone') })}</p>
  if (handoff.kind === 'callback')
    return (
      <p>
        {t('human.callback_waiting', { slot: handoff.slot ?? '' })} {quoted}
      </p>
    )
  if (handoff.kind === 'message')
    return (
      <p>
        {t('human.message_waiting')} {quoted}
      </p>
    )
  return (
    <p>
      {handoff.waiting} {t('human.waiting')} {quoted} <a href={links.leaveMessage}>{t('human.leave_message')}</a>
    </p>
  )
}

function Refresh({ talk: { frame, links, turn, auto } }: TalkProps) {
  const { t } = frame
  const next = turn + 1
  return (
    <p class="refresh">
      {auto && <span>{t('refresh.on', { seconds: String(REFRESH_S) })}</span>}
      <a href={rereadLink(links, { turn: next, auto })}>{t('refresh.now')}</a>
      <a href={rereadLink(links, { turn: next, auto: !auto })}>{t(auto ? 'refresh.stop' : 'refresh.start')}</a>
    </p>
  )
}

/** Longest quotation of a message in a title, in characters. */
const LONGEST = 70

/** What has just happened in a conversation, for the title of its page. */
function newsTitle({ messages, status }: Pick<MessagesView, 'messages' | 'status'>, t: SayOnPage): string {
  const last = messages.at(-1)
  if (status === 'closed') return t('title.closed')
  if (!last || messages.length === 1) return t('title.conversation')
  switch (last.author) {
    case 'citizen':
      return t('title.sent')
    case 'agent':
      return t('title.agent', { name: last.authorName ?? t('human.someone') })
    case 'system':
      return t('title.news', { subject: quote(last) })
    case 'assistant':
      return answerTitle(latestReplies(messages), t)
    default:
      return last.author satisfies never
  }
}

/** What the assistant has said since anybody else spoke; else the last message alone. Never empty unless there is no message. */
function latestReplies(messages: readonly Message[]): Message[] {
  const before = messages.findLastIndex(({ author }) => author !== 'assistant')
  return before === messages.length - 1 ? messages.slice(-1) : messages.slice(before + 1)
}

function answerTitle(replies: readonly Message[], t: SayOnPage): string {
  const alarm = replies.find(({ payload }) => payload.type === 'text' && payload.emergency)
  if (alarm) return t('title.emergency', { subject: quote(alarm) })
  const main = replies.find(({ payload }) => payload.type === 'card') ?? replies.at(-1)
  return t('title.answer', { subject: main ? quote(main) : '' })
}

function quote({ payload }: Message): string {
  const text = payload.type === 'card' ? payload.title : payloadText(payload)
  if (text.length <= LONGEST) return text
  const start = text.slice(0, LONGEST)
  const space = start.lastIndexOf(' ')
  return `${(space > 0 ? start.slice(0, space) : start).trimEnd()}…`
}

/** A conversation: who can be reached, what was said, where to write, how to end. */
export function ConversationPage({ talk }: TalkProps) {
  const { frame, links, view, turn, auto } = talk
  const { t } = frame
  const newest = latestReplies(view.messages)[0]
  const refresh = auto ? { seconds: REFRESH_S, address: rereadLink(links, { turn: turn + 1, auto }) } : undefined
  return (
    <Page
      frame={frame}
      what={whatHappened(talk)}
      refresh={refresh}
      skips={[
        [LAST_MESSAGE, 'skip.last'],
        [WRITE, 'skip.write'],
      ]}
    >
      <h1>{t('title.conversation')}</h1>
      <HumanBar talk={talk} />
      <section aria-labelledby="messages">
        <h2 id="messages">{t('messages.title')}</h2>
        <ol class="messages">
          {view.messages.map((message) => (
            <MessageItem
              talk={talk}
              message={message}
              anchor={message === newest ? LAST_MESSAGE : `message-${message.seq}`}
            />
          ))}
        </ol>
      </section>
      <Write talk={talk} />
      <Actions talk={talk} />
      <details>
        <summary>{t('privacy.title')}</summary>
        <Privacy frame={frame} />
      </details>
    </Page>
  )
}

function whatHappened({ frame: { t }, view, draft, rated }: Talk): string {
  if (draft) return t('title.error', { problem: draft.problem })
  return rated ? t('title.opinion') : newsTitle(view, t)
}

function Write({ talk }: TalkProps) {
  const { frame, links, view, draft, turn, auto } = talk
  const { t } = frame
  return (
    <section aria-labelledby="ecriture">
      <h2 id="ecriture">{t('write.title')}</h2>
      {view.status === 'closed' ? (
        <p id={WRITE}>{t('title.closed')}</p>
      ) : auto ? (
        <p id={WRITE}>
          {t('write.paused')}{' '}
          <a href={rereadLink(links, { turn: turn + 1, auto: false }).replace(LAST_MESSAGE, WRITE)}>
            {t('write.stop')}
          </a>
        </p>
      ) : (
        <PostForm action={links.messages} look="write">
          <TextField
            id={WRITE}
            name="text"
            label={t('write.field')}
            value={draft?.text ?? ''}
            hint={t('write.sensitive')}
            error={draft?.problem}
            focused={draft !== undefined}
            required
          />
          <button type="submit" class="main">
            {t('write.send')}
          </button>
        </PostForm>
      )}
    </section>
  )
}

function Actions({ talk: { frame, links, view } }: TalkProps) {
  const { t, commune, language } = frame
  return (
    <section aria-labelledby="actions" class="actions">
      <h2 id="actions">{t('actions.title')}</h2>
      <ul>
        {view.status === 'open' && (
          <li>
            <PostForm action={links.end}>
              <button type="submit">{t('actions.end')}</button>
            </PostForm>
          </li>
        )}
        <li>
          <a href={links.data}>{t('actions.data')}</a>
        </li>
        <li>
          <a href={links.erase}>{t('actions.erase')}</a>
        </li>
        <li>
          <a href={askLink(commune.id, language)}>{t('actions.new')}</a>
        </li>
      </ul>
    </section>
  )
}

interface MessageItemProps extends TalkProps {
  message: Message
  /** The fragment by which the page opens here; only the newest message has one of its own. */
  anchor: string
}

/** A message as stored: who, when, and what. */
function MessageItem({ talk, message, anchor }: MessageItemProps) {
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
        {authorOf(message, frame)}, <time dateTime={at}>{pageMomentInWords(at, frame)}</time>
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
