import type { Call } from '../../../platform/http/call.js'

/** The calls of the statistics. */
export const STATISTICS_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/statistics',
    summary:
      'Questions of the last `days`, or of the days `from` to `to`: how they ended, when, about what, and how many answers are expected to be wrong; no row tells of fewer than five questions',
    success: 200,
    security: 'staff',
    roles: ['curator', 'supervisor', 'admin'],
    errors: [401, 403, 422],
  },
]
