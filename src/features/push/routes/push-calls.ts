import type { Call } from '../../../platform/http/call.js'
import { pushRequest } from './push-contract.js'

/** Calls about the alerts of an agent's console. */
export const PUSH_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/alerts',
    summary: 'The clock of the quiet hours, and the key of web push if the installation has one',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/agent/push',
    summary: 'Tell this browser that somebody waits while its console is closed, until the session ends',
    body: pushRequest,
    success: 204,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 409, 422],
  },
  {
    method: 'delete',
    path: '/agent/push',
    summary: 'Tell the browsers of this session nothing any more',
    success: 204,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
]
