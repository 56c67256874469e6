import { PostForm } from '../../../platform/http/pages/page.js'
import type { Message } from '../../../platform/model/conversation.js'
import { type Choice, payloadText } from '../../../platform/model/payload.js'
import { foldText } from '../../../platform/text/fold-text.js'
import type { Talk, TalkProps } from './talk.js'

interface ChoicesProps extends TalkProps {
  message: Message
  options: readonly Choice[]
}

/** Buttons that answer a message; once she has gone on, what could be chosen stays as text, with what she chose marked. */
export function Choices({ talk, message, options }: ChoicesProps) {
  const answered = isAnswered(message, talk)
  const next = talk.view.messages.find(({ author, seq }) => author === 'citizen' && seq > message.seq)
  // What is stored has lost the typography of what was pressed.
  const said = next && foldText(payloadText(next.payload))
  return (
    <ul class={answered ? 'past' : 'chips'}>
      {options.map((option) => (
        <li lang={option.language} dir="auto">
          {!answered ? (
            <ChoiceButton talk={talk} option={option} />
          ) : foldText(option.label) === said ? (
            <strong>✓ {option.label}</strong>
          ) : (
            option.label
          )}
        </li>
      ))}
    </ul>
  )
}

/** Some choices act at once, the others answer in the citizen's name. */
function ChoiceButton({ talk: { links }, option: { label, value } }: TalkProps & { option: Choice }) {
  if (value === 'leave-message') {
    return (
      <a class="button" href={links.leaveMessage}>
        {label}
      </a>
    )
  }
  const sent = value === 'human' ? {} : { text: label, choice: value }
  return (
    <PostForm action={value === 'human' ? links.agent : links.messages} hidden={sent}>
      <button type="submit">{label}</button>
    </PostForm>
  )
}

/** Whether the citizen has gone on after a message: its buttons no longer serve. */
export function isAnswered({ seq }: Message, { view: { messages, status } }: Talk): boolean {
  return status === 'closed' || messages.some((other) => other.author === 'citizen' && other.seq > seq)
}
