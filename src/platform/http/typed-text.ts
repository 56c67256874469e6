/**
 * What becomes of words that a person types.
 * - `masked`: personal data in it is masked before anything else sees it (`mask-typed.ts`).
 * - `screened`: the words of a citizen, which the assistant's screen masks with its other work, and keeps sealed for an agent (`assistant/assess-question`); or an answer from outside
 *   the console, masked where all of them are (`features/remote-replies/accept-reply`).
 * - `contact`: a phone or an e-mail address, which it is for; any other kind in it is masked.
 * - `curated`: shown to everybody. It may hold the town's phone and address; a NIR, an IBAN or a bank card is refused.
 * - `sent`: an agent's words to a citizen, kept as she sent them (docs/decisions/034-agents-words.md).
 * - `never_stored`: what is answered from it is all that becomes of it; a password leaves a digest.
 * - `checked`: compared with what is known (ids, keys, lines of a list), or a file of which each line is checked; nothing else is taken.
 */
export type Fate = 'masked' | 'screened' | 'contact' | 'curated' | 'sent' | 'never_stored' | 'checked'

/** Fields of a body by their path; `*` is any name or place, `**` at the end everything below. */
export type Fates = Readonly<Record<string, Fate>>

/** What is typed in addresses: each is answered from and kept nowhere. By the name of its schema, in the contracts. */
export const TYPED_QUERIES: Readonly<Record<string, Fates>> = {
  communeQuery: { page: 'never_stored' },
  failuresQuery: { words: 'never_stored' },
  entriesQuery: { search: 'never_stored', owner: 'never_stored' },
  auditQuery: { target: 'never_stored', user: 'never_stored', after: 'never_stored' },
  fichesQuery: { q: 'never_stored' },
  queueQuery: { after: 'never_stored' },
  staffSearchQuery: { q: 'never_stored' },
}
