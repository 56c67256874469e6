import type { ContactDraft } from './check-contact.js'

/** A form nobody has filled. Apart from its checks, which come with the form. */
export const EMPTY_DRAFT: ContactDraft = { name: '', phone: '', email: '', text: '' }
