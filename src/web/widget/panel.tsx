import { Component, createRef, type RefObject } from 'preact'
import type { ChatProps } from './chat.js'
import { EMPTY_DRAFT } from './check-contact.js'
import { Composer } from './composer.js'
import { ContactForm } from './contact-form.js'
import { EraseQuestion } from './erase-question.js'
import { Header } from './header.js'
import { HumanBar } from './human-bar.js'
import { LiveRegion } from './live-region.js'
import { MessageList } from './message-list.js'
import { openDialog } from './open-dialog.js'

interface PanelProps extends ChatProps {
  open: boolean
  view: 'chat' | 'form'
  composer: RefObject<HTMLTextAreaElement | null>
  onClose: () => void
  onBack: () => void
  onLanguage: () => void
}

/** The dialog: beside the page on a desk, over the whole of it on a phone. */
export class Panel extends Component<PanelProps> {
  override state = { menu: false, erasing: false, draft: EMPTY_DRAFT }
  readonly #dialog = createRef<HTMLDialogElement>()
  #close = () => {}

  override componentDidUpdate({ open, view }: PanelProps): void {
    const { props } = this
    const dialog = this.#dialog.current
    if (open && !props.open) this.#close()
    if (!open && props.open && dialog) this.#close = openDialog(dialog, () => this.#escape(), props.chat.focusComposer)
    if (view !== props.view) props.chat.focusComposer()
  }

  /** Closes what was opened last. */
  #escape(): void {
    const { menu, erasing } = this.state
    if (!menu && !erasing) this.props.onClose()
    this.setState({ menu: false, erasing: false })
  }

  override render() {
    const { chat, view, composer, onClose, onBack, onLanguage } = this.props
    const { menu, erasing, draft } = this.state
    const { state, t, language } = chat
    return (
      <dialog ref={this.#dialog} id="panel" lang={language} aria-labelledby="title">
        <Header
          chat={chat}
          menu={menu}
          onMenu={(open) => this.setState({ menu: open })}
          onClose={onClose}
          onErase={() => this.setState({ erasing: true })}
          onLanguage={onLanguage}
        />
        {state.lost && <p class="banner">{t('lost')}</p>}
        {erasing && <EraseQuestion chat={chat} onDone={() => this.setState({ erasing: false })} />}
        {view === 'form' ? (
          <ContactForm chat={chat} draft={draft} onDraft={(next) => this.setState({ draft: next })} onBack={onBack} />
        ) : (
          <>
            <HumanBar chat={chat} />
            <MessageList chat={chat} />
            <Composer chat={chat} field={composer} />
          </>
        )}
        <LiveRegion chat={chat} />
      </dialog>
    )
  }
}
