import { Component, type ComponentChildren, createRef } from 'preact'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import type { Outgoing } from './conversation-state.js'
import { Icon } from './icon.js'
import { spokenText } from './messages.js'
import { Part } from './part.js'
import { pressChoice } from './press-choice.js'
import { isThinking } from './state-questions.js'

/** What is done with what the citizen writes, one tap away; the page that tells all is there whatever happens. */
class Privacy extends Component<ChatProps> {
  override state = { opened: false }

  override render({ chat }: ChatProps) {
    const { state, t, notice } = chat
    if (!state.commune) return null
    return (
      <details class="privacy" onToggle={() => this.setState({ opened: true })}>
        <summary>{t('privacySummary')}</summary>
        {this.state.opened && <Part pick={({ PrivacyNotice }) => PrivacyNotice} props={{ chat }} />}
        <p>
          <a href={`${notice}&commune=${state.commune.id}`} target="_blank" rel="noopener">
            {t('privacyMore')} {t('newTab')}
          </a>
        </p>
      </details>
    )
  }
}

/** Distance from the end, in CSS pixels, within which the reader is following. */
const NEAR_PX = 120
/** Space left above what is shown first, in CSS pixels. */
const ABOVE_PX = 12

/** `children` come before everything that is said. */
type Props = ChatProps & { children?: ComponentChildren }

/** The conversation, oldest first. It follows new messages only when the reader is at its end. */
export class MessageList extends Component<Props> {
  override state = { behind: false }
  readonly #scroller = createRef<HTMLDivElement>()
  readonly #items = createRef<HTMLOListElement>()
  readonly #end = createRef<HTMLDivElement>()
  #following = true
  /** What was last shown from its beginning, and where that put the reader: it holds whatever grows or shrinks around it, until she scrolls herself. */
  #first: Element | null | undefined
  #place = 0
  /** What has come out of sight. */
  #missed: Element | undefined
  /** What shows a message may come after it, and a phone's keyboard takes half of the screen. */
  readonly #sizes = new ResizeObserver(() => {
    const { messages, outbox } = this.props.chat.state
    if ((this.#following || this.#first) && messages.length + outbox.length > 0) this.#show(this.#first)
  })

  override componentDidMount(): void {
    this.#show(this.#items.current?.lastElementChild)
    for (const { current } of [this.#scroller, this.#items, this.#end]) if (current) this.#sizes.observe(current)
  }

  override componentWillUnmount(): void {
    this.#sizes.disconnect()
  }

  /** A long answer is read from its beginning; a reader of older messages is left alone. */
  override componentDidUpdate({ chat }: ChatProps): void {
    const { messages, outbox } = this.props.chat.state
    const before = chat.state
    if (messages === before.messages && outbox === before.outbox) return
    const items = this.#items.current?.children
    const seq = before.messages.at(-1)?.seq
    const news = messages.findIndex((message) => seq !== undefined && message.seq > seq && message.author !== 'citizen')
    const sent = outbox.length > before.outbox.length
    if (messages.length < before.messages.length) {
      // Another conversation begins with what is said of it.
      this.#show(this.#scroller.current?.querySelector('.event'))
      this.setState({ behind: false })
    } else if (sent || (this.#following && (news >= 0 || outbox.length > 0))) this.#show(items?.[news])
    // One that was begun before is shown where she left it.
    else if (seq === undefined) this.#show(this.#items.current?.lastElementChild)
    else if (news >= 0 && !this.state.behind) {
      this.#missed = items?.[news]
      this.setState({ behind: true })
    }
  }

  /** Puts the reader at the beginning of something, or at the end of all. */
  #show(first?: Element | null): void {
    const element = this.#scroller.current
    if (!element) return
    const top = first?.isConnected
      ? first.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop - ABOVE_PX
      : element.scrollHeight
    element.scrollTop = top
    this.#place = element.scrollTop
    this.#first = first
    this.#following = true
  }

  #onScroll(): void {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#scroller.current ?? {}
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_PX
    if (Math.abs(scrollTop - this.#place) > 2) this.#first = null
    if (this.#following && this.state.behind) this.setState({ behind: false })
  }

  override render({ chat, children }: Props) {
    const { state, t } = chat
    const { messages, outbox, notice } = state
    return (
      <div class="body">
        <div
          class="scroller"
          ref={this.#scroller}
          onScroll={() => this.#onScroll()}
          role="log"
          aria-live="off"
          aria-label={t('history')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard, and not every browser sees to it.
          tabIndex={0}
        >
          {children}
          {notice && <p class="notice event">{t(notice)}</p>}
          <Welcome chat={chat}>
            <p class="privacy">{t('sensitive')}</p>
            <Privacy chat={chat} />
          </Welcome>
          <ol ref={this.#items}>
            {messages.map((message) => (
              <Part
                key={message.clientId ?? message.id}
                pick={({ MessageItem }) => MessageItem}
                props={{ chat, message }}
                lost={<li class="bubble">{spokenText(message)}</li>}
              />
            ))}
            {outbox.map((outgoing) => (
              <OutgoingItem key={outgoing.clientId} chat={chat} outgoing={outgoing} />
            ))}
            {isThinking(state) && (
              <li key="typing">
                <p class="bubble typing">
                  <i />
                  <i />
                  <i />
                  <span class="hidden">{t('typing')}</span>
                </p>
              </li>
            )}
          </ol>
          <div ref={this.#end}>{messages[0] && <Part pick={({ TalkNews }) => TalkNews} props={{ chat }} />}</div>
        </div>
        {this.state.behind && (
          <Button class="pill" onClick={() => this.#show(this.#missed)}>
            {t('newMessage')}
          </Button>
        )}
      </div>
    )
  }
}

/** A message of the citizen that the server has not acknowledged yet. */
function OutgoingItem({ chat, outgoing }: ChatProps & { outgoing: Outgoing }) {
  const { session, t, focusComposer } = chat
  const { clientId, text, status, problem } = outgoing
  const stuck = status === 'failed' || status === 'waiting'
  return (
    <li class={`citizen ${status}`}>
      <p class="meta">
        {t('you')}
        <span>
          <Icon name={status === 'failed' ? 'alert' : 'clock'} /> {t(stuck ? status : 'sending')}
        </span>
      </p>
      <p class="bubble" dir="auto">
        {text}
      </p>
      {stuck && (
        <div class="trouble">
          <p>{problem}</p>
          <Button
            onClick={() => {
              session.retry(clientId)
              focusComposer()
            }}
          >
            {t('retry')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** Before the first message: who answers, whether a person can be reached, and questions to begin with. `children`, which are always said, come between. */
function Welcome({ chat, children }: ChatProps & { children: ComponentChildren }) {
  const { session, state, t } = chat
  const { commune, availability, loadProblem, messages, outbox, resuming } = state
  if (messages.length + outbox.length > 0) return <>{children}</>
  if (loadProblem) {
    return (
      <>
        <p class="bubble">
          <Dialled sentence={loadProblem} />
        </p>
        <Button
          onClick={() => {
            chat.focusComposer()
            void session.load(true)
          }}
        >
          {t('tryAgain')}
        </Button>
        {children}
      </>
    )
  }
  if (resuming) return null
  return (
    <>
      <p class="bubble">{t('greeting')}</p>
      {availability && (
        <p class={availability.canTalk ? 'reach on' : 'reach'}>
          <Dialled sentence={availability.sentence} />
        </p>
      )}
      {children}
      {commune && <h3 id="suggested">{t('suggested')}</h3>}
      <ul class="chips" aria-labelledby="suggested">
        {commune?.suggested.map(({ id, title, language }) => (
          <li lang={language} dir="auto">
            <Button class="chip" onClick={() => pressChoice(chat, title, `entry:${id}`)}>
              {title}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** A sentence whose phone can be pressed, however its language spaces it. What finds every link of a text comes with the first answer. */
function Dialled({ sentence }: { sentence: string }) {
  const [number = ''] = sentence.match(/\+?\d(?:[\s.-]?\d){8,}/) ?? []
  const [before, after] = number ? sentence.split(number) : [sentence]
  return (
    <>
      {before}
      {number && (
        <a href={`tel:${number.replace(/[^\d+]/g, '')}`} dir="ltr">
          {number}
        </a>
      )}
      {after}
    </>
  )
}
