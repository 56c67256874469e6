import { Component } from 'preact'
import type { OwnData } from '../../../features/retention/own-data.js'
import { CallError } from '../api.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { extraWords } from './extra-words.js'
import { saveFile } from './save-file.js'

/** Everything that is kept of the citizen, as a file of JSON. */
export class DataTrace extends Component<ChatProps> {
  override state = { done: '', problem: '' }

  async #download(): Promise<void> {
    const { session, t, language } = this.props.chat
    const say = extraWords(language)
    try {
      const data = await session.call<OwnData>('GET', '/data')
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
