import type { Translate } from './translate.js'

/** What a citizen writes to be called back, exactly as typed. */
export interface ContactDraft {
  name: string
  phone: string
  email: string
  text: string
}

/** Fields of the form, in the order in which they are shown. */
export const CONTACT_FIELDS = ['name', 'phone', 'email', 'text'] as const satisfies readonly (keyof ContactDraft)[]

/**
 * Finds what is missing before the message is sent: a sentence for each field to correct, nothing when it may go. The
 * server judges numbers, addresses and lengths.
 */
export function checkContact({ name, phone, email, text }: ContactDraft, t: Translate): Partial<ContactDraft> {
  return {
    ...(!name.trim() && { name: t('nameMissing') }),
    ...(!(phone + email).trim() && { phone: t('contactOne') }),
    ...(!text.trim() && { text: t('textMissing') }),
  }
}
