import { Component, type ComponentChildren, createRef } from 'preact'
import { linkText } from '../../domain/rich-links.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { spokenText } from './messages.js'
import { OutgoingItem } from './outgoing-item.js'
import { Part } from './part.js'
import { Privacy } from './privacy.js'
import { Spans } from './spans.js'
import { isThinking } from './state-questions.js'
import { Welcome } from './welcome.js'

/** Distance from the end, in CSS pixels, within which the reader is following. */
const NEAR_PX = 120

/** `children` come before everything that is said. */
type Props = ChatProps & { children?: ComponentChildren }

/** The conversation, oldest first. It follows new messages only when the reader is at its end. */
export class MessageList extends Component<Props> {
  override state = { behind: false }
  readonly #scroller = createRef<HTMLDivElement>()
  #following = true

  override componentDidMount(): void {
    this.#toEnd()
  }

  /** A long answer is read from its beginning; a reader of older messages is left alone. */
  override componentDidUpdate({ chat }: ChatProps): void {
    const { messages, outbox, lost } = this.props.chat.state
    const before = chat.state
    // That the connection is lost is said above the messages, and takes room from them.
    if (messages === before.messages && outbox === before.outbox && lost === before.lost) return
    const seq = before.messages.at(-1)?.seq
    const news = messages.find((message) => seq !== undefined && message.seq > seq && message.author !== 'citizen')
    const sent = outbox.length > before.outbox.length
    if (messages.length < before.messages.length) {
      // Another conversation begins with what is said of it.
      this.#toEnd(this.#scroller.current?.querySelector('.privacy + .notice'))
      this.setState({ behind: false })
    } else if (sent || (this.#following && (news || outbox.length > 0 || seq === undefined))) {
      this.#toEnd(news && this.#scroller.current?.querySelector('ol')?.children[messages.indexOf(news)])
    } else if (news && !this.#following) this.setState({ behind: true })
  }

  #toEnd(first?: Element | null): void {
    const element = this.#scroller.current
    if (!element) return
    const top = first
      ? first.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop - 12
      : Number.POSITIVE_INFINITY
    element.scrollTop = Math.min(element.scrollHeight, top)
    this.#following = true
  }

  #onScroll(): void {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#scroller.current ?? {}
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_PX
    if (this.#following && this.state.behind) this.setState({ behind: false })
  }

  override render({ chat, children }: Props) {
    const { state, t } = chat
    const { messages, outbox, notice, handoff, availability } = state
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
          <p class="low privacy">
            <Spans chat={chat} spans={linkText(`${(!handoff && availability?.sentence) || ''} ${t('sensitive')}`)} />
          </p>
          <Privacy chat={chat} />
          {notice && <p class="notice">{t(notice)}</p>}
          <Welcome chat={chat} />
          <ol>
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
          {messages[0] && <Part pick={({ TalkNews }) => TalkNews} props={{ chat }} />}
        </div>
        {this.state.behind && (
          <Button class="pill" onClick={() => this.#toEnd()}>
            {t('newMessage')}
          </Button>
        )}
      </div>
    )
  }
}
