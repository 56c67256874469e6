import { Component, createRef } from 'preact'
import { ratingRoutes } from '../../../features/conversations/rating-contract.js'
import type { RatingLevel } from '../../../platform/model/rating.js'
import { Button } from '../button.js'
import type { Chat, ChatProps } from '../chat.js'
import type { ConversationState } from '../conversation-state.js'
import { HandoffBar } from '../handoff-bar.js'
import { extraWords } from './extra-words.js'

/** Best first, as the buttons are read. */
const LEVELS = [5, 4, 3, 2, 1] as const satisfies readonly RatingLevel[]
/** The server's own limit. */
const MOST_CHARACTERS = 500

interface RatingState {
  step: 'level' | 'comment' | 'done'
  level: RatingLevel | null
  comment: string
  isMasked: boolean
}

/**
 * Asks how the conversation went, in words; one press answers, one press declines, and nothing waits for it. What was chosen is kept at once;
 * a comment may follow.
 */
class Rating extends Component<ChatProps, RatingState> {
  override state: RatingState = { step: 'level', level: null, comment: '', isMasked: false }
  readonly #root = createRef<HTMLElement>()

  async #send(body: { level: RatingLevel | null; comment?: string }, next: 'comment' | 'done'): Promise<void> {
    const { session, t } = this.props.chat
    try {
      const masked = await session.ask(ratingRoutes.rate, { body })
      this.setState({ level: body.level, isMasked: Boolean(masked) })
      this.#goTo(next)
    } catch (error) {
      session.announce((error as Error).message || t('loadFailed'))
    }
  }

  /** What was pressed vanishes: the focus goes to what takes its place, or where the conversation goes on. */
  #goTo(step: 'comment' | 'done'): void {
    const root = this.#root.current?.getRootNode() as ShadowRoot | undefined
    this.setState({ step }, () => {
      const heading = this.#root.current?.querySelector<HTMLElement>('[tabindex]')
      const field = root?.querySelector<HTMLElement>('.composer textarea, .composer button')
      ;(heading ?? field)?.focus()
    })
  }

  override render({ chat: { language } }: ChatProps) {
    const { step, level, isMasked } = this.state
    const say = extraWords(language)
    if (step === 'level') return this.#levels()
    if (step === 'comment') return this.#comment()
    return level ? (
      <section ref={this.#root} class="rating">
        <p tabIndex={-1}>
          {say('rateDone')} {isMasked && say('rateMasked')}
        </p>
      </section>
    ) : null
  }

  #levels() {
    const say = extraWords(this.props.chat.language)
    return (
      <section ref={this.#root} class="rating" aria-labelledby="rating">
        <h3 id="rating">{say('rateTitle')}</h3>
        <ul class="chips">
          {LEVELS.map((one) => (
            <li>
              <Button class="chip" onClick={() => void this.#send({ level: one }, 'comment')}>
                {say(`rate${one}`)}
              </Button>
            </li>
          ))}
        </ul>
        <Button class="plain" onClick={() => void this.#send({ level: null }, 'done')}>
          {say('rateSkip')}
        </Button>
      </section>
    )
  }

  #comment() {
    const { t, language } = this.props.chat
    const { level, comment } = this.state
    const say = extraWords(language)
    return (
      <section ref={this.#root} class="rating" aria-labelledby="rating">
        <h3 id="rating" tabIndex={-1}>
          {say('rateThanks')}
        </h3>
        <label for="comment">{say('rateComment')}</label>
        <textarea
          id="comment"
          dir="auto"
          rows={3}
          maxLength={MOST_CHARACTERS}
          aria-describedby="comment-hint"
          value={comment}
          onInput={(event) => this.setState({ comment: event.currentTarget.value })}
        />
        <p id="comment-hint" class="hint">
          {t('sensitive')}
        </p>
        <p class="actions">
          <Button onClick={() => (comment.trim() ? void this.#send({ level, comment }, 'done') : this.#goTo('done'))}>
            {say('rateSend')}
          </Button>{' '}
          <Button class="plain" onClick={() => this.#goTo('done')}>
            {say('rateNoComment')}
          </Button>
        </p>
      </section>
    )
  }
}

/** The first news of a wait comes after what the town hall says of the request, in ms. */
const FIRST_AFTER_MS = 3_000
/** Time between two announcements at least, in ms. */
const BETWEEN_MS = 30_000

/** Tells screen readers where a wait stands: only when it has changed, the latest news only, and not too often. */
export class WaitAnnouncer {
  readonly #announce: (sentence: string) => void
  #told = ''
  #latest = ''
  #quietUntil = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(announce: (sentence: string) => void) {
    this.#announce = announce
  }

  /** Takes the news; empty, the wait is over and nothing more is said of it. */
  hear(sentence: string): void {
    if (sentence === this.#latest) return
    if (!sentence) {
      this.stop()
      return
    }
    if (this.#latest === '') this.#quietUntil = Math.max(this.#quietUntil, Date.now() + FIRST_AFTER_MS)
    this.#latest = sentence
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, this.#quietUntil - Date.now()))
  }

  /** Says nothing more until another wait begins. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#told = ''
    this.#latest = ''
  }

  #tell(): void {
    if (this.#latest === this.#told) return
    this.#told = this.#latest
    this.#quietUntil = Date.now() + BETWEEN_MS
    this.#announce(this.#latest)
  }
}

/** How often, at most, the agent is told that the citizen writes; half of the time for which she sees it. */
const EVERY_MS = 3_000

/**
 * Tells the agent that the citizen writes, and nothing of what, while a talk goes on in a commune that shows it; elsewhere no request leaves for it.
 * @param chat the chat as it is now
 * @returns the way to stop
 */
function tellTyping(root: Node, chat: () => Chat): () => void {
  let toldAt = 0
  const onInput = ({ target }: Event) => {
    const { session, state } = chat()
    const writes = target instanceof HTMLTextAreaElement && target.closest('.composer') && target.value.trim() !== ''
    if (!writes || !state.handoff?.showsTyping || Date.now() - toldAt < EVERY_MS) return
    toldAt = Date.now()
    session.tellTyping()
  }
  root.addEventListener('input', onInput)
  return () => root.removeEventListener('input', onInput)
}

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

/** Whether a conversation has come to an end worth a question: the citizen closed it, or the agent did and she has not gone on. */
export function hasEnded({
  closed,
  messages,
  outbox,
}: Pick<ConversationState, 'closed' | 'messages' | 'outbox'>): boolean {
  if (closed) return true
  const last = messages.at(-1)
  return outbox.length === 0 && last?.payload.type === 'text' && last.payload.event === 'handoff_resolved'
}
