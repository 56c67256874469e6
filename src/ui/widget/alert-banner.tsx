import { Component } from 'preact'
import { directionOf } from '../../platform/model/language.js'
import { linkText } from '../../platform/text/rich-links.js'
import type { ChatProps } from './chat.js'
import { Link, Spans } from './spans.js'

/** Longest delay of a timer, in ms: a longer one would go off at once. */
const LONGEST_MS = 2 ** 31 - 1

/** The last announcement that screen readers heard on this page: it is read once, however often the panel is opened. */
let heard = ''

/** What the commune announces, dated, until it ends. */
export class AlertBanner extends Component<ChatProps> {
  #timer = 0

  override componentDidMount(): void {
    this.componentDidUpdate()
  }

  override componentDidUpdate(): void {
    clearTimeout(this.#timer)
    const { session, state } = this.props.chat
    const alert = state.availability?.alert
    if (!alert) return
    const left = Date.parse(alert.until) - Date.now()
    if (left > 0) this.#timer = window.setTimeout(() => this.setState({}), Math.min(left, LONGEST_MS))
    if (left <= 0 || alert.text === heard) return
    heard = alert.text
    session.announce(heard)
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
  }

  override render({ chat }: ChatProps) {
    const alert = chat.state.availability?.alert
    if (!alert || Date.parse(alert.until) <= Date.now()) return null
    const { level, language, text, link, updated } = alert
    return (
      <div class={`banner ${level}`}>
        <p lang={language} dir={directionOf(language)}>
          <Spans chat={chat} spans={linkText(text)} />
        </p>
        {link && (
          <p lang="fr" dir="ltr">
            <Link chat={chat} href={link.url}>
              {link.label}
            </Link>
          </p>
        )}
        <p class="meta">{updated}</p>
      </div>
    )
  }
}
