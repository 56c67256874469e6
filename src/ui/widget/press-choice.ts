import type { ChoiceValue } from '../../platform/model/payload.js'
import type { Chat } from './chat.js'

/** What a button does: some act at once, the others answer in the citizen's name. */
export function pressChoice(
  { session, callAgent, showForm, askCallback, focusComposer }: Chat,
  label: string,
  value: ChoiceValue,
): void {
  if (value === 'human') callAgent()
  else if (value === 'leave-message') showForm()
  else if (value === 'callback') askCallback()
  else {
    session.send(label, value)
    focusComposer()
  }
}
