import type { Call } from '../../../platform/http/call.js'
import { practiceResultRequest } from './practice-contract.js'

/** The calls of practice mode. */
export const PRACTICE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/practice',
    summary: 'The exercises of practice mode, and what the agent has done of them',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'delete',
    path: '/agent/practice',
    summary: 'Erase what the agent has practised',
    success: 204,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/agent/practice/team',
    summary: 'How many exercises each agent of the commune has done, for administrators',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/agent/practice/entries/{id}',
    summary: 'An entry as citizens of the commune read it',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404],
  },
  {
    method: 'get',
    path: '/agent/practice/exercises/{id}',
    summary: 'An exercise with its script, played in the browser',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404],
  },
  {
    method: 'post',
    path: '/agent/practice/exercises/{id}/results',
    summary: 'Keep what a practice came to, in numbers',
    body: practiceResultRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 422],
  },
]
