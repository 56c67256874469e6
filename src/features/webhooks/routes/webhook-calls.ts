import type { Call } from '../../../platform/http/call.js'
import { deadLettersRequest, webhookEditRequest, webhookRequest } from './webhook-contract.js'

const admin = {
  security: 'staff',
  roles: ['admin'],
  errors: [401, 403, 404, 422],
} as const satisfies Partial<Call>

/** Calls about the town's other software that is told what happens. */
export const WEBHOOK_CALLS: readonly Call[] = [
  {
    ...admin,
    method: 'get',
    path: '/admin/webhooks',
    summary: 'Webhooks of the commune, their last deliveries and their dead letters',
    success: 200,
    errors: [401, 403],
  },
  {
    ...admin,
    method: 'post',
    path: '/admin/webhooks',
    summary: 'Register a webhook; its secret is told this once',
    body: webhookRequest,
    success: 201,
    errors: [401, 403, 409, 422],
  },
  {
    ...admin,
    method: 'put',
    path: '/admin/webhooks/{id}',
    summary: 'Change a webhook, pause it or let it be told again',
    body: webhookEditRequest,
    success: 200,
  },
  {
    ...admin,
    method: 'delete',
    path: '/admin/webhooks/{id}',
    summary: 'Forget a webhook, with everything on its way to it',
    success: 204,
    errors: [401, 403, 404],
  },
  {
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/secret',
    summary: 'Renew the secret, told this once; the former one signs besides it for a day',
    success: 200,
    errors: [401, 403, 404],
  },
  {
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/trial',
    summary: 'Send a trial now, once',
    success: 200,
    errors: [401, 403, 404],
  },
  {
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/replay',
    summary: 'Try dead letters again, from their first try',
    body: deadLettersRequest,
    success: 200,
  },
  {
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/discard',
    summary: 'Forget dead letters',
    body: deadLettersRequest,
    success: 200,
  },
]
