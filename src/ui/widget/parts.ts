import fr from '../../../knowledge/messages/widget-parts.fr.json' with { type: 'json' }
import css from './parts.css'
import { addFrench } from './translate.js'

// What is not needed before the first answer, in one file on the wire: parts that are fetched one by one weigh more, and each makes the first file
// give up what it shares with it.
export { AlertBanner } from './alert-banner.js'
export { AnswerCard } from './answer-card.js'
export { ContactForm } from './contact-form.js'
export { EraseQuestion } from './erase-question.js'
export { EventStream } from './event-stream.js'
export { CallbackForm } from './extras/callback-form.js'
export { loadExtraWords } from './extras/extra-words.js'
export { KeepTrace } from './extras/keep-trace.js'
export { TalkNews } from './extras/talk-news.js'
export { MessageItem } from './message-item.js'
export { Options } from './options.js'
export { PrivacyNotice } from './privacy-notice.js'
export { Speaker } from './speaker.js'

adoptStyle(css)
addFrench(fr)

/** Adds a style sheet to the widget of this page: of a part that has just been loaded. */
function adoptStyle(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.querySelector('guichet-widget')?.shadowRoot?.adoptedStyleSheets.push(sheet)
}
