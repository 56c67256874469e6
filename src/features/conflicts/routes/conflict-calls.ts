import type { Call } from '../../../platform/http/call.js'
import { conflictActRequest, conflictUndoRequest } from './conflict-contract.js'

const staff = { security: 'staff', roles: ['curator', 'admin'] } as const

/** Calls about entries that are taken for each other, or that nobody finds. */
export const CONFLICT_CALLS: readonly Call[] = [
  {
    ...staff,
    method: 'get',
    path: '/admin/conflicts',
    summary:
      'Conflicts among the entries of the commune, those first that concern most questions of citizens; `kind`, `entry` and `ignored` narrow them, `page` turns the page',
    success: 200,
    errors: [401, 403, 422],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/conflicts/runs',
    summary: 'Look for conflicts in what is served now, off the path of questions',
    success: 202,
    errors: [401, 403],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/conflicts/acts',
    summary:
      'Move a question from one draft to another, merge two entries, let a finding be, with a reason, or look at it again',
    body: conflictActRequest,
    success: 200,
    errors: [401, 403, 404, 409, 422],
  },
  {
    ...staff,
    method: 'post',
    path: '/admin/conflicts/undo',
    summary: 'Take back what one act did, as it said itself how',
    body: conflictUndoRequest,
    success: 200,
    errors: [401, 403, 404, 409, 422],
  },
]
