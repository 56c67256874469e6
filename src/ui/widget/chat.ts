import type { ComponentType } from 'preact'
import type { Message } from '../../platform/model/conversation.js'
import type { Language } from '../../platform/model/language.js'
import type { ContactDraft } from './check-contact.js'
import type { ConversationState } from './conversation-state.js'
import type { CallbackDraft } from './extras/callback-draft.js'
import type { Memory } from './memory.js'
import type { Session } from './session.js'
import type { Translate } from './translate.js'

/** What every part of the widget may need, handed from part to part as `chat`. */
export interface Chat {
  session: Session
  state: ConversationState
  language: Language
  t: Translate
  memory: Memory
  /** What makes it easier to read, hear and write in, once it is there. */
  comfort: Comfort | null
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

/** Parts loaded on demand by which one reads, hears and writes at ease; each is drawn where it belongs, and shows itself when it is wished for. */
export interface Comfort {
  /** In the menu. */
  ComfortOptions: ComponentType<ChatProps & { onChange: (change: Partial<PanelState>) => void }>
  /** In the panel, always. */
  SpeechBar: ComponentType<ChatProps & { open: boolean }>
  /** With each message. */
  Listen: ComponentType<ChatProps & { message: Message }>
  /** With the field, whose text it changes. */
  Dictation: ComponentType<ChatProps & { text: string; onText: (text: string) => void }>
}

/** Properties of a part that needs nothing else. */
export interface ChatProps {
  chat: Chat
}

/** What is open in the widget, and what is being written. */
export interface PanelState {
  open: boolean
  view: 'chat' | 'form' | 'callback' | 'trace'
  menu: boolean
  /** Whether the languages are shown. */
  choosing: boolean
  erasing: boolean
  draft: ContactDraft
  /** `null` until the form is used. */
  callback: CallbackDraft | null
}
