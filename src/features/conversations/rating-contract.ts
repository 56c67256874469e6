import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { MAX_COMMENT_LENGTH, RATING_LEVELS } from '../../platform/model/rating.js'

/** What citizens think of their conversations, once they have ended. */
export const ratingRoutes = {
  /** Without a level she prefers not to say, and is not asked again. */
  rate: route({
    method: 'post',
    path: '/conversations/{id}/rating',
    summary: 'Say what one thinks of the conversation: 1 (not at all satisfying) to 5 (very), or null not to say',
    access: 'citizen',
    counts: 'conversation',
    body: z.strictObject({
      level: z.literal(RATING_LEVELS).nullable(),
      comment: z.string().max(MAX_COMMENT_LENGTH).optional(),
    }),
    typed: { comment: 'masked' },
    answer: null,
    errors: [401, 403, 404, 422, 429],
  }),
}
