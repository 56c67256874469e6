import { Component } from 'preact'
import type { ChatProps } from './chat.js'
import { Part } from './part.js'

/** What is done with what the citizen writes, one tap away; the page that tells all is there whatever happens. */
export class Privacy extends Component<ChatProps> {
  override state = { opened: false }

  override render({ chat }: ChatProps) {
    const { state, t, notice } = chat
    if (!state.commune) return null
    return (
      <details class="privacy" onToggle={() => this.setState({ opened: true })}>
        <summary>{t('privacySummary')}</summary>
        {this.state.opened && <Part pick={({ PrivacyNotice }) => PrivacyNotice} props={{ chat }} />}
        <p>
          <a href={`${notice}&commune=${state.commune.id}`} target="_blank" rel="noopener">
            {t('privacyMore')} {t('newTab')}
          </a>
        </p>
      </details>
    )
  }
}
