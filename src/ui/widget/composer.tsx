import { Component, createRef } from 'preact'
import type { MAX_TEXT_LENGTH } from '../../platform/http/shapes.js'
import { Button } from './button.js'
import type { Chat, ChatProps } from './chat.js'
import { Later } from './later.js'

/** Lines beyond which the text area scrolls instead of growing. */
const MOST_LINES = 5
const BORDERS_PX = 2

/**
 * Height of a text area that shows its whole text up to {@link MOST_LINES} lines, in CSS pixels.
 * @param content `scrollHeight`: text and padding
 * @param line height of a line
 * @param padding above and below together
 */
export function textAreaHeight(content: number, line: number, padding: number): number {
  return Math.ceil(Math.min(content, MOST_LINES * line + padding))
}

/** Gives a text area, equally padded above and below, the height of its text. */
function growTextArea(area: HTMLTextAreaElement): void {
  const { lineHeight, paddingTop } = getComputedStyle(area)
  area.style.height = '0'
  area.style.height = `${textAreaHeight(area.scrollHeight, Number.parseFloat(lineHeight), 2 * Number.parseFloat(paddingTop)) + BORDERS_PX}px`
}

const LONG_NUMBER = /(?<!\d)(\d[ .\u00a0-]?){12,18}\d(?!\d)/
const IBAN = /\b[a-z]{2}\d\d( ?[a-z\d]{4}){3}/i

/**
 * Whether a text being typed seems to hold a bank card, a social security number or an IBAN. A hint before sending, without
 * keys: the server checks them and masks what it stores.
 */
export function looksSensitive(text: string): boolean {
  return LONG_NUMBER.test(text) || IBAN.test(text)
}

/** The server's own limit; its type keeps the two equal. */
const MOST: typeof MAX_TEXT_LENGTH = 2000
/** Characters left at which the count appears. */
const NEAR = 200

/** A part that only helps: without it, one types and sends all the same. */
const loadSuggestions = () =>
  import('./extras/suggestions.js').then(
    ({ Suggestions }) => Suggestions,
    () => () => null,
  )

/** Where the citizen writes. Enter sends, Shift and Enter goes to the next line. */
export class Composer extends Component<ChatProps> {
  override state = { text: this.props.chat.memory.readHere<string>('draft') ?? '', refused: false }
  readonly #field = createRef<HTMLTextAreaElement>()

  /** Measuring a text lays the panel out: only when it has changed. */
  override componentDidUpdate({ chat: { state } }: ChatProps, before: { text: string }): void {
    const { text } = this.state
    const { chat } = this.props
    // Erased with the rest.
    if (chat.state.notice === 'erased' && state.notice !== 'erased') this.setState({ text: '' })
    if (before.text === text) return
    if (!warningOf(chat, before.text)) this.#warn(text)
    chat.memory.keepHere('draft', text || null)
    const area = this.#field.current
    if (area) growTextArea(area)
  }

  #send(event: Event): void {
    event.preventDefault()
    const { chat } = this.props
    const { text } = this.state
    const refused = text.trim() === ''
    if (!refused && text.length <= MOST) {
      chat.session.send(text.trim())
      this.setState({ text: '' })
    } else this.#warn(text, refused)
    this.setState({ refused })
    chat.focusComposer()
  }

  /** Has screen readers say what is wrong, if anything is. */
  #warn(text: string, refused = false): void {
    const { chat } = this.props
    const warning = warningOf(chat, text, refused)
    if (warning) chat.session.announce(warning)
  }

  override render({ chat }: ChatProps) {
    const { session, state, t } = chat
    const { text, refused } = this.state
    const label = t(state.handoff?.status === 'assigned' ? 'fieldAgent' : 'field')
    if (state.closed) {
      return (
        <div class="composer">
          <Button class="button main" onClick={() => session.restart('newConversation', true)}>
            {t('newConversation')}
          </Button>
        </div>
      )
    }
    return (
      <>
        {text && (
          <Later
            load={loadSuggestions}
            props={{ chat, field: this.#field, text, onChosen: () => this.setState({ text: '' }) }}
          />
        )}
        <form class="composer" noValidate onSubmit={(event) => this.#send(event)}>
          {chat.comfort && (
            <chat.comfort.Dictation
              chat={chat}
              text={text}
              onText={(text) => this.setState({ text, refused: false })}
            />
          )}
          <div class="field">
            <textarea
              ref={this.#field}
              rows={1}
              dir="auto"
              value={text}
              aria-label={label}
              placeholder={label}
              aria-describedby="hint"
              aria-invalid={text.length > MOST}
              enterkeyhint="send"
              onInput={(event) => this.setState({ text: event.currentTarget.value, refused: false })}
              onKeyDown={(event) => {
                // 229 is how Safari tells that Enter only ends a composed word.
                if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229)
                  this.#send(event)
              }}
            />
            <Button type="submit" class="send" icon="send" aria-label={t('send')} />
          </div>
          <Hint chat={chat} text={text} refused={refused} />
        </form>
      </>
    )
  }
}

/** Under the field, what must be known now; what is always true stands where the conversation begins, and is read with the field. */
function Hint({ chat, text, refused }: { chat: Chat; text: string; refused: boolean }) {
  const count = MOST - text.length
  const warning = warningOf(chat, text, refused)
  const near = count <= NEAR
  return (
    <p id="hint" class={warning ? 'hint error' : near ? 'hint' : 'hidden'}>
      {warning || chat.t(near ? 'left' : 'sensitive', { count })}
    </p>
  )
}

/** Why a text should not go as it is; empty when it may. */
function warningOf({ t }: Chat, text: string, refused = false): string {
  if (refused) return t('emptyHint')
  if (looksSensitive(text)) return t('needless')
  return text.length > MOST ? t('over', { count: text.length - MOST }) : ''
}
