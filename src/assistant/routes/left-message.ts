import { contactFaults, type TypedContact, toContact } from '../../features/handoffs/contact.js'
import type { LeftMessage } from '../../features/handoffs/talk/request.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { sayIn } from '../../platform/model/say.js'
import type { PersonalDataKind } from '../../platform/security/personal-data.js'
import { cleanText } from '../../platform/text/clean-text.js'
import type { AssistantContext } from '../assistant-context.js'
import { hearDangersIn } from '../hear-dangers.js'
import { sealMasked } from '../receive-message.js'
import { screenMessage } from '../screen.js'

/** A message to leave and how to reach who leaves it, as typed. */
export interface TypedMessage extends TypedContact {
  text: string
  /** What was masked of it at the border. */
  masked?: readonly PersonalDataKind[]
}

/** What leaving a message needs of the assistant. */
export type LeavingNeeds = Pick<
  AssistantContext,
  'handoffContext' | 'say' | 'snapshotOf' | 'mask' | 'matchSignals' | 'dangers' | 'listen'
>

/**
 * A message to leave, masked like any other; what was masked is sealed for the agent. Danger in it makes it urgent.
 * @throws AppError the first of {@link leftMessageFaults}
 */
export async function toLeftMessage(
  assistant: LeavingNeeds,
  conversation: Conversation,
  typed: TypedMessage,
): Promise<LeftMessage & Required<Pick<LeftMessage, 'maskedKinds'>>> {
  const [fault] = leftMessageFaults(typed)
  if (fault) throw fault
  const { handoffContext, say } = assistant
  const screened = screenMessage(typed.text, assistant, sayIn(say, conversation.language))
  const { text, values, masked } = screened
  const snapshot = await assistant.snapshotOf(conversation.communeId)
  const { dangers } = await hearDangersIn(screened, snapshot, assistant)
  return {
    contact: toContact(typed),
    text,
    urgent: dangers.length > 0,
    masked: await sealMasked(handoffContext, conversation, values),
    maskedKinds: [...new Set([...(typed.masked ?? []), ...masked])],
  }
}

/** What must be mended before a message can be left: `text_empty`, `invalid_request`, `contact_needed`, `phone_invalid`, `email_invalid` (422), each with its field. */
export function leftMessageFaults(typed: TypedMessage): AppError[] {
  const empty = cleanText(typed.text) === '' ? [new AppError('text_empty', 422, { field: 'text' })] : []
  return [...empty, ...contactFaults(typed)]
}
