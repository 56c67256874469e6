import { Component, createRef } from 'preact'
import type { ChatProps } from '../chat.js'
import { HandoffBar } from '../handoff-bar.js'
import { extraWords } from './extra-words.js'
import { hasEnded } from './has-ended.js'
import { Rating } from './rating.js'
import { tellTyping } from './tell-typing.js'
import { WaitAnnouncer } from './wait-announcer.js'

/** Distance from the end, in CSS pixels, within which the reader is following: the height of what appears, and a little more. */
const NEAR_PX = 160

/**
 * What goes on at the end of a conversation: where a request to a person stands, that the agent is writing (and, where the commune lets it be seen, the agent is told the same of her), and, once it has ended, the question how it went. Screen readers hear
 * the place in the queue as it changes, and that the agent writes once between two of her messages.
 */
export class TalkNews extends Component<ChatProps> {
  override state = { typing: false }
  readonly #line = createRef<HTMLDivElement>()
  readonly #wait = new WaitAnnouncer((sentence) => this.props.chat.session.announce(sentence))
  #stopTelling = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The message after which her writing was announced. */
  #announcedAfter = 0
  /** The question stays while it is being answered, and is not asked twice. */
  #asking = false

  override componentDidMount(): void {
    const root = this.#line.current?.getRootNode()
    if (root) this.#stopTelling = tellTyping(root, () => this.props.chat)
    this.#wait.hear(this.props.chat.state.handoff?.waiting ?? '')
  }

  override componentDidUpdate({ chat: { state: before } }: ChatProps, { typing }: { typing: boolean }): void {
    const { state } = this.props.chat
    this.#wait.hear(state.handoff?.waiting ?? '')
    if (state.typing && state.typing !== before.typing) this.#show(state.typing.forMs)
    const last = state.messages.at(-1)
    const isHers = last?.author === 'agent' && last !== before.messages.at(-1)
    if (isHers || state.handoff?.status !== 'assigned') this.#hide()
    if (this.state.typing && !typing) this.#follow()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
    this.#stopTelling()
    this.#wait.stop()
  }

  #show(forMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#hide(), forMs)
    this.setState({ typing: true })
    const { session, state } = this.props.chat
    const seq = state.messages.findLast(({ author }) => author !== 'citizen')?.seq ?? 0
    if (seq === this.#announcedAfter) return
    this.#announcedAfter = seq
    session.announce(this.#sentence())
  }

  #hide(): void {
    clearTimeout(this.#timer)
    if (this.state.typing) this.setState({ typing: false })
  }

  /** A reader at the end sees what appears there; a reader of older messages is left alone. */
  #follow(): void {
    const scroller = this.#line.current?.closest('.scroller')
    if (!scroller) return
    const { scrollHeight, scrollTop, clientHeight } = scroller
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) scroller.scrollTop = scrollHeight
  }

  #sentence(): string {
    const { language, state } = this.props.chat
    return extraWords(language)('agentTyping', { name: state.typing?.name ?? '' })
  }

  override render({ chat }: ChatProps) {
    const ended = hasEnded(chat.state)
    this.#asking = ended && (this.#asking || !chat.state.rated)
    return (
      <div ref={this.#line}>
        <HandoffBar chat={chat} />
        {this.state.typing && (
          <p class="bubble typing">
            <i />
            <i />
            <i />
            <span>{this.#sentence()}</span>
          </p>
        )}
        {this.#asking && <Rating chat={chat} />}
      </div>
    )
  }
}
