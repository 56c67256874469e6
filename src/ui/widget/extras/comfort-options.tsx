import { createRef } from 'preact'
import type { Language } from '../../../platform/model/language.js'
import { Button } from '../button.js'
import type { ChatProps, PanelState } from '../chat.js'
import { Icon } from '../icon.js'
import { type ComfortChoice, chooseComfort, comfortChoice, stepSize } from './comfort-choice.js'
import { type ComfortKey, comfortWords, type SayComfort } from './comfort-words.js'
import { Following } from './following.js'
import { browserVoices, hasFarVoice, localVoice } from './local-voice.js'
import { dictaphone, reader, recognition } from './speech.js'

interface TextSizeProps extends ChatProps {
  say: SayComfort
}

const STEPS = [
  { step: -1, letter: 'A−', key: 'smaller' },
  { step: 0, letter: 'A', key: 'normalSize' },
  { step: 1, letter: 'A+', key: 'larger' },
] as const satisfies { step: -1 | 0 | 1; letter: string; key: ComfortKey }[]

/** The size of the text in the panel, and the buttons that change it. They never vanish: one may press until it suits. */
function TextSize({ chat, say }: TextSizeProps) {
  const { size } = comfortChoice(chat.memory)
  return (
    <fieldset class="sizes" aria-labelledby="text-size">
      <p id="text-size">{say('textSize', { size })}</p>
      {STEPS.map(({ step, letter, key }) => {
        const next = stepSize(size, step)
        return (
          <Button
            aria-disabled={next === size}
            onClick={() => {
              if (next === size) return
              chooseComfort(chat.memory, { size: next })
              chat.session.announce(say('textSize', { size: next }))
            }}
          >
            <bdi dir="ltr">{letter}</bdi>
            <span class="hidden"> {say(key)}</span>
          </Button>
        )
      })}
    </fieldset>
  )
}

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

/** What to know of the voices that are offered, and why those that are not offered are not. */
function About({ language, say }: { language: Language; say: SayComfort }) {
  return (
    <details class="about">
      <summary>{say('about')}</summary>
      {[...aboutReading(language), ...aboutDictation(language)].map((key) => (
        <p>{say(key)}</p>
      ))}
    </details>
  )
}

function aboutReading(language: Language): ComfortKey[] {
  const voices = browserVoices()
  const offered: ComfortKey[] = canRead(language) ? ['aboutScreenReader', 'aboutReading'] : []
  if (localVoice(voices, language)) return offered
  return [...offered, 'noVoice', ...(hasFarVoice(voices, language) ? (['farVoice'] as const) : [])]
}

/** Nothing while the browser is being asked. */
function aboutDictation(language: Language): ComfortKey[] {
  const heard = recognition(language)
  if (heard === null) return []
  if (heard === 'far' || heard === 'none') return [heard === 'far' ? 'farRecognition' : 'noRecognition', 'keyboard']
  return ['aboutDictation']
}

/** Whether the device may read aloud in a conversation: answers are often in French, whatever the language of the interface. */
function canRead(language: Language): boolean {
  return [language, 'fr' as const].some((one) => localVoice(browserVoices(), one))
}

/** Whether the device recognises what is said in a language, as far as is known. */
function canDictate(language: Language): boolean {
  return typeof (recognition(language) ?? 'none') === 'object'
}
