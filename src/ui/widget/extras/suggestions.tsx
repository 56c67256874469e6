import { Component, type RefObject } from 'preact'
import { factRoutes } from '../../../features/asking/facts-contract.js'
import { directionOf } from '../../../platform/model/language.js'
import { indexTitles, searchTitles, type TitleIndex } from '../../../platform/text/title-search.js'
import type { ChatProps } from '../chat.js'
import { suggestionsAreOff } from './suggestion-choice.js'
import css from './suggestions.css'

/** Comes with this part, so that the widget's first files are not cut in one more piece for its sake. */
export { SuggestionOption } from './suggestion-option.js'

/** Characters from which titles are proposed. */
const FEWEST_CHARACTERS = 2
/** A longer text is a story: it is better asked. */
const MOST_CHARACTERS = 80
/** Titles proposed, where there is room and where there is little of it. */
const MOST_TITLES = 5
const MOST_TITLES_ON_SMALL = 3
/** As in the style sheet of the widget. */
const SMALL = '(max-width: 600px), (max-height: 480px)'
/** The count is said once she pauses, in ms: a screen reader is saying the letters until then. */
const PAUSE_MS = 600

/** The list, made at the first word of the page; `null` before, and again when it could not be read. */
let index: Promise<TitleIndex> | null = null

interface SuggestionsProps extends ChatProps {
  field: RefObject<HTMLTextAreaElement | null>
  /** What is typed so far. */
  text: string
  /** Empties the field. */
  onChosen: () => void
}

interface SuggestionsState {
  index: TitleIndex | null
  hasFocus: boolean
  /** Place of the title that Enter chooses; -1 for the typed text itself. */
  active: number
  /** The text for which the list was closed. */
  closedFor: string | null
}

/**
 * Titles that answer what is being typed, found in the browser: nothing typed leaves it. The field keeps the focus and points to the active title. It
 * stays a text box of several lines, which HTML does not let be a `combobox`; of that pattern it has all that a text box may have.
 */
export class Suggestions extends Component<SuggestionsProps, SuggestionsState> {
  override state: SuggestionsState = { index: null, hasFocus: true, active: -1, closedFor: null }
  #said = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #onKey = (event: KeyboardEvent) => this.#press(event)
  readonly #onFocus = ({ type }: FocusEvent) => this.setState({ hasFocus: type === 'focus', active: -1 })

  override componentDidMount(): void {
    const field = this.props.field.current
    const root = field?.getRootNode()
    if (!field || !(root instanceof ShadowRoot)) return
    adoptStyle(root)
    // She may have gone elsewhere while this part was on its way.
    this.setState({ hasFocus: root.activeElement === field })
    // Before the field's own listener, which sends, and the dialog's, which closes.
    field.addEventListener('keydown', this.#onKey, true)
    field.addEventListener('focus', this.#onFocus)
    field.addEventListener('blur', this.#onFocus)
    field.setAttribute('aria-autocomplete', 'list')
    field.setAttribute('aria-haspopup', 'listbox')
    void this.#read()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
    this.#point(null, null)
    const field = this.props.field.current
    field?.removeEventListener('keydown', this.#onKey, true)
    field?.removeEventListener('focus', this.#onFocus)
    field?.removeEventListener('blur', this.#onFocus)
  }

  override componentDidUpdate({ text }: SuggestionsProps): void {
    if (text !== this.props.text) {
      if (!this.state.index) void this.#read()
      if (this.state.active >= 0 || this.state.closedFor !== null) this.setState({ active: -1, closedFor: null })
    }
    const { active } = this.state
    const count = this.#found().length
    this.#point(count > 0 ? 'suggestions' : null, active >= 0 && active < count ? `suggestion-${active}` : null)
    if (count !== this.#said) this.#sayLater(count)
  }

  /** The list is not read for whoever wants no suggestion; a failure is tried again at the next letter, and not worth a word. */
  async #read(): Promise<void> {
    if (suggestionsAreOff()) return
    const { session, state } = this.props.chat
    const { commune } = state
    if (!commune) return
    index ??= session.api
      .ask(factRoutes.titles, null, { params: { id: commune.id } })
      .then(({ entries }) => indexTitles(entries))
    try {
      this.setState({ index: await index })
    } catch {
      index = null
    }
  }

  #found() {
    const { chat, text } = this.props
    const { index: titles, hasFocus, closedFor } = this.state
    const isSought = text.trim().length >= FEWEST_CHARACTERS && text.length <= MOST_CHARACTERS && closedFor !== text
    if (!titles || !hasFocus || !isSought || suggestionsAreOff() || chat.state.handoff?.status === 'assigned') return []
    return searchTitles(titles, text, matchMedia(SMALL).matches ? MOST_TITLES_ON_SMALL : MOST_TITLES)
  }

  #point(list: string | null, option: string | null): void {
    const { current: field } = this.props.field
    const attributes = { 'aria-controls': list, 'aria-activedescendant': option }
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) field?.removeAttribute(name)
      else field?.setAttribute(name, value)
    }
    const root = field?.getRootNode()
    if (option && root instanceof ShadowRoot) root.getElementById(option)?.scrollIntoView({ block: 'nearest' })
  }

  #sayLater(count: number): void {
    this.#said = count
    clearTimeout(this.#timer)
    const { chat } = this.props
    if (count > 0) this.#timer = setTimeout(() => chat.session.announce(chat.t('suggestionCount', { count })), PAUSE_MS)
  }

  #press(event: KeyboardEvent): void {
    const { active } = this.state
    const found = this.#found()
    const isWord = event.isComposing || event.keyCode === 229
    if (found.length === 0 || isWord || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    const chosen = found[active]
    const places = found.length + 1
    if (event.key === 'ArrowDown') this.setState({ active: ((active + 2) % places) - 1 })
    else if (event.key === 'ArrowUp') this.setState({ active: ((active + places) % places) - 1 })
    else if (event.key === 'Escape') this.setState({ closedFor: this.props.text, active: -1 })
    else if (event.key === 'Enter' && chosen) this.#choose(chosen)
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #choose({ id, title }: { id: string; title: string }): void {
    const { chat, onChosen } = this.props
    onChosen()
    chat.session.send(title, `entry:${id}`)
    chat.focusComposer()
  }

  override render({ chat }: SuggestionsProps, { active }: SuggestionsState) {
    const found = this.#found()
    if (found.length === 0) return null
    return (
      <div
        id="suggestions"
        class="suggestions"
        role="listbox"
        aria-label={chat.t('suggestions')}
        // The field keeps the focus, and with it a phone's keyboard.
        onMouseDown={(event) => event.preventDefault()}
      >
        {found.map((entry, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus, points to the active option, and hears the keys.
          <div
            key={entry.id}
            id={`suggestion-${at}`}
            role="option"
            lang="fr"
            dir={directionOf('fr')}
            aria-selected={at === active}
            onClick={() => this.#choose(entry)}
          >
            {entry.title}
          </div>
        ))}
      </div>
    )
  }
}

let sheet: CSSStyleSheet | null = null

/** A page's strict content policy lets no other style through. */
function adoptStyle(root: ShadowRoot): void {
  if (sheet && root.adoptedStyleSheets.includes(sheet)) return
  sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
