import type { DeskQuestion } from '../../assistant/answer-at-desk.js'
import type { Suggested, Talk } from '../../assistant/copilot/suggest.js'
import type { TypedMessage } from '../../assistant/routes/left-message.js'
import type { Conversation, Message } from '../../platform/model/conversation.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { SearchCandidate } from '../../search/search-index.js'
import type { LeftMessage } from './talk/request.js'

/** What the assistant does for agents. */
export interface Copilot {
  /** What curated content offers for the citizen's last words. */
  suggest(talk: Talk): Promise<Suggested>
  /** The entries nearest to words that an agent looks for, best first. */
  find(communeId: string, words: string): Promise<SearchCandidate[]>
  /** Answers a visitor's question. @throws AppError `unknown_entry`, `text_empty` (422), `unknown_conversation`, `conversation_closed` */
  answer(conversation: Conversation, question: DeskQuestion): Promise<{ message: Message; replies: Message[] }>
  /** A message to leave, masked and sealed. @throws AppError (422) what must be mended */
  readMessage(
    conversation: Conversation,
    typed: TypedMessage,
  ): Promise<LeftMessage & Required<Pick<LeftMessage, 'maskedKinds'>>>
  /** The language in which a text is written. */
  languageOf(text: string): RecognisedLanguage
  /** A text without the personal data in it. */
  mask(text: string): string
}
