import type { Call } from '../../../platform/http/call.js'
import { deskQuestionRequest, deskRequest, leaveRequest, rescheduleRequest } from './desk-contract.js'

/** The calls of an agent at the counter or on the phone. */
export const DESK_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/desk',
    summary: 'Departments, colleagues and half-days for which something may be left',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'post',
    path: '/agent/conversations',
    summary: 'Begin a conversation for somebody at the counter or on the phone; the agent holds it',
    body: deskRequest,
    success: 201,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/ask',
    summary: 'Put a visitor’s question to the assistant, or give her the answer of an entry; idempotent by clientId',
    body: deskQuestionRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/leave',
    summary: 'Leave a message or a call-back for a visitor; it takes the place of the talk',
    body: leaveRequest,
    success: 201,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/reschedule',
    summary: 'Put a call-back off to another half-day; anyone may take it then',
    body: rescheduleRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/agent/handoffs/{id}/earlier',
    summary: 'Earlier requests whose reference the person gave in this conversation',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404],
  },
]
