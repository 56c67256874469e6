import type { Call } from '../../../platform/http/call.js'
import { ROLES, type Role } from '../../../platform/model/role.js'
import * as contract from './account-contract.js'

/** Calls about sign-in, one's own account and the accounts of a commune. */
export const ACCOUNT_CALLS: readonly Call[] = [
  { method: 'get', path: '/sign-in', summary: 'How one may sign in', success: 200 },
  {
    method: 'get',
    path: '/session/provider',
    summary: 'Go to the identity provider to sign in, and come back to the page given as `page`',
    success: 302,
    errors: [404, 429],
  },
  {
    method: 'get',
    path: '/session/provider/return',
    summary: 'Come back from the identity provider, signed in or with the reason why not',
    success: 302,
    errors: [404],
  },
  {
    method: 'put',
    path: '/session/commune',
    summary: 'Look at another commune; the session gets another identifier',
    body: contract.communeRequest,
    success: 200,
    security: 'staff',
    roles: ['super-admin'],
    errors: [401, 403, 404, 422],
  },
  {
    method: 'post',
    path: '/password-resets',
    summary:
      'Ask for a link by which to choose another password; says the same whether there is such an account or not',
    body: contract.resetRequest,
    success: 204,
    errors: [403, 422, 429],
  },
  {
    method: 'post',
    path: '/staff-links/read',
    summary: 'Whom a link is for',
    body: contract.readLinkRequest,
    success: 200,
    errors: [403, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/staff-links/use',
    summary: 'Choose a password by a link, once; ends every session of the account',
    body: contract.useLinkRequest,
    success: 204,
    errors: [403, 404, 422, 429],
  },
  ...own('get', '/account', 'One’s own account and its sessions', { success: 200 }),
  ...own('put', '/account/password', 'Choose another password; ends the other sessions', {
    body: contract.passwordRequest,
    success: 200,
    errors: [422, 429],
  }),
  ...own('post', '/account/second-factor', 'Draw a secret for an application on a phone', {
    body: contract.confirmRequest,
    success: 200,
    errors: [422, 429],
  }),
  ...own(
    'post',
    '/account/second-factor/confirm',
    'Take the secret into use with a first code; ends the other sessions',
    {
      body: contract.factorRequest,
      success: 200,
      errors: [409, 422],
    },
  ),
  ...own('post', '/account/second-factor/remove', 'Sign in by the password alone again; ends the other sessions', {
    body: contract.confirmRequest,
    success: 200,
    errors: [409, 422, 429],
  }),
  ...own('post', '/account/recovery-codes', 'Draw other recovery codes', {
    body: contract.confirmRequest,
    success: 200,
    errors: [409, 422, 429],
  }),
  ...own('delete', '/account/sessions', 'End the other sessions', { success: 200 }),
  ...own('delete', '/account/sessions/{id}', 'End another session', { success: 200, errors: [404] }),
  ...admin('get', '/admin/accounts', 'The accounts of the commune', { success: 200 }),
  ...admin('post', '/admin/accounts', 'Invite somebody; without a mail server, the link is in the answer, once', {
    body: contract.inviteRequest,
    success: 201,
    errors: [409, 422],
  }),
  ...admin('put', '/admin/accounts/{id}', 'Change the name, the roles and the departments of an account', {
    body: contract.accountRequest,
    success: 200,
    errors: [404, 409, 422],
  }),
  ...admin('post', '/admin/accounts/{id}/link', 'Invite again, or send a link by which to choose another password', {
    success: 200,
    errors: [404, 409],
  }),
  ...admin('post', '/admin/accounts/{id}/deactivate', 'Let an account in no more: its sessions end at once', {
    success: 200,
    errors: [404, 409],
  }),
  ...admin('post', '/admin/accounts/{id}/reactivate', 'Let an account in again', { success: 200, errors: [404] }),
  ...admin('post', '/admin/accounts/{id}/reset-second-factor', 'Forget the second factor of an account', {
    success: 200,
    errors: [404, 409],
  }),
  ...admin('put', '/admin/sign-in-policy', 'Ask for a second factor of everybody, or not', {
    body: contract.policyRequest,
    success: 200,
    errors: [422],
  }),
]

type Rest = Pick<Call, 'body' | 'success' | 'errors'>

function own(method: Call['method'], path: string, summary: string, rest: Rest): Call[] {
  return [staffCall({ method, path, summary, ...rest }, ROLES)]
}

function admin(method: Call['method'], path: string, summary: string, rest: Rest): Call[] {
  return [staffCall({ method, path, summary, ...rest }, ['admin'])]
}

function staffCall(call: Pick<Call, 'method' | 'path' | 'summary'> & Rest, roles: readonly Role[]): Call {
  return { ...call, security: 'staff', roles, errors: [401, 403, ...(call.errors ?? [])] }
}
