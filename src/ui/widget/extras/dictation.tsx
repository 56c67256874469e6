import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { comfortChoice } from './comfort-choice.js'
import { comfortWords } from './comfort-words.js'
import type { DictationProblem } from './dictaphone.js'
import { Following } from './following.js'
import { dictaphone, recognition, stopSpeech } from './speech.js'

interface DictationProps extends ChatProps {
  /** What is written in the field. */
  text: string
  onText: (text: string) => void
}

/** The button by which one dictates into the field. Only when it is wished for, and where speech is recognised on the device. */
export class Dictation extends Following<DictationProps> {
  /** The text as last written or typed: the field itself is drawn a moment later. */
  #text = this.props.text

  override componentDidUpdate({ text }: DictationProps): void {
    if (text !== this.props.text) this.#text = this.props.text
  }

  override componentWillUnmount(): void {
    super.componentWillUnmount()
    dictaphone.drop()
  }

  #start(tag: string): void {
    stopSpeech()
    dictaphone.start(tag, {
      read: () => this.#text,
      write: (text) => {
        this.#text = text
        this.props.onText(text)
      },
      onEnd: (problem) => this.#ended(problem),
    })
  }

  #ended(problem: DictationProblem | null): void {
    const { session, language, focusComposer } = this.props.chat
    const sentence = comfortWords(language)?.(problem ?? 'dictated') ?? ''
    this.setState({ problem: problem ? sentence : '' })
    session.announce(sentence)
    focusComposer()
  }

  override state = { problem: '' }

  override render({ chat }: DictationProps) {
    const say = comfortWords(chat.language)
    if (!say || !comfortChoice(chat.memory).dictation) return null
    const heard = recognition(chat.language)
    if (!heard || heard === 'far' || heard === 'none') return null
    const { isListening } = dictaphone
    return (
      <div class="dictation">
        {isListening ? <p>{say('listening')}</p> : this.state.problem && <p class="error">{this.state.problem}</p>}
        <Button
          class={isListening ? 'chip stop' : 'chip hear'}
          onClick={() => (isListening ? dictaphone.stop() : this.#start(heard.tag))}
        >
          {say(isListening ? 'stopDictation' : 'dictate')}
        </Button>
      </div>
    )
  }
}
