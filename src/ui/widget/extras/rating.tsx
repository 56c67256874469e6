import { Component, createRef } from 'preact'
import type { RatingLevel } from '../../../platform/model/rating.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { extraWords } from './extra-words.js'

/** Best first, as the buttons are read. */
const LEVELS = [5, 4, 3, 2, 1] as const satisfies readonly RatingLevel[]
/** The server's own limit. */
const MOST_CHARACTERS = 500

/**
 * Asks how the conversation went, in words; one press answers, one press declines, and nothing waits for it. What was chosen is kept at once;
 * a comment may follow.
 */
export class Rating extends Component<
  ChatProps,
  { step: 'level' | 'comment' | 'done'; level: RatingLevel | null; comment: string; isMasked: boolean }
> {
  override state = { step: 'level' as const, level: null, comment: '', isMasked: false }
  readonly #root = createRef<HTMLElement>()

  async #send(body: { level: RatingLevel | null; comment?: string }, next: 'comment' | 'done'): Promise<void> {
    const { session, t } = this.props.chat
    try {
      const masked = await session.call<string | null>('POST', '/rating', body)
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

  override render({ chat: { t, language } }: ChatProps) {
    const { step, level, comment, isMasked } = this.state as {
      step: string
      level: RatingLevel | null
      comment: string
      isMasked: boolean
    }
    const say = extraWords(language)
    if (step === 'done')
      return level ? (
        <section ref={this.#root} class="rating">
          <p tabIndex={-1}>
            {say('rateDone')} {isMasked && say('rateMasked')}
          </p>
        </section>
      ) : null
    if (step === 'comment')
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
}
