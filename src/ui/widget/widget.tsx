import { Component, createRef, type RefObject } from 'preact'
import { NOTICE_PATH } from '../../platform/http/pages/plain-links.js'
import { directionOf, LANGUAGES, type Language } from '../../platform/model/language.js'
import { type CallError, createApi } from './api.js'
import { Button } from './button.js'
import type { Chat, ChatProps, PanelState } from './chat.js'
import type { ContactDraft } from './check-contact.js'
import type { Configuration } from './configuration.js'
import { EMPTY_DRAFT } from './empty-draft.js'
import type { CallbackDraft } from './extras/callback-draft.js'
import { loadParts, speakParts } from './load-parts.js'
import { browserMemory } from './memory.js'
import { Panel } from './panel.js'
import { Session } from './session.js'
import { unreadCount } from './state-questions.js'
import { FRENCH, loadWords, type Translate, translator, type Words } from './translate.js'

/** Screens on which the panel takes the whole place: phones, and windows enlarged until they are as small. Also in the style sheet. */
const SMALL = '(max-width: 600px), (max-height: 480px)'

/** How a dialog is opened. */
interface Opening {
  /** Answers Escape, and a phone's back gesture. */
  onEscape: () => void
  /** Moves the focus where one begins. */
  focusFirst: () => void
  /** Whether the dialog is the whole page. */
  whole: boolean
  /** Whether it was open before a reload. */
  isRestored: boolean
}

/**
 * Opens a native dialog: not modal on a desk, modal on small screens (the browser then keeps the focus inside and the
 * page inert). One that is the whole page, or that a reload opens again beside it, takes no focus that nobody gave it.
 * @returns the way to close it
 */
function openDialog(dialog: HTMLDialogElement, { onEscape, focusFirst, whole, isRestored }: Opening): () => void {
  const small = matchMedia(SMALL)
  let isQuiet = isRestored
  const show = () => {
    if (whole || (isQuiet && !small.matches)) {
      dialog.open = true
      return
    }
    isQuiet = false
    dialog.close()
    if (small.matches) dialog.showModal()
    else dialog.show()
    focusFirst()
  }
  const onEscapeKey = (event: Event) => {
    if (event instanceof KeyboardEvent && (event.key !== 'Escape' || event.isComposing)) return
    event.preventDefault()
    event.stopPropagation()
    onEscape()
  }
  /** On phones whose keyboard covers the page, the panel keeps to what remains visible. */
  const fit = () => {
    const { height = innerHeight, offsetTop = 0 } = visualViewport ?? {}
    const covered = small.matches && innerHeight - height > 80
    dialog.style.height = covered ? `${height}px` : ''
    dialog.style.top = covered ? `${offsetTop}px` : ''
  }
  show()
  small.addEventListener('change', show)
  visualViewport?.addEventListener('resize', fit)
  visualViewport?.addEventListener('scroll', fit)
  dialog.onkeydown = onEscapeKey
  dialog.oncancel = onEscapeKey
  return () => {
    small.removeEventListener('change', show)
    visualViewport?.removeEventListener('resize', fit)
    visualViewport?.removeEventListener('scroll', fit)
    dialog.close()
  }
}

interface WidgetState extends PanelState {
  /** Loaded when the panel opens. */
  languages: typeof import('./extras/language-menu.js') | null
  /** Loaded with the menu, or with the panel when something of it has been chosen. */
  comfort: Chat['comfort']
  /** Whether she has chosen the language herself, now or at another visit. */
  chosen: boolean
  language: Language
  words: Words
}

/** What a link to the panel ends with. A link to a page that works without script, ending so, serves everyone. */
const OPENING = '#guichet'

/** The launcher and the panel. */
export class Widget extends Component<{ configuration: Configuration }, WidgetState> {
  readonly #memory = browserMemory(this.props.configuration.communeId)
  override state: WidgetState = {
    open: false,
    view: 'chat',
    menu: false,
    choosing: false,
    languages: null,
    comfort: null,
    chosen: false,
    erasing: false,
    draft: this.#memory.readHere<ContactDraft>('contact') ?? EMPTY_DRAFT,
    callback: this.#memory.readHere<CallbackDraft>('callback'),
    language: 'fr',
    words: FRENCH,
  }
  readonly #launcher = createRef<HTMLButtonElement>()
  readonly #dialog = createRef<HTMLDialogElement>()
  readonly #session = new Session({
    api: createApi(this.props.configuration, () => this.state.language),
    memory: this.#memory,
    translate: (...sentence) => this.#translate()(...sentence),
    loadParts,
    onChange: () => this.setState({}),
  })
  #closeDialog = () => {}
  /** Whether the panel is open because it was before a reload: the page keeps the focus. */
  #isRestored = false
  /** Where the focus goes back to. */
  #opener: HTMLElement | null = null

  override componentDidMount(): void {
    const chosen = this.#memory.readChoice('language')
    const remembered = LANGUAGES.find((language) => language === chosen)
    if (remembered) this.setState({ chosen: true })
    const { language, whole } = this.props.configuration
    const view = this.#memory.readHere<PanelState['view']>('view')
    this.#isRestored = view !== null
    void this.#speak(remembered ?? language).then(() => {
      if (view) this.setState({ view })
      // Also a link pressed before this script was there. What the server says is asked in the language that is shown.
      if (whole || view || location.hash === OPENING) this.#open(null)
    })
    document.addEventListener('visibilitychange', () => this.#show())
    document.addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLElement>(`a[href$="${OPENING}"]`)
      // Opened in another tab, it is a link like any other.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.#open(link)
    })
  }

  /** Opens the panel; once closed, it gives the focus back to the link that opened it, or to the launcher. */
  #open(opener: HTMLElement | null): void {
    this.#opener = opener
    this.setState({ open: true })
  }

  override getSnapshotBeforeUpdate(): Element | null {
    return this.#focused
  }

  override componentDidUpdate(_: unknown, before: WidgetState, focused: Element | null): void {
    const { open, view, menu, choosing, chosen } = this.state
    // What was pressed has gone: the keyboard goes on where the conversation does.
    if (focused?.isConnected === false && !this.#focused) this.#focusComposer()
    const count = unreadCount(this.#session.state)
    document.title = document.title.replace(/^(\(\d+\) )?/, count > 0 ? `(${count}) ` : '')
    if (view !== before.view) this.#focusComposer()
    this.#keep(before)
    if (menu > before.menu || (open > before.open && this.#memory.readChoice('comfort'))) {
      void import('./extras/comfort.js').then(
        (comfort) => this.setState({ comfort }),
        () => {},
      )
    }
    const foreign = !chosen && !navigator.language.startsWith(this.state.language)
    if (choosing > before.choosing || (open > before.open && foreign)) {
      void import('./extras/language-menu.js').then(
        (languages) => this.setState({ languages }),
        () => {
          if (choosing) this.#session.announce(this.#translate()('loadFailed'))
        },
      )
    }
    if (open === before.open) return
    this.#show()
    const dialog = this.#dialog.current
    if (open && dialog) {
      this.#closeDialog = openDialog(dialog, {
        onEscape: () => this.#escape(),
        focusFirst: () => this.#focusComposer(),
        whole: this.props.configuration.whole,
        isRestored: this.#isRestored,
      })
      this.#isRestored = false
    } else {
      this.#closeDialog()
      const opener = this.#opener ?? this.#launcher.current
      opener?.focus()
    }
  }

  /** Keeps for a reload what is being written in a form and, once there is something to come back to, that the panel is open. */
  #keep({ draft, callback }: WidgetState): void {
    const { open, view, ...now } = this.state
    const { messages, outbox, resuming } = this.#session.state
    const isBegun = open && (view !== 'chat' || resuming || messages.length + outbox.length > 0)
    if (!this.#isRestored) this.#memory.keepHere('view', isBegun ? view : null)
    if (now.draft !== draft) this.#memory.keepHere('contact', now.draft === EMPTY_DRAFT ? null : now.draft)
    if (now.callback !== callback) this.#memory.keepHere('callback', now.callback)
  }

  get #focused(): Element | null {
    const root = this.#dialog.current?.getRootNode() as ShadowRoot | undefined
    return root?.activeElement ?? null
  }

  /** To the field, or to the button that stands in its place. */
  #focusComposer(): void {
    this.#dialog.current?.querySelector<HTMLElement>('.field textarea, .composer > .main')?.focus()
  }

  /** Closes what was opened last. */
  #escape(): void {
    const { menu, choosing, erasing } = this.state
    // The focus may be in what closes.
    this.#dialog.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
    const open = menu || choosing || erasing || this.props.configuration.whole
    this.setState({ menu: false, choosing: false, erasing: false, open })
  }

  #translate(): Translate {
    return translator(this.state.words, this.state.language)
  }

  /** Says everything in a language, if its sentences can be had. */
  async #speak(language: Language): Promise<boolean> {
    try {
      const words = await loadWords(language, this.props.configuration.assetBase)
      await speakParts(language)
      this.setState({ language, words })
      return true
    } catch {
      this.#session.announce(this.#translate()('loadFailed'))
      return false
    }
  }

  async #choose(language: Language): Promise<void> {
    if (!(await this.#speak(language))) return
    this.#memory.keepChoice('language', language)
    this.setState({ chosen: true })
    await this.#session.changeLanguage()
  }

  #show(): void {
    this.#session.setVisible(this.state.open && !document.hidden)
  }

  #callAgent(): void {
    const session = this.#session
    const showForm = () => this.setState({ view: 'form' })
    if (session.state.availability?.canTalk === false) showForm()
    else {
      session.callAgent().catch(({ message, problem }: CallError) => {
        if (problem.code !== 'reception_closed') return session.refuse(message || this.#translate()('loadFailed'))
        showForm()
        session.announce(message)
      })
    }
  }

  override render() {
    const { open, language } = this.state
    const { configuration } = this.props
    // The page's words are in the page's language.
    const label = language === configuration.language ? configuration.label : undefined
    const chat: Chat = {
      session: this.#session,
      state: this.#session.state,
      language,
      t: this.#translate(),
      memory: this.#memory,
      comfort: this.state.comfort,
      notice: `${configuration.apiBase}/../..${NOTICE_PATH}?langue=${language}`,
      showForm: () => this.setState({ view: 'form' }),
      askCallback: () => this.setState({ view: 'callback' }),
      callAgent: () => this.#callAgent(),
      focusComposer: () => this.#focusComposer(),
    }
    return (
      <div class="root" lang={language} dir={directionOf(language)}>
        <Launcher chat={chat} label={label} open={open} onOpen={() => this.#open(null)} button={this.#launcher} />
        <Panel
          chat={chat}
          panel={this.state}
          onChange={(change) => this.setState(change)}
          onLanguage={(chosen) => void this.#choose(chosen)}
          languages={this.state.languages}
          chosen={this.state.chosen}
          dialog={this.#dialog}
        />
      </div>
    )
  }
}

interface LauncherProps extends ChatProps {
  /** What the page calls it, in place of its own words. */
  label?: string | undefined
  open: boolean
  onOpen: () => void
  button: RefObject<HTMLButtonElement | null>
}

/** The button that opens the panel; it says what it does, and how many messages wait. */
function Launcher({ chat: { state, t }, label, open, onOpen, button }: LauncherProps) {
  const count = unreadCount(state)
  return (
    <Button
      class="launcher"
      icon="chat"
      ref={button}
      hidden={open}
      aria-expanded={open}
      aria-controls="panel"
      onClick={onOpen}
    >
      <span class="label">{label ?? t('launcher')}</span>
      {count > 0 && (
        <span class="badge">
          <span aria-hidden="true">{count}</span>
          <span class="hidden"> {t('unread', { count })}</span>
        </span>
      )}
    </Button>
  )
}
