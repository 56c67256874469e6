import type { Call } from '../call.js'

/** The call of the audit. */
export const AUDIT_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/admin/audit',
    summary: 'Who did what in the commune, when, what there was before and after, and why',
    success: 200,
    security: 'staff',
    errors: [401, 403, 422],
  },
]
