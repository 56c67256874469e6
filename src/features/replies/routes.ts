import { randomUUID } from 'node:crypto'
import type { Feature } from '../../platform/feature.js'
import { DescribedError } from '../../platform/http/problem.js'
import type { BodyOf } from '../../platform/http/route.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import { type OwnRepliesView, replyRoutes } from './contract.js'
import type { RepliesOf } from './load-replies.js'
import { MAX_PERSONAL_REPLIES } from './reply.js'
import { REPLY_VARIABLES, unknownReplyVariables } from './reply-variables.js'
import type { ReplyStore } from './reply-verbs.js'

/** What these routes need. */
export interface ReplyRouteNeeds {
  store: Pick<ReplyStore, 'listReplies' | 'saveReply' | 'deleteReply'>
  now: () => Date
  /** The ready replies of a commune's agents. */
  repliesOf: RepliesOf
}

/** Serves {@link replyRoutes}. Another agent's replies do not exist for her. */
export function serveReplies(needs: ReplyRouteNeeds): ServedRoute[] {
  const { store } = needs
  return [
    serve(replyRoutes.list, ({ response }) => ownReplies(needs, staffFrom(response).user)),
    serve(replyRoutes.add, async ({ body, response }) => {
      const { user } = staffFrom(response)
      await saveReply(needs, user, { id: randomUUID(), ...body })
      return ownReplies(needs, user)
    }),
    serve(replyRoutes.change, async ({ params: { replyId: id }, body, response }) => {
      const { user } = staffFrom(response)
      if ((await store.listReplies(user.id)).every((one) => one.id !== id)) throw new AppError('unknown_reply', 404)
      await saveReply(needs, user, { id, ...body })
      return ownReplies(needs, user)
    }),
    serve(replyRoutes.remove, async ({ params, response }) => {
      const outcome = await store.deleteReply(staffFrom(response).user.id, params.replyId)
      if (outcome === 'unknown') throw new AppError('unknown_reply', 404)
      return null
    }),
  ]
}

async function ownReplies({ store, repliesOf }: ReplyRouteNeeds, { id, communeId }: User): Promise<OwnRepliesView> {
  const own = await store.listReplies(id)
  return {
    replies: own.map(({ id: replyId, title, text, language }) => ({ id: replyId, title, text, language })),
    variables: [...REPLY_VARIABLES],
    shared: repliesOf(communeId).map(({ id: replyId, title, text }) => ({ id: replyId, title, text })),
  }
}

/**
 * Keeps a reply that was well written.
 * @throws AppError `text_empty` (422), DescribedError `reply_variable` (422), `reply_limit` (409)
 */
async function saveReply(
  { store, now }: ReplyRouteNeeds,
  { id: userId, communeId }: User,
  { id, title, text, language }: { id: string } & BodyOf<typeof replyRoutes.add>,
): Promise<void> {
  const written = { title: cleanText(title), text: cleanText(text) }
  if (written.title === '' || written.text === '') throw new AppError('text_empty', 422, { field: 'text' })
  const [unknown] = unknownReplyVariables(written.text)
  if (unknown !== undefined) throw new DescribedError('reply_variable', 422, { variable: unknown })
  const saved = await store.saveReply({ id, userId, communeId, ...written, language, updatedAt: now().toISOString() })
  if (saved === 'too_many') throw new DescribedError('reply_limit', 409, { most: String(MAX_PERSONAL_REPLIES) })
}

/** Sentences that agents have ready. */
export const replies: Feature<ReplyRouteNeeds> = {
  name: 'replies',
  routes: replyRoutes,
  open: (needs) => ({ served: serveReplies(needs) }),
}
