import { Component, createRef } from 'preact'
import type { Language } from '../../domain/language.js'
import { CallError, createApi } from './api.js'
import type { Chat } from './chat.js'
import type { Configuration } from './configuration.js'
import { Launcher } from './launcher.js'
import { browserMemory } from './memory.js'
import { unreadCount } from './messages.js'
import { Panel } from './panel.js'
import { Session } from './session.js'
import { FRENCH, loadWords, type Translate, translator, type Words } from './translate.js'

interface WidgetState {
  open: boolean
  view: 'chat' | 'form'
  language: Language
  words: Words
}

/** The launcher and, once opened, the panel. */
export class Widget extends Component<{ configuration: Configuration }, WidgetState> {
  override state: WidgetState = { open: false, view: 'chat', language: 'fr', words: FRENCH }
  readonly #launcher = createRef<HTMLButtonElement>()
  readonly #composer = createRef<HTMLTextAreaElement>()
  readonly #session = new Session({
    api: createApi(this.props.configuration, () => this.state.language),
    memory: browserMemory(this.props.configuration.communeId),
    translate: (...sentence) => this.#translate()(...sentence),
    onChange: () => this.setState({}),
  })

  override componentDidMount(): void {
    void this.#speak(this.props.configuration.language)
    document.addEventListener('visibilitychange', () => this.#show())
  }

  override componentDidUpdate(_: unknown, before: WidgetState): void {
    const { open } = this.state
    const count = unreadCount(this.#session.state)
    document.title = document.title.replace(/^(\(\d+\) )?/, count > 0 ? `(${count}) ` : '')
    if (open === before.open) return
    this.#show()
    // The launcher is drawn again only once the panel is closed.
    if (!open) this.#launcher.current?.focus()
  }

  #translate(): Translate {
    return translator(this.state.words)
  }

  async #speak(language: Language): Promise<void> {
    try {
      this.setState({ language, words: await loadWords(language, this.props.configuration.assetBase) })
      if (this.state.open) await this.#session.load(true)
    } catch {
      this.#session.announce(this.#translate()('loadFailed'))
    }
  }

  #show(): void {
    this.#session.setVisible(this.state.open && !document.hidden)
  }

  #callAgent(): void {
    const session = this.#session
    if (session.state.availability?.canTalk === false) this.#showForm()
    else {
      session.callAgent().catch((error: unknown) => {
        const { status, message } = error instanceof CallError ? error : new CallError(0)
        if (status === 409) this.#showForm()
        session.announce(message || this.#translate()('loadFailed'))
      })
    }
  }

  #showForm(): void {
    this.setState({ view: 'form' })
  }

  override render() {
    const { open, view, language } = this.state
    const chat: Chat = {
      session: this.#session,
      state: this.#session.state,
      language,
      t: this.#translate(),
      showForm: () => this.#showForm(),
      callAgent: () => this.#callAgent(),
      focusComposer: () => this.#composer.current?.focus(),
    }
    return (
      <div class="root" lang={language}>
        <Launcher chat={chat} open={open} onOpen={() => this.setState({ open: true })} button={this.#launcher} />
        <Panel
          chat={chat}
          open={open}
          view={view}
          composer={this.#composer}
          onClose={() => this.setState({ open: false })}
          onBack={() => this.setState({ view: 'chat' })}
          onLanguage={() => void this.#speak(language === 'fr' ? 'en' : 'fr')}
        />
      </div>
    )
  }
}
