import { leftMessageFaults } from '../../assistant/routes/left-message.js'
import { leftMessageRequest } from '../../features/conversations/contract.js'
import type { Frame } from '../../platform/http/pages/frame.js'
import { toProblem } from '../../platform/http/problem.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Say } from '../../platform/model/say.js'

/** What a citizen writes to be answered later, exactly as typed. */
export interface ContactDraft {
  name: string
  phone: string
  email: string
  text: string
}

/** Fields of the form, in the order in which they are shown. */
export const CONTACT_FIELDS = ['name', 'phone', 'email', 'text'] as const satisfies readonly (keyof ContactDraft)[]

/** A sentence for each field to correct. */
export type ContactFaults = Partial<Record<keyof ContactDraft, string>>

/** The same judgement as the API's, of every field at once, in words that stand beside the field. */
export function contactFaults(say: Say, frame: Frame, draft: ContactDraft): ContactFaults {
  const faults: ContactFaults = {}
  for (const error of [...leftMessageFaults(draft), ...lengthFaults(draft)]) {
    const field = CONTACT_FIELDS.find((name) => name === error.field)
    if (field) faults[field] ??= sentenceOf(error, { say, frame, draft })
  }
  return faults
}

/** Fields longer than the contract lets them be: an endless phone is not one. */
function lengthFaults(draft: ContactDraft): AppError[] {
  const read = leftMessageRequest.safeParse({ kind: 'message', ...draft })
  const tooLong = read.success ? [] : read.error.issues.filter(({ code }) => code === 'too_big')
  const codes: Record<string, string> = { text: 'text_too_long', phone: 'phone_invalid', email: 'email_invalid' }
  return tooLong.map(({ path: [field] }) => {
    const name = String(field)
    return new AppError(codes[name] ?? 'invalid_request', 422, { field: name })
  })
}

function sentenceOf(error: AppError, { say, frame, draft }: { say: Say; frame: Frame; draft: ContactDraft }): string {
  const { t, language } = frame
  if (error.field === 'name') return t(draft.name.trim() === '' ? 'form.name_missing' : 'form.name_long')
  return error.code === 'text_empty' ? t('form.text_missing') : toProblem(error, say, language).detail
}
