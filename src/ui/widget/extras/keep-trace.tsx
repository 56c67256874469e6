import { Component, createRef } from 'preact'
import { transcriptRoutes } from '../../../features/mail/contract.js'
import { retentionRoutes } from '../../../features/retention/contract.js'
import { CallError } from '../api.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import type { ExtraProps } from '../extra-props.js'
import { FormField } from '../form-field.js'
import { extraWords } from './extra-words.js'

/** Sends the conversation to an address that the citizen gives; the address is kept for nothing else. */
class MailTrace extends Component<ChatProps> {
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
      await session.ask(transcriptRoutes.send, { body: { email } })
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

/** Everything that is kept of the citizen, as a file of JSON. */
class DataTrace extends Component<ChatProps> {
  override state = { done: '', problem: '' }

  async #download(): Promise<void> {
    const { session, t, language } = this.props.chat
    const say = extraWords(language)
    try {
      const data = await session.ask(retentionRoutes.ownData)
      saveFile(say('dataFile'), new Blob([`${JSON.stringify(data, null, 2)}\n`], { type: 'application/json' }))
      this.setState({ done: say('dataDownloaded'), problem: '' })
    } catch (error) {
      this.setState({ done: '', problem: (error instanceof CallError && error.message) || t('loadFailed') })
    }
  }

  override render({ chat: { language } }: ChatProps) {
    const say = extraWords(language)
    const { done, problem } = this.state
    return (
      <>
        <p id="own-data">{say('dataIntro')}</p>
        <p class="actions">
          <Button aria-describedby="own-data" onClick={() => void this.#download()}>
            {say('dataDownload')}
          </Button>
        </p>
        <p role="status">{done}</p>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
      </>
    )
  }
}

/** The conversation as text, to copy, download, print or receive by e-mail. */
export class KeepTrace extends Component<ExtraProps> {
  override state = { text: '', problem: '', done: '' }
  readonly #title = createRef<HTMLHeadingElement>()
  readonly #text = createRef<HTMLTextAreaElement>()

  override componentDidMount(): void {
    this.#title.current?.focus()
    const { session, t } = this.props.chat
    session.ask(transcriptRoutes.read).then(
      (text) => this.setState({ text }),
      (error: Error) => this.setState({ problem: error.message || t('loadFailed') }),
    )
  }

  /** The clipboard exists only on https pages; elsewhere the text is selected, for the citizen to copy. */
  async #copy(): Promise<void> {
    const say = extraWords(this.props.chat.language)
    try {
      await navigator.clipboard.writeText(this.state.text)
      this.setState({ done: say('copied') })
    } catch {
      this.#text.current?.select()
      this.setState({ done: say('selected') })
    }
  }

  #download(): void {
    const say = extraWords(this.props.chat.language)
    saveFile(say('fileName'), new Blob([this.state.text], { type: 'text/plain' }))
    this.setState({ done: say('downloaded') })
  }

  override render({ chat, onChange }: ExtraProps) {
    const { t, language, state } = chat
    const { text, problem, done } = this.state
    const say = extraWords(language)
    return (
      <div class="contact">
        <Button class="plain" onClick={() => onChange({ view: 'chat' })}>
          {t('back')}
        </Button>
        <h3 ref={this.#title} tabIndex={-1}>
          {say('traceTitle')}
        </h3>
        <p>{say(text || problem ? 'traceIntro' : 'loading')}</p>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {text && (
          <>
            <label for="trace">{say('traceText')}</label>
            <textarea id="trace" dir="auto" ref={this.#text} readOnly rows={8} value={text} />
            <p class="actions">
              <Button onClick={() => void this.#copy()}>{say('copy')}</Button>{' '}
              <Button onClick={() => this.#download()}>{say('download')}</Button>{' '}
              <Button onClick={() => printText(text, say('traceTitle'))}>{say('print')}</Button>
            </p>
            <p role="status">{done}</p>
            <DataTrace chat={chat} />
            {state.commune?.mail && <MailTrace chat={chat} />}
          </>
        )}
      </div>
    )
  }
}

/** Prints a text alone, without the page around the widget: in a frame that is there only for that. */
function printText(text: string, title: string): void {
  const frame = document.createElement('iframe')
  // A frame that is not drawn prints nothing in some browsers: this one is drawn outside the screen.
  Object.assign(frame.style, { position: 'fixed', left: '-200vw' })
  document.body.append(frame)
  const { contentWindow } = frame
  if (!contentWindow) return
  contentWindow.document.title = title
  const page = contentWindow.document.createElement('pre')
  page.dir = 'auto'
  page.style.whiteSpace = 'pre-wrap'
  page.style.fontFamily = 'sans-serif'
  page.textContent = text
  contentWindow.document.body.append(page)
  contentWindow.addEventListener('afterprint', () => frame.remove())
  contentWindow.print()
}

/** Gives the citizen a file, which her browser saves as it does any other. */
function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
