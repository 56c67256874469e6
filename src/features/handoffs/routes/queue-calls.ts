import type { Call } from '../../../platform/http/call.js'
import { searchRequest, viewsRequest } from './queue-contract.js'

/** The calls by which agents find what waits. */
export const QUEUE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/queue',
    summary: 'The queue; what has changed in it since the version given as `after`, if it is still known',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'post',
    path: '/agent/search',
    summary: 'Search the words of the conversations that were handed over, open or closed; nothing is stored',
    body: searchRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/agent/views',
    summary: 'The agent’s own views of the queue',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/agent/views',
    summary: 'Keep the agent’s own views of the queue, in their order',
    body: viewsRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
]
