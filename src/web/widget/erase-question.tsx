import { Component, createRef } from 'preact'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'

interface EraseQuestionProps extends ChatProps {
  onDone: () => void
}

/** Asks once more before deleting everything. */
export class EraseQuestion extends Component<EraseQuestionProps> {
  override state = { failed: false }
  readonly #keep = createRef<HTMLButtonElement>()

  override componentDidMount(): void {
    this.#keep.current?.focus()
  }

  override render({ chat: { session, t, focusComposer }, onDone }: EraseQuestionProps) {
    const leave = () => {
      onDone()
      focusComposer()
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
          onClick={() => session.erase().then(leave, () => this.setState({ failed: true }))}
        >
          {t('eraseConfirm')}
        </Button>
      </div>
    )
  }
}
