import { createRef } from 'preact'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { Icon } from '../icon.js'
import type { PanelState } from '../panel-state.js'
import { About } from './about-speech.js'
import { canDictate, canRead } from './can-speech.js'
import { chooseComfort, comfortChoice } from './chosen-comfort.js'
import type { ComfortChoice } from './comfort-choice.js'
import { comfortWords } from './comfort-words.js'
import { Following } from './following.js'
import { dictaphone, reader } from './speech.js'
import { TextSize } from './text-size.js'

interface ComfortOptionsProps extends ChatProps {
  onChange: (change: Partial<PanelState>) => void
}

/** Space left below the menu, in CSS pixels. */
const MARGIN_PX = 10
/** Height below which the menu rather covers the field, in em of its text. */
const FEWEST_EM = 22

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

  /** With these, the menu may be longer than the panel: it then scrolls, above the field where there is room, so that no button is half covered. */
  #fit(): void {
    const menu = this.#first.current?.parentElement
    const panel = menu?.closest('dialog')
    if (!menu || !panel || menu.hidden) return
    const top = menu.getBoundingClientRect().top
    const above = (panel.querySelector('.composer') ?? panel).getBoundingClientRect().top - top
    const fewest = FEWEST_EM * Number.parseFloat(getComputedStyle(menu).fontSize)
    const room = above < fewest ? panel.getBoundingClientRect().bottom - top - MARGIN_PX : above - MARGIN_PX
    menu.style.maxHeight = `${room}px`
  }

  override render({ chat }: ComfortOptionsProps) {
    const say = comfortWords(chat.language)
    if (!say) return null
    const { reading, dictation } = comfortChoice(chat.memory)
    const press = (what: 'reading' | 'dictation', isOn: boolean) => () => this.#choose(what, !isOn)
    return (
      <>
        <li ref={this.#first}>
          <TextSize chat={chat} say={say} />
        </li>
        {canRead(chat.language) && (
          <Switch label={say('offerReading')} on={reading} onPress={press('reading', reading)} />
        )}
        {canDictate(chat.language) && (
          <Switch label={say('offerDictation')} on={dictation} onPress={press('dictation', dictation)} />
        )}
        <li>
          <About language={chat.language} say={say} />
        </li>
      </>
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
    <li>
      <Button class="option" aria-pressed={on} onClick={onPress}>
        {label}
        <span class="box">{on && <Icon name="check" />}</span>
      </Button>
    </li>
  )
}
