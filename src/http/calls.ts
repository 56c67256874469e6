import type { z } from 'zod'
import * as contract from './contract.js'

/** Everything but health is under this prefix. */
export const API_PREFIX = '/api/v1'

type Method = 'get' | 'post' | 'put' | 'delete'
/** A call of the HTTP contract. */
export interface Call {
  method: Method
  path: string
  summary: string
  body?: z.ZodType
  success: number
  security?: 'citizen' | 'staff'
  errors?: number[]
  /** What the answer is, when it is not JSON. */
  mediaType?: 'text/event-stream' | 'text/plain'
  /** Beside the prefix, not under it. */
  atRoot?: true
}

/** Every call of the contract; the shapes of answers are the interfaces of `contract.ts`. */
export const CALLS: readonly Call[] = [
  {
    method: 'post',
    path: '/ask',
    summary:
      'Answer one question without a conversation; says the language recognised in it, and the questions of its guide. The answer has its simplified version in `simple`, or null',
    body: contract.askRequest,
    success: 200,
    errors: [404, 422, 429],
  },
  {
    method: 'get',
    path: '/communes/{id}',
    summary:
      'What a page needs of a commune: its services with their state now, what it announces, the first questions',
    success: 200,
    errors: [404],
  },
  {
    method: 'post',
    path: '/conversations',
    summary: 'Start a conversation',
    body: contract.startRequest,
    success: 201,
    errors: [404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/messages',
    summary: 'Send a message; idempotent by clientId',
    body: contract.messageRequest,
    success: 200,
    security: 'citizen',
    errors: [401, 404, 409, 422, 429, 503],
  },
  {
    method: 'get',
    path: '/conversations/{id}/messages',
    summary: 'Read messages after a sequence number',
    success: 200,
    security: 'citizen',
    errors: [401, 404, 422],
  },
  {
    method: 'get',
    path: '/conversations/{id}/events',
    summary: 'Follow a conversation',
    success: 200,
    security: 'citizen',
    errors: [401, 404, 429],
    mediaType: 'text/event-stream',
  },
  {
    method: 'post',
    path: '/conversations/{id}/messages/{mid}/feedback',
    summary: 'Rate an answer',
    body: contract.feedbackRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/handoff',
    summary: 'Call an agent, or leave a message',
    body: contract.handoffRequest,
    success: 201,
    security: 'citizen',
    errors: [401, 404, 409, 422, 429],
  },
  {
    method: 'delete',
    path: '/conversations/{id}/handoff',
    summary: 'Stop waiting for an agent, take back a message, cancel a call-back',
    success: 200,
    security: 'citizen',
    errors: [401, 404, 409],
  },
  {
    method: 'get',
    path: '/communes/{id}/callback-slots',
    summary: 'Half-days in which the reception may phone',
    success: 200,
    errors: [404, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/callback',
    summary: 'Ask to be phoned; cancelled as a handoff',
    body: contract.callbackRequest,
    success: 201,
    security: 'citizen',
    errors: [401, 404, 409, 422, 429],
  },
  {
    method: 'get',
    path: '/conversations/{id}/transcript',
    summary: 'The conversation as plain text',
    success: 200,
    security: 'citizen',
    errors: [401, 404, 429],
    mediaType: 'text/plain',
  },
  {
    method: 'post',
    path: '/conversations/{id}/transcript',
    summary: 'Receive the conversation by e-mail',
    body: contract.transcriptRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 404, 409, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/language',
    summary: 'Choose the language of a conversation',
    body: contract.languageRequest,
    success: 204,
    security: 'citizen',
    errors: [401, 404, 422, 429],
  },
  {
    method: 'post',
    path: '/conversations/{id}/close',
    summary: 'End a conversation',
    success: 204,
    security: 'citizen',
    errors: [401, 404],
  },
  {
    method: 'delete',
    path: '/conversations/{id}',
    summary: 'Erase a conversation',
    success: 204,
    security: 'citizen',
    errors: [401, 404],
  },
  {
    method: 'post',
    path: '/session',
    summary: 'Sign in',
    body: contract.signInRequest,
    success: 200,
    errors: [401, 403, 422, 429],
  },
  { method: 'get', path: '/session', summary: 'Who is signed in', success: 200, security: 'staff', errors: [401] },
  { method: 'delete', path: '/session', summary: 'Sign out', success: 204, security: 'staff', errors: [401, 403] },
  { method: 'get', path: '/agent/queue', summary: 'The queue', success: 200, security: 'staff', errors: [401, 403] },
  {
    method: 'get',
    path: '/agent/events',
    summary: 'Follow the queue',
    success: 200,
    security: 'staff',
    errors: [401, 403],
    mediaType: 'text/event-stream',
  },
  {
    method: 'post',
    path: '/agent/availability',
    summary: 'Be available or away',
    body: contract.availabilityRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/agent/handoffs/{id}',
    summary: 'A handoff with its whole conversation',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/claim',
    summary: 'Take a handoff: one agent wins',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/messages',
    summary: 'Speak to the citizen',
    body: contract.agentMessageRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/release',
    summary: 'Put a handoff back in the queue',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/missed-call',
    summary: 'Note that nobody answered the phone: the request stays',
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/agent/handoffs/{id}/resolve',
    summary: 'End a handoff',
    body: contract.resolveRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/admin/publication',
    summary: 'What is published, and what it keeps of the promise',
    success: 200,
    security: 'staff',
    errors: [401, 403],
  },
  {
    method: 'post',
    path: '/admin/publish',
    summary: 'Read the content anew and publish it, unless it breaks the promise',
    success: 202,
    security: 'staff',
    errors: [401, 403],
  },
  {
    method: 'get',
    path: '/admin/alert',
    summary: 'What the commune announces, and who edited it',
    success: 200,
    security: 'staff',
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/admin/alert',
    summary: 'Announce something to everyone who opens the chat, from one instant to another',
    body: contract.alertRequest,
    success: 200,
    security: 'staff',
    errors: [401, 403, 422],
  },
  {
    method: 'delete',
    path: '/admin/alert',
    summary: 'Withdraw what is announced',
    success: 200,
    security: 'staff',
    errors: [401, 403],
  },
  { method: 'get', path: '/openapi.json', summary: 'This document', success: 200 },
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
