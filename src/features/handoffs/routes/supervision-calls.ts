import type { Call } from '../../../platform/http/call.js'

/** The calls of supervisors. */
export const SUPERVISION_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/supervision',
    summary: 'Where the reception stands now: who waits, for how long, and what each agent holds',
    success: 200,
    security: 'staff',
    roles: ['supervisor', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/agent/supervision/figures',
    summary:
      'Figures of the last `days`, or of the days `from` to `to`, beside those of as many days before; no row tells of fewer than five requests',
    success: 200,
    security: 'staff',
    roles: ['supervisor', 'admin'],
    errors: [401, 403, 422],
  },
]
