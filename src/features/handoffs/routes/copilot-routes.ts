import { type Request, type RequestHandler, Router } from 'express'
import { tellingMoment } from '../../../assistant/answer-at-desk.js'
import { sayIn } from '../../../assistant/assistant-context.js'
import { composeAnswer } from '../../../assistant/compose.js'
import { MOST_ENTRIES, suggest } from '../../../assistant/copilot/suggest.js'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Language } from '../../../platform/model/language.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { Entry } from '../../entries/model/entry.js'
import { answerIn } from '../../entries/render/answer-in.js'
import { shortAnswer } from '../../entries/render/short-answer.js'
import { fillReply, type ReplyPlace } from '../../replies/fill-reply.js'
import { ownReplyRoutes } from '../../replies/routes/own-reply-routes.js'
import { ownAddress } from '../../sheets/routes/sheet-routes.js'
import { sheetLink } from '../../sheets/routes/unknown-sheet-page.js'
import type { Handoff } from '../handoff.js'
import { MAX_NOTES } from '../note.js'
import { showAsAgent } from '../talk/say-in-handoff.js'
import {
  cardRequest,
  type InsertedEntryView,
  type NoteView,
  noteRequest,
  type RepliesView,
  type ReplyView,
  type SuggestionsView,
} from './copilot-contract.js'
import { handoffOf } from './remark-routes.js'

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

/** What is offered for a citizen's last words, ready to be inserted. */
async function suggestionsView(context: HttpContext, request: Request, handoff: Handoff): Promise<SuggestionsView> {
  const { store, snapshotOf } = context.assistant
  const messages = await store.listMessages(handoff.conversationId, 0)
  const replies = context.repliesOf(handoff.communeId)
  const suggested = await suggest(context.assistant, { handoff, messages, replies })
  const { entries, version } = await snapshotOf(handoff.communeId)
  const { seq, question, encoderVersion, durationsMs } = suggested
  return {
    seq,
    question,
    entries: suggested.entries.slice(0, MOST_ENTRIES).flatMap(({ id, confidence }) => {
      const entry = entries.get(id)
      return entry ? [{ ...insertedEntry(context, request, { entry, handoff }), confidence }] : []
    }),
    replies: suggested.replies.map(({ id }) => id),
    contentVersion: version,
    encoderVersion,
    durationsMs,
  }
}

/** An entry as an agent inserts it for a citizen: in her language where there is a current translation, else in French. */
function insertedEntry(
  context: HttpContext,
  request: Request,
  { entry, handoff }: { entry: Entry; handoff: Handoff },
): InsertedEntryView {
  const { say, now } = context.assistant
  const commune = communeOf(context, handoff.communeId)
  const answer = answerIn(entry, commune, { say: sayIn(say, handoff.language), now: now() })
  const language = answer.language ?? 'fr'
  const communeId = commune.id === context.defaultCommuneId ? undefined : commune.id
  const sheet = sheetLink({ entryId: entry.id, communeId, language: handoff.language })
  const text = shortAnswer(answer, sayIn(say, language), ownAddress(context, request, sheet))
  return { id: entry.id, title: answer.title, text, language, sheet }
}

/** Ready replies for a citizen: the commune's in her language where there is one, and the agent's own. */
async function repliesView(
  context: HttpContext,
  request: Request,
  { handoff, user }: { handoff: Handoff; user: User },
): Promise<RepliesView> {
  const commune = communeOf(context, handoff.communeId)
  const placeIn = (language: Language): ReplyPlace => ({
    commune,
    handoff,
    agentName: user.displayName,
    moment: tellingMoment(context.assistant, language),
  })
  const staffLanguage = languageOf(request) === 'fr' ? 'fr' : 'en'
  const shared = context.repliesOf(commune.id).map(({ id, title, keywords, text }): ReplyView => {
    const own = text[handoff.language]
    const language = own === undefined ? 'fr' : handoff.language
    const named = staffLanguage === 'fr' ? frenchTypography(title.fr) : title.en
    return { id, title: named, keywords, language, own: false, text: fillReply(own ?? text.fr, placeIn(language)) }
  })
  const own = (await context.assistant.store.listReplies(user.id)).map(({ id, title, text, language }): ReplyView => {
    return { id, title, keywords: [], language, own: true, text: fillReply(text, placeIn(language)) }
  })
  return { replies: [...own, ...shared] }
}
