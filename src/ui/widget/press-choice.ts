import type { ChoiceValue } from '../../platform/model/payload.js'
import type { Chat } from './chat.js'

/** What a button does: some act at once, the others answer in the citizen's name. */
export function pressChoice(chat: Chat, label: string, value: ChoiceValue): void {
  if (value === 'human') chat.callAgent()
  else if (value === 'callback') chat.askCallback()
  else if (value === 'leave-message') chat.showForm()
  else {
    chat.session.send(label, value)
    chat.focusComposer()
  }
}
