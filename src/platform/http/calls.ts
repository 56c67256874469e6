import { ROUTES } from '../../routes.js'
import { ROLES } from '../model/role.js'
import type { Call } from './call.js'
import * as contract from './contract.js'
import type { Route } from './route.js'
import { type Fates, TYPED_TEXT } from './typed-text.js'

/** Everything but health is under this prefix. */
export const API_PREFIX = '/api/v1'

/** A declared route as a call. */
function toCall({ access, status, ...route }: Route): Call {
  const security =
    access === 'anyone' ? {} : access === 'citizen' ? { security: access } : { security: 'staff' as const }
  const roles =
    access === 'account' || access === 'session'
      ? { roles: ROLES }
      : typeof access === 'string'
        ? {}
        : { roles: access }
  return {
    ...route,
    ...security,
    ...roles,
    ...(security.security === 'staff' && route.method !== 'get' && access !== 'session' ? { repeatsToken: true } : {}),
    success: status ?? (route.answer === null ? 204 : 200),
    errors: [...(route.errors ?? [])],
  }
}

/** What becomes of what is typed, of each call. */
export const FATES: Readonly<Record<string, Fates>> = {
  ...TYPED_TEXT,
  ...Object.fromEntries(ROUTES.flatMap(({ method, path, typed }) => (typed ? [[`${method} ${path}`, typed]] : []))),
}

/** Every call of the contract; the shapes of answers are the interfaces of `contract.ts`. */
export const CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/ask',
    summary:
      'Answer one question without a conversation; says the language recognised in it, the questions of its guide, and in `dangers` what to do at once where danger is heard. The answer begins with what was asked in `lead`; its simplified version is in `simple`, or null',
    body: contract.askRequest,
    success: 200,
    errors: [403, 404, 422, 429],
  },
  {
    method: 'get',
    path: '/communes/{id}',
    summary: 'What a page needs of a commune: what it announces, and the first questions for its path, given as `page`',
    success: 200,
    errors: [403, 404, 422],
  },
  {
    method: 'get',
    path: '/communes/{id}/services',
    summary: 'The services of a commune, their hours in words and their state now',
    success: 200,
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/communes/{id}/titles',
    summary: 'Titles and example questions, to be searched in the browser',
    success: 200,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/conversations',
    summary: 'Start a conversation',
    body: contract.startRequest,
    success: 201,
    errors: [403, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/messages',
    summary: 'Send a message; idempotent by clientId',
    body: contract.messageRequest,
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 409, 422, 429, 503],
  },
  {
    method: 'get',
    path: '/conversations/{id}/messages',
    summary: 'Read messages after a sequence number',
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 422],
  },
  {
    method: 'get',
    path: '/conversations/{id}/events',
    summary: 'Follow a conversation',
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 429],
    mediaType: 'text/event-stream',
  },
  {
    method: 'post',
    path: '/conversations/{id}/messages/{mid}/feedback',
    summary: 'Rate an answer',
    body: contract.feedbackRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 403, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/handoff',
    summary: 'Call an agent, or leave a message',
    body: contract.handoffRequest,
    success: 201,
    security: 'citizen',
    errors: [401, 403, 404, 409, 422, 429],
  },
  {
    method: 'delete',
    path: '/conversations/{id}/handoff',
    summary: 'Stop waiting for an agent, take back a message, cancel a call-back',
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'get',
    path: '/communes/{id}/callback-slots',
    summary: 'Half-days in which the reception may phone',
    success: 200,
    errors: [403, 404, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/callback',
    summary: 'Ask to be phoned; cancelled as a handoff',
    body: contract.callbackRequest,
    success: 201,
    security: 'citizen',
    errors: [401, 403, 404, 409, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/rating',
    summary: 'Say what one thinks of the conversation: 1 (not at all satisfying) to 5 (very), or null not to say',
    body: contract.ratingRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 403, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/language',
    summary: 'Choose the language of a conversation',
    body: contract.languageRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 403, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/close',
    summary: 'End a conversation',
    success: 204,
    security: 'citizen',
    errors: [401, 403, 404],
  },
  {
    method: 'delete',
    path: '/conversations/{id}',
    summary: 'Erase a conversation',
    success: 204,
    security: 'citizen',
    errors: [401, 403, 404],
  },
  ...ROUTES.map(toCall),
  {
    method: 'get',
    path: '/chat',
    summary: 'The chat as a page of its own, in the commune and the language given as `commune` and `langue`',
    success: 200,
    mediaType: 'text/html',
    errors: [404],
    atRoot: true,
  },
  {
    method: 'get',
    path: '/embed',
    summary: 'The same page, which the sites of the commune may show in a frame',
    success: 200,
    mediaType: 'text/html',
    errors: [404],
    atRoot: true,
  },
  { method: 'get', path: '/openapi.json', summary: 'This document', success: 200 },
  {
    method: 'get',
    path: '/fiche/{entryId}',
    summary:
      'An entry on one page, to print, to keep or to show at the counter; `commune`, `langue`, `version=simple` and `fichier=oui` (one file that needs no other) choose how',
    success: 200,
    errors: [404, 503],
    mediaType: 'text/html',
    atRoot: true,
  },
  {
    method: 'get',
    path: '/confidentialite',
    summary:
      'What is done with what citizens write to the commune given as `commune`, as a page in the language given as `langue`',
    success: 200,
    mediaType: 'text/html',
    atRoot: true,
  },
  { method: 'get', path: '/healthz', summary: 'Whether the process lives', success: 200, atRoot: true },
  {
    method: 'get',
    path: '/readyz',
    summary: 'Whether it can answer, how well, and why not',
    success: 200,
    errors: [503],
    atRoot: true,
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Measures of the process, for Prometheus',
    success: 200,
    mediaType: 'text/plain',
    atRoot: true,
  },
]
