import type { Call } from '../call.js'
import { lookRequest, snoozeRequest, transferRequest } from './lifecycle-contract.js'

/** The calls of the life of a handoff in agents' hands. */
export const LIFECYCLE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/colleagues',
    summary: 'To whom a handoff may be passed: colleagues and departments, and who is available',
    success: 200,
    security: 'staff',
    errors: [401, 403],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/transfer',
    summary: 'Pass a handoff on: a colleague has it at once when she is available, otherwise it waits for a department',
    body: transferRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/snooze',
    summary: 'Put a handoff aside; it comes back at that time, or as soon as the citizen writes',
    body: snoozeRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/wake',
    summary: 'Take up what was put aside',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/reopen',
    summary: 'Open an ended handoff again: it is the agent’s from now on',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/take-over',
    summary: 'Take a handoff out of a colleague’s hands; administrators only',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/look',
    summary: 'Say that a console shows a handoff, and read who else does; nothing is stored',
    body: lookRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 422],
  },
]
