import { Component, createRef } from 'preact'
import { conversationRoutes } from '../../features/conversations/contract.js'
import { canWait } from '../../platform/model/handoff.js'
import { linkText } from '../../platform/text/rich-links.js'
import { CallError } from './api.js'
import { Button } from './button.js'
import type { ChatProps, PanelState } from './chat.js'
import { CONTACT_FIELDS, type ContactDraft, checkContact } from './check-contact.js'
import { EMPTY_DRAFT } from './empty-draft.js'
import { FormField } from './form-field.js'
import { Spans } from './spans.js'

interface ContactFormProps extends ChatProps {
  draft: ContactDraft
  onChange: (change: Partial<PanelState>) => void
}

/** The ways to a person while nobody is there: to wait, to be phoned, to write a mail, and to leave a message. What was typed stays, whatever happens. */
export class ContactForm extends Component<ContactFormProps> {
  override state = { errors: {} as Partial<ContactDraft>, problem: '', busy: false }
  readonly #form = createRef<HTMLFormElement>()
  readonly #title = createRef<HTMLHeadingElement>()

  override componentDidMount(): void {
    this.#title.current?.focus()
    // What she was writing when she asked for a person is what she wants to tell her.
    const { chat, draft, onChange } = this.props
    const text = chat.memory.readHere<string>('draft')
    if (text && !draft.text) onChange({ draft: { ...draft, text } })
  }

  /** Once her words have gone: the form keeps what is left, and the conversation's field what was never in the form. */
  #said(draft: ContactDraft): void {
    const { chat, draft: said, onChange } = this.props
    if (said.text.includes(chat.memory.readHere<string>('draft') ?? '')) chat.memory.keepHere('draft', null)
    onChange({ draft, view: 'chat' })
  }

  /** Waits in the conversation, where who comes reads what she has written here. */
  #wait(): void {
    const { chat, draft } = this.props
    const written = draft.text.trim()
    chat.session.send(chat.t('waitHere'), 'wait')
    if (written) chat.session.send(written)
    this.#said({ ...draft, text: '' })
  }

  async #submit(): Promise<void> {
    const { chat, draft } = this.props
    if (this.state.busy) return
    const errors = checkContact(draft, chat.t)
    this.setState({ errors, problem: '' })
    const wrong = CONTACT_FIELDS.find((name) => errors[name])
    if (wrong) return this.#focus(`#contact-${wrong}`)
    this.setState({ busy: true })
    try {
      // What was left empty is no phone and no address to the server either.
      await chat.session.ask(conversationRoutes.callAgent, { body: { kind: 'message', ...draft } })
      this.#said(EMPTY_DRAFT)
    } catch (error) {
      this.#refused(error)
    }
  }

  /** The server may find fault with a field; its own sentence is shown there. */
  #refused(error: unknown): void {
    const { message, problem } = error instanceof CallError ? error : new CallError(0)
    const field = CONTACT_FIELDS.find((name) => name === problem.field)
    const sentence = message || this.props.chat.t('serverFailed')
    this.setState({ busy: false, problem: field ? '' : sentence, errors: field ? { [field]: sentence } : {} })
    this.#focus(field ? `#contact-${field}` : '.problem')
  }

  /** To what must be corrected or read, once it is drawn: the button that sends may be far below. */
  #focus(selector: string): void {
    this.setState({}, () => this.#form.current?.querySelector<HTMLElement>(selector)?.focus())
  }

  override render({ chat, draft, onChange }: ContactFormProps) {
    const { state, t } = chat
    const { errors, problem, busy } = this.state
    const count = Object.keys(errors).length
    const bind = (name: keyof ContactDraft) => ({
      name,
      t,
      label: t(name === 'text' ? 'fieldAgent' : name),
      value: draft[name],
      error: errors[name] ?? '',
      onValue: (value: string) => onChange({ draft: { ...draft, [name]: value } }),
    })
    const { availability, commune, handoff } = state
    const { sentence = '', phone = '' } = availability ?? {}
    const isGiven = digits(sentence).includes(digits(phone))
    const { email } = commune ?? {}
    const ways = [!isGiven && t('callUs', { phone }), email && t('writeUs', { email })]
    const intro = [sentence, t('formIntro'), ...ways].filter(Boolean).join(' ')
    const waits = availability && !availability.canTalk && !handoff && canWait(availability, new Date())
    return (
      <form
        class="contact"
        ref={this.#form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void this.#submit()
        }}
      >
        <Button class="plain" onClick={() => onChange({ view: 'chat' })}>
          {t('back')}
        </Button>
        <h3 ref={this.#title} tabIndex={-1}>
          {t('formTitle')}
        </h3>
        <p>
          <Spans chat={chat} spans={linkText(intro)} />
        </p>
        <div class="chips">
          {waits && <Button onClick={() => this.#wait()}>{t('waitHere')}</Button>}
          {commune?.callbacks && !handoff && <Button onClick={chat.askCallback}>{t('callback')}</Button>}
        </div>
        {(problem || count > 0) && (
          <p class="problem" role="alert" tabIndex={-1}>
            {problem || t('errors', { count })}
          </p>
        )}
        <FormField {...bind('name')} autocomplete="name" />
        <fieldset>
          <legend>{t('contactOne')}</legend>
          <FormField {...bind('phone')} type="tel" hint={t('phoneHint')} autocomplete="tel" />
          <FormField {...bind('email')} type="email" hint={t('emailHint')} autocomplete="email" />
        </fieldset>
        <FormField {...bind('text')} hint={t('sensitive')} />
        <Button type="submit" class="button main">
          {t(busy ? 'sending' : 'formSend')}
        </Button>
      </form>
    )
  }
}

/** Phones are compared without their spaces, which differ from language to language. */
function digits(text: string): string {
  return text.replace(/\D/g, '')
}
