import type { ComponentChildren } from 'preact'
import { createRef } from 'preact'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { Icon } from '../icon.js'
import type { PanelState } from '../panel-state.js'
import { chooseComfort, comfortChoice } from './chosen-comfort.js'
import type { ComfortChoice } from './comfort-choice.js'
import { comfortWords, type SayComfort } from './comfort-words.js'
import { Following } from './following.js'
import { hasFarVoice, localVoice } from './local-voice.js'
import { dictaphone, reader, recognition } from './speech.js'
import { TextSize } from './text-size.js'
import { browserVoices } from './voices.js'

interface ComfortOptionsProps extends ChatProps {
  onChange: (change: Partial<PanelState>) => void
}

/** Space left below the menu, in CSS pixels. */
const MARGIN_PX = 10

/** In the menu: the size of the text, reading aloud, dictation; and why what this browser cannot do without a service elsewhere is not offered. */
export class ComfortOptions extends Following<ComfortOptionsProps> {
  readonly #first = createRef<HTMLLIElement>()

  override componentDidMount(): void {
    super.componentDidMount()
    this.#fit()
  }

  override componentDidUpdate(): void {
    this.#fit()
  }

  /** With these, the menu may be longer than the panel: it then scrolls. */
  #fit(): void {
    const menu = this.#first.current?.parentElement
    const panel = menu?.closest('dialog')
    if (!menu || !panel || menu.hidden) return
    const room = panel.getBoundingClientRect().bottom - menu.getBoundingClientRect().top - MARGIN_PX
    menu.style.maxHeight = `${room}px`
  }

  override render({ chat }: ComfortOptionsProps) {
    const say = comfortWords(chat.language)
    if (!say) return null
    return (
      <>
        <li ref={this.#first}>
          <TextSize chat={chat} say={say} />
        </li>
        <li>{this.#reading(say)}</li>
        <li>{this.#dictation(say)}</li>
        {this.#about(say)}
      </>
    )
  }

  /** Answers are often in French, whatever the language of the interface. */
  get #canRead(): boolean {
    return [this.props.chat.language, 'fr' as const].some((language) => localVoice(browserVoices(), language))
  }

  #reading(say: SayComfort): ComponentChildren {
    const { language, memory } = this.props.chat
    const voices = browserVoices()
    const { reading } = comfortChoice(memory)
    return (
      <>
        {this.#canRead && (
          <Switch label={say('offerReading')} on={reading} onPress={() => this.#choose('reading', !reading)} />
        )}
        {!localVoice(voices, language) && (
          <p class="why">
            {say('noVoice')} {hasFarVoice(voices, language) && say('farVoice')}
          </p>
        )}
      </>
    )
  }

  #dictation(say: SayComfort): ComponentChildren {
    const { language, memory } = this.props.chat
    const heard = recognition(language)
    const { dictation } = comfortChoice(memory)
    if (!heard) return null
    if (heard === 'far' || heard === 'none') {
      return (
        <p class="why">
          {say(heard === 'far' ? 'farRecognition' : 'noRecognition')} {say('keyboard')}
        </p>
      )
    }
    return <Switch label={say('offerDictation')} on={dictation} onPress={() => this.#choose('dictation', !dictation)} />
  }

  /** What to know of what is offered, and only of that. */
  #about(say: SayComfort): ComponentChildren {
    const heard = recognition(this.props.chat.language)
    const canDictate = heard !== null && typeof heard === 'object'
    if (!this.#canRead && !canDictate) return null
    return (
      <li>
        <details class="about">
          <summary>{say('about')}</summary>
          {this.#canRead && <p>{say('aboutScreenReader')}</p>}
          {this.#canRead && <p>{say('aboutReading')}</p>}
          {canDictate && <p>{say('aboutDictation')}</p>}
        </details>
      </li>
    )
  }

  #choose(what: keyof Omit<ComfortChoice, 'size'>, wanted: boolean): void {
    const { chat, onChange } = this.props
    if (what === 'reading') reader.stop()
    else dictaphone.drop()
    chooseComfort(chat.memory, { [what]: wanted })
    onChange({ menu: false })
    chat.focusComposer()
    const said = wanted ? (`${what}Offered` as const) : (`${what}Off` as const)
    chat.session.announce(comfortWords(chat.language)?.(said) ?? '')
  }
}

function Switch({ label, on, onPress }: { label: string; on: boolean; onPress: () => void }) {
  return (
    <Button class="option" aria-pressed={on} onClick={onPress}>
      {label}
      <span class="box">{on && <Icon name="check" />}</span>
    </Button>
  )
}
