import { type RequestHandler, Router } from 'express'
import { sayIn } from '../../../assistant/assistant-context.js'
import { composeAnswer } from '../../../assistant/compose.js'
import { cleanText } from '../../../assistant/screen.js'
import { tellingMoment } from '../../../assistant/telling-moment.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { ownReplyRoutes } from '../../replies/routes/own-reply-routes.js'
import { MAX_NOTES } from '../note.js'
import { showAsAgent } from '../talk/say-in-handoff.js'
import { cardRequest, type NoteView, noteRequest } from './copilot-contract.js'
import { insertedEntry, repliesView, suggestionsView } from './copilot-views.js'
import { handoffOf } from './handoff-of.js'

/** Routes of agents about what helps to answer: suggestions, ready replies, entries and private notes. Mounted where agents are already known. */
export function copilotRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/handoffs/:id/suggestions', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await suggestionsView(context, request, handoff))
  })
  router.get('/handoffs/:id/replies', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await repliesView(context, request, { handoff, user: staffFrom(response).user }))
  })
  router.get('/handoffs/:id/entries/:entryId', readEntry(context))
  router.post('/handoffs/:id/cards', showCard(context))
  router.post('/handoffs/:id/notes', addNote(context))
  router.use(ownReplyRoutes(context))
  return router
}

/** @throws AppError `unknown_entry` (422) */
function readEntry(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { entries } = await context.assistant.snapshotOf(handoff.communeId)
    const entry = entries.get(String(request.params.entryId))
    if (!entry) throw new AppError('unknown_entry', 422, { field: 'entryId' })
    response.json(insertedEntry(context, request, { entry, handoff }))
  }
}

/** The card of the assistant, without the buttons that speak to it: while an agent is there, nobody would hear them. */
function showCard(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { clientId, entryId } = parseBody(cardRequest, request.body)
    const { assistant } = context
    const snapshot = await assistant.snapshotOf(handoff.communeId)
    const entry = snapshot.entries.get(entryId)
    if (!entry) throw new AppError('unknown_entry', 422, { field: 'entryId' })
    const { language } = handoff
    const momentIn = () => tellingMoment(assistant, language)
    const card = composeAnswer(entry, { snapshot, language, momentIn, say: sayIn(assistant.say, language) })
    if (card.type !== 'card') throw new Error('an answer is a card')
    const shown = {
      clientId,
      language: card.answer.language ?? 'fr',
      payload: { ...card, actions: card.actions.filter(({ action }) => action === 'url') },
    }
    response.json(await showAsAgent(assistant.handover, handoff, staffFrom(response).user, shown))
  }
}

/**
 * Any agent of the commune may leave a note, whoever holds the request and whether or not it has ended.
 * @throws AppError `text_empty` (422), `unknown_handoff` (404), DescribedError `note_limit` (409)
 */
function addNote(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { clientId, text } = parseBody(noteRequest, request.body)
    const written = cleanText(text)
    if (written === '') throw new AppError('text_empty', 422, { field: 'text' })
    const { assistant } = context
    const { user } = staffFrom(response)
    const result = await assistant.store.addNote(handoff.conversationId, {
      handoffId: handoff.id,
      at: assistant.now().toISOString(),
      authorId: user.id,
      authorName: user.displayName,
      text: written,
      clientId,
    })
    if ('note' in result) return void response.json(result.note satisfies NoteView)
    if (result.outcome === 'too_many') throw new DescribedError('note_limit', 409, { most: String(MAX_NOTES) })
    throw new AppError('unknown_handoff', 404)
  }
}
