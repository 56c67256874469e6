import type { ContactDraft } from './check-contact.js'

/** What is open in the widget, and what is being written. */
export interface PanelState {
  open: boolean
  view: 'chat' | 'form'
  menu: boolean
  /** Whether the languages are shown. */
  choosing: boolean
  erasing: boolean
  draft: ContactDraft
}
