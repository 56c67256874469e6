import { type RequestHandler, Router } from 'express'
import type { SearchView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { foldedWords } from '../../../platform/text/fold-text.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { searchRequest } from './queue-contract.js'

/** Conversations of a page of results. */
const PAGE = 20
/** Words looked at; the others of a pasted sentence would only leave out what is meant. */
const MOST_WORDS = 8

/** `POST /agent/search`: words of the conversations of the agent's commune. What she looks for is kept nowhere. */
export function searchRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/search', search(context))
  return router
}

function search({ assistant: { store } }: HttpContext): RequestHandler {
  return async (request, response) => {
    const { words: typed, page } = parseBody(searchRequest, request.body)
    const words = [...new Set(foldedWords(typed))].slice(0, MOST_WORDS)
    const { communeId } = staffFrom(response).user
    const { total, found } =
      words.length === 0
        ? { total: 0, found: [] }
        : await store.searchConversations(communeId, { words, skip: (page - 1) * PAGE, most: PAGE })
    response.json({ words, total, page, pages: Math.ceil(total / PAGE), found } satisfies SearchView)
  }
}
