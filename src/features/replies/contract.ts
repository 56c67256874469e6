import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { languageShape, MAX_TEXT_LENGTH } from '../../platform/http/shapes.js'
import { LANGUAGES, type Language } from '../../platform/model/language.js'
import type { Reply } from './reply.js'
import { REPLY_VARIABLES } from './reply-variables.js'

/** A ready reply, its variables filled. */
export const replyShape = z.object({
  id: z.string(),
  /** In the caller's language; her own, as she wrote it. */
  title: z.string(),
  /** Other words by which it is found. */
  keywords: z.array(z.string()),
  text: z.string(),
  /** Of the text: French where the citizen's language has none. */
  language: languageShape,
  /** Whether it is one of the agent's own. */
  own: z.boolean(),
})
export type ReplyView = z.infer<typeof replyShape>

const written = z.strictObject({
  title: z.string().trim().min(1).max(80),
  text: z.string().trim().max(MAX_TEXT_LENGTH).min(1),
  language: languageShape,
})

/** An agent's own reply, as she edits it; its text has `{variables}`. */
const ownReply = z.object({ id: z.string(), title: z.string(), text: z.string(), language: languageShape })

const texts = {
  ...(Object.fromEntries(LANGUAGES.map((one) => [one, z.string().exactOptional()])) as Record<
    Language,
    z.ZodExactOptional<z.ZodString>
  >),
  fr: z.string(),
}

const ownReplies = z.object({
  replies: z.array(ownReply),
  variables: z.array(z.enum(REPLY_VARIABLES)),
  /** Those of the commune, to read. */
  shared: z.array(
    z.object({
      id: z.string(),
      title: z.object({ fr: z.string(), en: z.string() }),
      text: z.object(texts),
    }) satisfies z.ZodType<Pick<Reply, 'id' | 'title' | 'text'>>,
  ),
})

export type OwnReplyView = z.infer<typeof ownReply>
export type OwnRepliesView = z.infer<typeof ownReplies>

const agent = { access: ['agent', 'admin'], errors: [401, 403] } as const satisfies Partial<Route>
/** What is shown to citizens as it is written. */
const typed = { title: 'curated', text: 'curated' } as const

/** An agent's own ready replies. */
export const replyRoutes = {
  list: route({
    ...agent,
    method: 'get',
    path: '/agent/replies',
    summary: 'The agent’s own ready replies, and those of the commune',
    answer: ownReplies,
  }),
  add: route({
    ...agent,
    method: 'post',
    path: '/agent/replies',
    summary: 'Add a ready reply of one’s own',
    body: written,
    typed,
    answer: ownReplies,
    status: 201,
    errors: [401, 403, 409, 422],
  }),
  change: route({
    ...agent,
    method: 'put',
    path: '/agent/replies/{replyId}',
    summary: 'Change a ready reply of one’s own',
    body: written,
    typed,
    answer: ownReplies,
    errors: [401, 403, 404, 409, 422],
  }),
  remove: route({
    ...agent,
    method: 'delete',
    path: '/agent/replies/{replyId}',
    summary: 'Delete a ready reply of one’s own',
    answer: null,
    errors: [401, 403, 404],
  }),
}
