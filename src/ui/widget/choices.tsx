import type { Message } from '../../platform/model/conversation.js'
import type { Choice } from '../../platform/model/payload.js'
import { foldText } from '../../platform/text/fold-text.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { Icon } from './icon.js'
import { spokenText } from './messages.js'
import { pressChoice } from './press-choice.js'
import { isAnswered } from './state-questions.js'

interface ChoicesProps extends ChatProps {
  message: Message
  options: readonly Choice[]
}

/** Buttons that answer a message; once she has gone on, what could be chosen stays as text, with what she chose marked. */
export function Choices({ chat, message, options }: ChoicesProps) {
  const { state, t } = chat
  if (!isAnswered(message, state))
    return (
      <ul class="chips">
        {options.map(({ label, value, language }) => (
          <li lang={language} dir="auto">
            <Button class="chip" onClick={() => pressChoice(chat, label, value)}>
              {label}
            </Button>
          </li>
        ))}
      </ul>
    )
  const next = state.messages.find(({ author, seq }) => author === 'citizen' && seq > message.seq)
  // What comes back from the server has lost the typography of what was pressed.
  const said = foldText((next ? spokenText(next) : state.outbox[0]?.text) ?? '')
  return (
    <ul class="past">
      {options.map(({ label, language }) => (
        <li lang={language} dir="auto">
          {foldText(label) === said ? (
            <strong>
              <Icon name="check" /> {label}
              <span class="hidden"> ({t('chosen')})</span>
            </strong>
          ) : (
            label
          )}
        </li>
      ))}
    </ul>
  )
}
