import { ACCOUNT_CALLS } from '../../features/accounts/routes/account-calls.js'
import { ANSWERS_CALLS } from '../../features/entries/routes/answers-calls.js'
import { CURATION_CALLS } from '../../features/entries/routes/curation-calls.js'
import { TRUST_CALLS } from '../../features/entries/routes/trust-calls.js'
import { TRY_CALLS } from '../../features/entries/routes/try-calls.js'
import { FIRST_RUN_CALLS } from '../../features/first-run/routes/first-run-calls.js'
import { COPILOT_CALLS } from '../../features/handoffs/routes/copilot-calls.js'
import { DESK_CALLS } from '../../features/handoffs/routes/desk-calls.js'
import { LIFECYCLE_CALLS } from '../../features/handoffs/routes/lifecycle-calls.js'
import { QUEUE_CALLS } from '../../features/handoffs/routes/queue-calls.js'
import { ROUTING_CALLS } from '../../features/handoffs/routes/routing-calls.js'
import { SUPERVISION_CALLS } from '../../features/handoffs/routes/supervision-calls.js'
import { PRACTICE_CALLS } from '../../features/practice/routes/practice-calls.js'
import { PUSH_CALLS } from '../../features/push/routes/push-calls.js'
import { SETTINGS_CALLS } from '../../features/settings/routes/settings-calls.js'
import { STATISTICS_CALLS } from '../../features/statistics/routes/statistics-calls.js'
import { ROUTES } from '../../routes.js'
import { ROLES } from '../model/role.js'
import type { Call } from './call.js'
import * as contract from './contract.js'
import type { Route } from './route.js'
import { type Fates, TYPED_TEXT } from './typed-text.js'

/** Everything but health is under this prefix. */
export const API_PREFIX = '/api/v1'

/** A declared route as a call. */
function toCall({ access, status = 200, ...route }: Route): Call {
  const security =
    access === 'anyone' ? {} : access === 'citizen' ? { security: access } : { security: 'staff' as const }
  const roles = access === 'account' ? { roles: ROLES } : typeof access === 'string' ? {} : { roles: access }
  return {
    ...route,
    ...security,
    ...roles,
    success: route.answer === null ? 204 : status,
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
    path: '/communes/{id}/places',
    summary: 'Places near a commune where people are helped with what is done online',
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
    method: 'get',
    path: '/conversations/{id}/transcript',
    summary: 'The conversation as plain text',
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 429],
    mediaType: 'text/plain',
  },
  {
    method: 'get',
    path: '/conversations/{id}/data',
    summary:
      'Everything that is kept of a citizen with her conversation; what was masked, and what agents wrote for each other, by kind and number only',
    success: 200,
    security: 'citizen',
    errors: [401, 403, 404, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/transcript',
    summary: 'Receive the conversation by e-mail',
    body: contract.transcriptRequest,
    success: 204,
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
  {
    method: 'post',
    path: '/session',
    summary: 'Sign in',
    body: contract.signInRequest,
    success: 200,
    errors: [401, 403, 422, 429],
  },
  {
    method: 'get',
    path: '/session',
    summary: 'Who is signed in',
    success: 200,
    security: 'staff',
    roles: ROLES,
    errors: [401],
  },
  {
    method: 'delete',
    path: '/session',
    summary:
      'Sign out; a session that the identity provider opened is answered 200, with the address at which to end its own in `next`',
    success: 204,
    security: 'staff',
    roles: ROLES,
    errors: [401, 403],
  },
  ...ACCOUNT_CALLS,
  ...QUEUE_CALLS,
  ...DESK_CALLS,
  {
    method: 'get',
    path: '/agent/events',
    summary: 'Follow the queue',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
    mediaType: 'text/event-stream',
  },
  ...ROUTING_CALLS,
  {
    method: 'get',
    path: '/agent/handoffs/{id}',
    summary: 'A handoff with its whole conversation',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/claim',
    summary: 'Take a handoff: one agent wins',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/messages',
    summary: 'Speak to the citizen',
    body: contract.agentMessageRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/typing',
    summary: 'Show the citizen, for some seconds, that the agent writes',
    success: 204,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 429],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/release',
    summary: 'Put a handoff back in the queue',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/missed-call',
    summary: 'Note that nobody answered the phone: the request stays',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/resolve',
    summary: 'End a handoff, for one of the reasons of the commune, with a note for colleagues',
    body: contract.resolveRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 404, 409, 422],
  },
  ...PUSH_CALLS,
  ...COPILOT_CALLS,
  ...LIFECYCLE_CALLS,
  ...PRACTICE_CALLS,
  ...ROUTES.map(toCall),
  ...TRUST_CALLS,
  ...CURATION_CALLS,
  ...TRY_CALLS,
  ...SUPERVISION_CALLS,
  ...STATISTICS_CALLS,
  ...SETTINGS_CALLS,
  ...FIRST_RUN_CALLS,
  ...ANSWERS_CALLS,
  {
    method: 'get',
    path: '/admin/ratings',
    summary: 'What citizens thought of their conversations in the last thirty days',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
  {
    method: 'post',
    path: '/admin/screen',
    summary: 'What would be stored of a text, and what is noticed in it; nothing is stored',
    body: contract.screenRequest,
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/admin/retention',
    summary: 'How long each kind of data is kept, and what will be erased in the days given as `within`',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/admin/theme',
    summary: 'The looks of the commune, as its file has them',
    success: 200,
    security: 'staff',
    roles: ['admin'],
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/assets/widget/theme-{id}.css',
    summary: 'The looks of a commune, read by the widget before it is shown',
    success: 200,
    mediaType: 'text/css',
    errors: [404],
    atRoot: true,
  },
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
    path: '/accessibilite',
    summary: 'The declaration of accessibility of the commune given as `commune`, as a page; `langue` is `fr` or `en`',
    success: 200,
    errors: [404],
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
