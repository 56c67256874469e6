/**
 * What becomes of words that a person types.
 * - `masked`: personal data in it is masked before anything else sees it (`assistant/routes/mask-typed`).
 * - `screened`: the words of a citizen, which the assistant's screen masks with its other work, and keeps sealed for an agent (`assistant/assess-question`).
 * - `contact`: a phone or an e-mail address, which it is for; any other kind in it is masked.
 * - `curated`: shown to everybody. It may hold the town's phone and address; a NIR, an IBAN or a bank card is refused.
 * - `sent`: an agent's words to a citizen, kept as she sent them (docs/decisions/034-agents-words.md).
 * - `never_stored`: what is answered from it is all that becomes of it; a password leaves a digest.
 * - `checked`: compared with what is known (ids, keys, lines of a list), or a file of which each line is checked; nothing else is taken.
 */
export type Fate = 'masked' | 'screened' | 'contact' | 'curated' | 'sent' | 'never_stored' | 'checked'

/** Fields of a body by their path; `*` is any name or place, `**` at the end everything below. */
export type Fates = Readonly<Record<string, Fate>>

const WHY: Fates = { why: 'masked' }
const LEFT: Fates = { name: 'masked', phone: 'contact', email: 'contact', text: 'screened' }
const FILE: Fates = { name: 'masked', content: 'checked' }
const CONTENT: Fates = { 'content.**': 'curated' }
const PACK: Fates = { address: 'curated', text: 'checked', 'variables.*': 'curated' }

/** Of each call whose route is not declared yet and whose body has words that are typed, what becomes of them. `tests/platform/http/typed-text.test.ts` finds what is forgotten. */
export const TYPED_TEXT: Readonly<Record<string, Fates>> = {
  'post /ask': { question: 'screened' },
  'post /conversations': { page: 'masked' },
  'post /conversations/{id}/messages': { text: 'screened' },
  'post /conversations/{id}/handoff': LEFT,
  'post /conversations/{id}/callback': { name: 'masked', phone: 'contact', subject: 'screened' },
  'post /conversations/{id}/rating': { comment: 'masked' },
  'post /admin/exchange/read': FILE,
  'post /admin/exchange/plan': FILE,
  'post /admin/exchange/imports': FILE,
  'post /admin/packs': { ...PACK, key: 'checked', version: 'checked' },
  'post /admin/packs/look': PACK,
  'post /admin/entries': { title: 'curated' },
  'put /admin/entries/{id}/draft': CONTENT,
  'post /admin/entries/{id}/submit': WHY,
  'post /admin/entries/{id}/return': WHY,
  'post /admin/entries/{id}/archive': WHY,
  'post /admin/entries/{id}/restore': WHY,
  'post /admin/entries/{id}/preview': { 'content.**': 'never_stored' },
  'post /admin/publications': WHY,
  'post /admin/failures/actions': { reason: 'masked', title: 'curated' },
  'post /admin/conflicts/acts': { question: 'checked', reason: 'masked' },
  'post /admin/conflicts/undo': { 'undo.question': 'curated', 'undo.added.*': 'curated' },
  'post /admin/try': { question: 'never_stored' },
  'post /admin/try/batch': { 'questions.*': 'never_stored' },
  'put /admin/answers': WHY,
  'put /admin/imports/service-public/selection': { 'themes.*': 'curated', 'ids.*': 'curated' },
  'put /admin/imports/service-public/fiches/{id}/note': {
    place: 'curated',
    hours: 'curated',
    papers: 'curated',
    cost: 'curated',
  },
}

/** The same of the forms of the pages without script. */
export const TYPED_FORMS: Readonly<Record<string, Fates>> = {
  'post /': { text: 'screened' },
  'post /{id}/{token}/messages': { text: 'screened' },
  'post /{id}/{token}/message': LEFT,
}

/** What is typed in addresses: each is answered from and kept nowhere. By the name of its schema, in the contracts. */
export const TYPED_QUERIES: Readonly<Record<string, Fates>> = {
  communeQuery: { page: 'never_stored' },
  entriesQuery: { search: 'never_stored', owner: 'never_stored' },
  auditQuery: { target: 'never_stored', user: 'never_stored', after: 'never_stored' },
  fichesQuery: { q: 'never_stored' },
  queueQuery: { after: 'never_stored' },
}
