import type { ContactDraft } from './check-contact.js'
import type { CallbackDraft } from './extras/callback-draft.js'

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
