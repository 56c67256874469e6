import { Component, createRef } from 'preact'
import { CallError } from '../api.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { FormField } from '../form-field.js'
import { extraWords } from './extra-words.js'

/** Sends the conversation to an address that the citizen gives; the address is kept for nothing else. */
export class MailTrace extends Component<ChatProps> {
  override state = { email: '', error: '', done: '', busy: false }
  readonly #form = createRef<HTMLFormElement>()

  async #submit(): Promise<void> {
    const { session, t, language } = this.props.chat
    const say = extraWords(language)
    const email = this.state.email.trim()
    if (this.state.busy) return
    if (!email) return this.#refuse(say('mailMissing'))
    this.setState({ busy: true, error: '', done: '' })
    try {
      await session.call('POST', '/transcript', { email })
      this.setState({ busy: false, email: '', done: say('mailed', { email }) })
    } catch (error) {
      this.#refuse((error instanceof CallError && error.message) || t('loadFailed'))
    }
  }

  #refuse(error: string): void {
    this.setState({ busy: false, error })
    this.#form.current?.querySelector('input')?.focus()
  }

  override render({ chat: { t, language } }: ChatProps) {
    const { email, error, done, busy } = this.state
    const say = extraWords(language)
    return (
      <form
        ref={this.#form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void this.#submit()
        }}
      >
        <h4>{say('mailTitle')}</h4>
        <FormField
          t={t}
          name="email"
          label={t('email')}
          hint={t('emailHint')}
          value={email}
          error={error}
          type="email"
          autocomplete="email"
          onValue={(value) => this.setState({ email: value })}
        />
        <Button type="submit">{busy ? t('sending') : say('mailSend')}</Button>
        <p role="status">{done}</p>
      </form>
    )
  }
}
