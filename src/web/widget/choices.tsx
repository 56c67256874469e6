import type { Message } from '../../domain/conversation.js'
import type { Choice } from '../../domain/payload.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { pressChoice } from './press-choice.js'
import { isAnswered } from './state-questions.js'

interface ChoicesProps extends ChatProps {
  message: Message
  options: readonly Choice[]
}

/** Buttons that answer a message; once answered they stay readable, and no longer press. */
export function Choices({ chat, message, options }: ChoicesProps) {
  const answered = isAnswered(message, chat.state)
  return (
    <ul class="chips">
      {options.map(({ label, value, language }) => (
        <li lang={language} dir="auto">
          {answered ? (
            <span class="chip">{label}</span>
          ) : (
            <Button class="chip" onClick={() => pressChoice(chat, label, value)}>
              {label}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
