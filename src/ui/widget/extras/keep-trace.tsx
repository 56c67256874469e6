import { Component, createRef } from 'preact'
import { Button } from '../button.js'
import type { ExtraProps } from '../extra-props.js'
import { DataTrace } from './data-trace.js'
import { extraWords } from './extra-words.js'
import { MailTrace } from './mail-trace.js'
import { printText } from './print-text.js'
import { saveFile } from './save-file.js'

/** The conversation as text, to copy, download, print or receive by e-mail. */
export class KeepTrace extends Component<ExtraProps> {
  override state = { text: '', problem: '', done: '' }
  readonly #title = createRef<HTMLHeadingElement>()
  readonly #text = createRef<HTMLTextAreaElement>()

  override componentDidMount(): void {
    this.#title.current?.focus()
    const { session, t } = this.props.chat
    session.call<string>('GET', '/transcript').then(
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
