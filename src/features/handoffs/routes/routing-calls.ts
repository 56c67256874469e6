import type { Call } from '../../../platform/http/call.js'
import { agentRequest, availabilityRequest, beatRequest } from './routing-contract.js'

/** Calls about who is there and who gets what. */
export const ROUTING_CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/agent/availability',
    summary: 'Be available, busy or away, with a word',
    body: availabilityRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'post',
    path: '/agent/beat',
    summary: 'Say that the console is still there, and whether its agent touched it',
    body: beatRequest,
    success: 204,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/agent/team',
    summary: 'Colleagues: who is there, and how many citizens each talks with',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/pass',
    summary: 'Let what is offered go to the next agent',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409],
  },
  {
    method: 'get',
    path: '/admin/agents',
    summary: 'The agents, their departments and how many citizens each talks with at once',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/agents/{id}',
    summary: 'Change the departments of an agent and how many citizens she talks with at once',
    body: agentRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 404, 422],
  },
]
