import type { Call } from '../../../platform/http/call.js'
import { checksRequest, stepRequest } from './first-run-contract.js'

/** The calls of the first run. */
export const FIRST_RUN_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/first-run',
    summary: 'How far the commune is in making the installed content its own',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/admin/first-run/checks',
    summary: 'The entries of the category given as `category` that have something to check, point by point',
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'put',
    path: '/admin/first-run/checks',
    summary: 'Keep that points of entries were checked, or take it back',
    body: checksRequest,
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 404, 422],
  },
  {
    method: 'put',
    path: '/admin/first-run/steps',
    summary: 'Keep that a step is done, or take it back; `end` says that the whole is over',
    body: stepRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 422],
  },
]
