import { findPhoneNumbersInText } from 'libphonenumber-js/max'
import { sayIn } from '../assistant/assistant-context.js'
import { cleanText } from '../assistant/screen.js'
import { screenMessage } from '../assistant/screen-message.js'
import { AppError } from '../domain/app-error.js'
import type { Conversation } from '../domain/conversation.js'
import type { LeftMessage } from '../handover/request.js'
import type { HttpContext } from './http-context.js'

/** A message to leave and how to reach who leaves it, as typed. */
export interface TypedMessage {
  name: string
  phone?: string | undefined
  email?: string | undefined
  text: string
}

/**
 * A message to leave, masked like any other. Danger in it makes it urgent.
 * @throws AppError the first of {@link leftMessageFaults}
 */
export function toLeftMessage(context: HttpContext, { language }: Conversation, typed: TypedMessage): LeftMessage {
  const [fault] = leftMessageFaults(typed)
  if (fault) throw fault
  const { matchSignals, say } = context.assistant
  const { text, signals } = screenMessage(typed.text, matchSignals, sayIn(say, language))
  const { name, phone, email } = cleaned(typed)
  const contact = { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) }
  return { contact, text, urgent: signals.some((signal) => signal.startsWith('danger-')) }
}

/** What must be mended before a message can be left: `text_empty`, `invalid_request`, `contact_needed`, `phone_invalid`, `email_invalid` (422), each with its field. */
export function leftMessageFaults(typed: TypedMessage): AppError[] {
  const { name, phone, email, text } = cleaned(typed)
  const faults: AppError[] = []
  if (text === '') faults.push(new AppError('text_empty', 422, { field: 'text' }))
  if (name === '') faults.push(new AppError('invalid_request', 422, { field: 'name' }))
  if (!phone && !email) faults.push(new AppError('contact_needed', 422, { field: 'phone' }))
  if (phone && findPhoneNumbersInText(phone, 'FR').length !== 1)
    faults.push(new AppError('phone_invalid', 422, { field: 'phone' }))
  if (email && !/^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}$/.test(email))
    faults.push(new AppError('email_invalid', 422, { field: 'email' }))
  return faults
}

function cleaned({ name, phone = '', email = '', text }: TypedMessage) {
  return { name: cleanText(name), phone: cleanText(phone), email: cleanText(email), text: cleanText(text) }
}
