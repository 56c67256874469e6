import type { Language } from '../../domain/language.js'
import type { ConversationState } from './conversation-state.js'
import type { Session } from './session.js'
import type { Translate } from './translate.js'

/** What every part of the widget may need, handed from part to part as `chat`. */
export interface Chat {
  session: Session
  state: ConversationState
  language: Language
  t: Translate
  /** The page that tells all that is done with her data, but for its commune. */
  notice: string
  /** Calls an agent, or shows the form when none can be called. */
  callAgent: () => void
  showForm: () => void
  /** Shows the form of a call-back. */
  askCallback: () => void
  /** Moves the focus where the conversation goes on, when the pressed button is about to vanish. */
  focusComposer: () => void
}

/** Properties of a part that needs nothing else. */
export interface ChatProps {
  chat: Chat
}
