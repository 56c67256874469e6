import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { comfortChoice } from './comfort-choice.js'
import { comfortWords } from './comfort-words.js'
import { Following } from './following.js'
import { showTextSize } from './panel-style.js'
import { dictaphone, reader, stopSpeech } from './speech.js'

interface SpeechBarProps extends ChatProps {
  /** Whether the panel is. */
  open: boolean
}

/** Stays in the panel: shows the chosen size of text, says that something is read with the way to stop it, and stops when it is no longer wished for. */
export class SpeechBar extends Following<SpeechBarProps> {
  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing || !stopSpeech()) return
    // The panel stays open: Escape closes it the next time.
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  override componentDidMount(): void {
    super.componentDidMount()
    showTextSize(comfortChoice(this.props.chat.memory).size / 100)
    // Before the panel's own listener, wherever the focus is.
    document.addEventListener('keydown', this.#onKey, true)
    // Some browsers go on speaking on the next page.
    addEventListener('pagehide', stopSpeech)
  }

  override componentWillUnmount(): void {
    super.componentWillUnmount()
    document.removeEventListener('keydown', this.#onKey, true)
    removeEventListener('pagehide', stopSpeech)
    stopSpeech()
  }

  override componentDidUpdate(before: SpeechBarProps): void {
    const { chat, open } = this.props
    const { outbox, messages } = chat.state
    const hasSent = outbox.some(({ clientId }) => !before.chat.state.outbox.some((one) => one.clientId === clientId))
    const isErased = reader.messageId !== null && !messages.some(({ id }) => id === reader.messageId)
    const isOtherView = dictaphone.isListening && chat.language !== before.chat.language
    if (!open || hasSent || isErased || isOtherView) stopSpeech()
  }

  override render({ chat }: SpeechBarProps) {
    const say = comfortWords(chat.language)
    if (!say || reader.messageId === null) return null
    return (
      <div class="banner info speech">
        <p>{say('reading')}</p>
        <Button class="button stop" onClick={() => this.#stop()}>
          {say('stopReading')}
        </Button>
      </div>
    )
  }

  /** The pressed button is about to vanish. */
  #stop(): void {
    reader.stop()
    this.props.chat.focusComposer()
  }
}
