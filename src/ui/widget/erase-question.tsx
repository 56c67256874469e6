import { Component, createRef } from 'preact'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'

interface EraseQuestionProps extends ChatProps {
  onDone: () => void
  /** Forgets what was typed and not sent. */
  onErased: () => void
}

/** Asks once more before deleting everything. */
export class EraseQuestion extends Component<EraseQuestionProps> {
  override state = { failed: false }
  readonly #keep = createRef<HTMLButtonElement>()

  override componentDidMount(): void {
    this.#keep.current?.focus()
  }

  override render({ chat: { session, t, focusComposer }, onDone, onErased }: EraseQuestionProps) {
    const leave = () => {
      onDone()
      focusComposer()
    }
    const leaveErased = () => {
      onErased()
      leave()
    }
    return (
      <div class="question" role="alertdialog" aria-labelledby="erase" aria-describedby="erased">
        <h3 id="erase">{t('eraseQuestion')}</h3>
        <p id="erased">{t(this.state.failed ? 'loadFailed' : 'eraseDetail')}</p>
        <Button ref={this.#keep} onClick={leave}>
          {t('keep')}
        </Button>
        <Button
          class="button danger"
          onClick={() => session.erase().then(leaveErased, () => this.setState({ failed: true }))}
        >
          {t('eraseConfirm')}
        </Button>
      </div>
    )
  }
}
