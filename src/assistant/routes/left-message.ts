import type { LeftMessage } from '../../features/handoffs/talk/request.js'
import type { PersonalDataKind } from '../../features/retention/masked-data.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { sayIn } from '../../platform/model/say.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { screenMessage } from '../assess-question.js'
import { hearDangersIn } from '../hear-dangers.js'
import { sealMasked } from '../receive-message.js'
import { contactFaults, type TypedContact, toContact } from './contact.js'

/** A message to leave and how to reach who leaves it, as typed. */
export interface TypedMessage extends TypedContact {
  text: string
  /** What was masked of it at the border. */
  masked?: readonly PersonalDataKind[]
}

/**
 * A message to leave, masked like any other; what was masked is sealed for the agent. Danger in it makes it urgent.
 * @throws AppError the first of {@link leftMessageFaults}
 */
export async function toLeftMessage(
  context: Pick<HttpContext, 'assistant'>,
  conversation: Conversation,
  typed: TypedMessage,
): Promise<LeftMessage & Required<Pick<LeftMessage, 'maskedKinds'>>> {
  const [fault] = leftMessageFaults(typed)
  if (fault) throw fault
  const { handover, say } = context.assistant
  const screened = screenMessage(typed.text, context.assistant, sayIn(say, conversation.language))
  const { text, values, masked } = screened
  const snapshot = await context.assistant.snapshotOf(conversation.communeId)
  const { dangers } = await hearDangersIn(screened, snapshot, context.assistant)
  return {
    contact: toContact(typed),
    text,
    urgent: dangers.length > 0,
    masked: await sealMasked(handover, conversation, values),
    maskedKinds: [...new Set([...(typed.masked ?? []), ...masked])],
  }
}

/** What must be mended before a message can be left: `text_empty`, `invalid_request`, `contact_needed`, `phone_invalid`, `email_invalid` (422), each with its field. */
export function leftMessageFaults(typed: TypedMessage): AppError[] {
  const empty = cleanText(typed.text) === '' ? [new AppError('text_empty', 422, { field: 'text' })] : []
  return [...empty, ...contactFaults(typed)]
}
