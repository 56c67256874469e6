import { z } from 'zod'
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
