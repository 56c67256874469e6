import { findPhoneNumbersInText } from 'libphonenumber-js/max'
import { isEmail } from '../../platform/mail/mail.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Contact } from '../../platform/model/handoff.js'
import { cleanText } from '../../platform/text/clean-text.js'

/** How to reach somebody, as typed. */
export interface TypedContact {
  name: string
  phone?: string | undefined
  email?: string | undefined
}

/** How to reach a citizen, cleaned. @throws AppError the first of {@link contactFaults} */
export function toContact(typed: TypedContact): Contact {
  const [fault] = contactFaults(typed)
  if (fault) throw fault
  const { name, phone, email } = cleaned(typed)
  return { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) }
}

/** What must be mended before somebody can be reached: `invalid_request`, `contact_needed`, `phone_invalid`, `email_invalid` (422), each with its field. */
export function contactFaults(typed: TypedContact): AppError[] {
  const { name, phone, email } = cleaned(typed)
  const faults: AppError[] = []
  if (name === '') faults.push(new AppError('invalid_request', 422, { field: 'name' }))
  if (!phone && !email) faults.push(new AppError('contact_needed', 422, { field: 'phone' }))
  if (phone && findPhoneNumbersInText(phone, 'FR').length !== 1)
    faults.push(new AppError('phone_invalid', 422, { field: 'phone' }))
  if (email && !isEmail(email)) faults.push(new AppError('email_invalid', 422, { field: 'email' }))
  return faults
}

function cleaned({ name, phone = '', email = '' }: TypedContact) {
  return { name: cleanText(name), phone: cleanText(phone), email: cleanText(email) }
}
