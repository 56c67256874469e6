import type { Call } from '../../../platform/http/call.js'
import { tryBatchRequest, tryRequest } from './try-contract.js'

/** Calls about trying questions. */
export const TRY_CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/admin/try',
    summary:
      'Everything that the assistant makes of a question: screen, candidates with their evidence, thresholds, outcome; nothing is stored or counted',
    body: tryRequest,
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'post',
    path: '/admin/try/batch',
    summary: 'The same of up to fifty questions, in short',
    body: tryBatchRequest,
    success: 200,
    security: 'staff',
    roles: ['curator', 'admin'],
    errors: [401, 403, 422],
  },
]
