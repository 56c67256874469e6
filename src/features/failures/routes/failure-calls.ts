import type { Call } from '../../../platform/http/call.js'
import { digestRequest, failureActionRequest } from './failure-contract.js'

/** Calls about the questions that were failed. */
export const FAILURE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/failures',
    summary:
      'Questions that were failed, grouped by likeness, those that most people met first; `kind`, `state` (or `open`), `language`, `from` and `to` narrow them, `page` turns the page',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/admin/failures/groups/{id}',
    summary: 'The failures of a group that the same filters want, and the entries that may answer them',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 404, 422],
  },
  {
    method: 'post',
    path: '/admin/failures/actions',
    summary:
      'Decide of some failures or of a group, add their questions to the draft of an entry, or begin a new one with them',
    body: failureActionRequest,
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/admin/failures/actions/{id}/undo',
    summary: 'Take back what one press did, as far as nothing was decided since',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 404],
  },
  {
    method: 'get',
    path: '/admin/failures/digest',
    summary: 'Whether one wants the weekly mail',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/failures/digest',
    summary: 'Ask for the weekly mail, in the language of the call, or for it no more',
    body: digestRequest,
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 422],
  },
]
