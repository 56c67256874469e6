import type { Call } from '../../../platform/http/call.js'
import { answersRequest } from './answers-contract.js'

/** The calls of the switch of the answers. */
export const ANSWERS_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/answers',
    summary: 'Whether the assistant answers by itself; if not, since when, who stopped it and why',
    success: 200,
    security: 'staff',
    roles: ['agent', 'curator', 'supervisor', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/answers',
    summary: 'Stop the assistant from answering by itself: every question goes to a person; or let it again',
    body: answersRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 422],
  },
]
