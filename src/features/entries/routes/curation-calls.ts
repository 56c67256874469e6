import type { Call } from '../../../platform/http/call.js'
import {
  archiveRequest,
  discardRequest,
  draftRequest,
  gateRequest,
  newEntryRequest,
  previewRequest,
  publicationRequest,
  returnRequest,
  submitRequest,
} from './curation-contract.js'

const staff = { success: 200, security: 'staff', roles: ['curator', 'admin'] } as const
const onEntry = { ...staff, errors: [401, 403, 404, 409, 422] }

/** Calls about the entries that curators write, their publication, and who did what. */
export const CURATION_CALLS: readonly Call[] = [
  {
    ...staff,
    method: 'get',
    path: '/admin/entries',
    summary:
      'The entries of the commune, by title; `search`, `category`, `state`, `owner`, `expiry`, `trouble`, `offset` and `limit` narrow the list',
    errors: [401, 403, 422],
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries',
    summary: 'Begin an entry, empty or from another one',
    body: newEntryRequest,
    success: 201,
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}',
    summary: 'An entry: what is served, its draft, what keeps it from being published, its history',
    errors: [401, 403, 404],
  },
  {
    ...onEntry,
    method: 'put',
    path: '/admin/entries/{id}/draft',
    summary: 'Save the draft of an entry, unless somebody has since: 409 `draft_stale` says who',
    body: draftRequest,
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries/{id}/discard',
    summary: 'Throw the draft of an entry away',
    body: discardRequest,
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries/{id}/submit',
    summary: 'Give the draft of an entry to a reviewer',
    body: submitRequest,
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries/{id}/return',
    summary: 'Send what was submitted back to its author, and say why',
    body: returnRequest,
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries/{id}/archive',
    summary: 'Take an entry away from citizens; nothing of it is lost',
    body: archiveRequest,
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/entries/{id}/restore',
    summary: 'Give an archived entry back to citizens',
    body: archiveRequest,
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}/revisions/{number}',
    summary: 'A revision of an entry, whole',
    errors: [401, 403, 404],
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}/diff',
    summary:
      'What changed between `from` and `to`: numbers of revisions, `served`, `draft` or `none`; field by field, texts by words',
    errors: [401, 403, 404, 422],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/entries/{id}/preview',
    summary: 'The card that a citizen would read of a content, and what is to mend in it; nothing is kept',
    body: previewRequest,
    errors: [401, 403, 422],
  },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/gate',
    summary:
      'Measure what publishing entries would change for every example question; a run of the commune that is not done ends',
    body: gateRequest,
    success: 202,
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/gate',
    summary: 'How far the measure is, and its report',
    errors: [401, 403],
  },
  { ...staff, method: 'delete', path: '/admin/gate', summary: 'End the measure', success: 204, errors: [401, 403] },
  {
    ...onEntry,
    method: 'post',
    path: '/admin/publications',
    summary:
      'Publish entries that were measured, in one step: drafts, submitted revisions, or former revisions to go back to. `override` publishes what the gate blocks, with a reason',
    body: publicationRequest,
  },
  {
    ...staff,
    method: 'get',
    path: '/admin/audit',
    summary:
      'Who did what, when and why, latest first; `kind`, `target`, `action`, `user`, `from`, `to`, `after` and `limit` narrow it. Curators read `kind=entry`',
    errors: [401, 403, 422],
  },
]
