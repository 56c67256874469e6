import { z } from 'zod'
import type { Call } from '../../../platform/http/call.js'
import { FILTER_FIELDS, MOST_VIEW_NAME, MOST_VIEWS } from '../../../platform/model/saved-view.js'

/** `GET /agent/queue` */
export const queueQuery = z.object({ after: z.string().max(40).optional() })

/** `POST /agent/search`. In a body, so that no log of addresses keeps a name that was looked for. */
export const searchRequest = z.strictObject({
  words: z.string().max(100),
  /** From 1. */
  page: z.number().int().min(1).max(1000).default(1),
})

const values = z.array(z.string().regex(/^[\w-]{1,64}$/)).max(12)

/** `PUT /agent/views`: all the views of the agent, in their order. */
export const viewsRequest = z.strictObject({
  views: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[\w-]{1,64}$/),
        name: z.string().trim().min(1).max(MOST_VIEW_NAME),
        filters: z.partialRecord(z.enum(FILTER_FIELDS), values),
        isDefault: z.boolean(),
      }),
    )
    .max(MOST_VIEWS),
})

/** The calls by which agents find what waits. */
export const QUEUE_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/agent/queue',
    summary: 'The queue; what has changed in it since the version given as `after`, if it is still known',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'post',
    path: '/agent/search',
    summary: 'Search the words of the conversations that were handed over, open or closed; nothing is stored',
    body: searchRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
  {
    method: 'get',
    path: '/agent/views',
    summary: 'The agent’s own views of the queue',
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403],
  },
  {
    method: 'put',
    path: '/agent/views',
    summary: 'Keep the agent’s own views of the queue, in their order',
    body: viewsRequest,
    success: 200,
    security: 'staff',
    roles: ['agent', 'admin'],
    errors: [401, 403, 422],
  },
]
