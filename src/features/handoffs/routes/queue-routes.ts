import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { SavedView } from '../../../platform/model/saved-view.js'
import { foldedWords } from '../../../platform/text/fold-text.js'
import { communesOf } from '../../accounts/routes/serving.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import type { ConversationsFound } from '../../conversations/search-conversations.js'
import { handoffRoutes } from '../contract.js'
import type { QueueStore } from '../store/queue-verbs.js'
import { type QueueNeeds, readQueueAfter } from './queue-view.js'

/** Conversations of a page of results. */
const PAGE = 20
/** Words looked at; the others of a pasted sentence would only leave out what is meant. */
const MOST_WORDS = 8

/** What no words find. */
const NONE: ConversationsFound = { total: 0, found: [] }

/** What these routes need. */
export interface QueueRouteNeeds extends QueueNeeds {
  store: QueueNeeds['store'] & Pick<QueueStore, 'searchConversations'> & Pick<StaffStore, 'saveViews'>
}

/** Serves the queue, the search in it, and each agent's own views of it, which go with her account. */
export function serveQueue(needs: QueueRouteNeeds): ServedRoute[] {
  const { store } = needs
  return [
    serve(handoffRoutes.queue, ({ query, response }) => readQueueAfter(needs, staffFrom(response).user, query.after)),
    serve(handoffRoutes.search, async ({ body: { words: typed, page }, response }) => {
      const words = [...new Set(foldedWords(typed))].slice(0, MOST_WORDS)
      const communeIds = await communesOf(needs, staffFrom(response).user)
      const { total, found } = words.length === 0 ? NONE : await searchIn(needs, communeIds, { words, page })
      return { words, total, page, pages: Math.ceil(total / PAGE), found }
    }),
    serve(handoffRoutes.views, ({ response }) => ({ views: staffFrom(response).user.views ?? [] })),
    serve(handoffRoutes.saveViews, async ({ body, response }) => {
      const views = body.views as SavedView[]
      const isTwice = new Set(views.map(({ id }) => id)).size < views.length
      if (isTwice || views.filter(({ isDefault }) => isDefault).length > 1)
        throw new AppError('invalid_request', 422, { field: 'views' })
      await store.saveViews(staffFrom(response).user.id, views)
      return { views }
    }),
  ]
}

/** One page of what is found in some communes, latest first. */
async function searchIn(
  { store }: QueueRouteNeeds,
  communeIds: readonly string[],
  { words, page }: { words: string[]; page: number },
): Promise<ConversationsFound> {
  const skip = (page - 1) * PAGE
  const [only] = communeIds
  if (communeIds.length === 1 && only !== undefined) return store.searchConversations(only, { words, skip, most: PAGE })
  const each = await Promise.all(
    communeIds.map((id) => store.searchConversations(id, { words, skip: 0, most: skip + PAGE })),
  )
  const found = each.flatMap((one) => one.found).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  return { total: each.reduce((sum, one) => sum + one.total, 0), found: found.slice(skip, skip + PAGE) }
}
