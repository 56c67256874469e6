import type { Request } from 'express'
import { composeAnswer } from '../../../assistant/compose.js'
import { DescribedError, languageOf } from '../../../platform/http/problem.js'
import { publicAddressOf } from '../../../platform/http/public-address.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import { MAX_NOTES } from '../../../platform/model/note.js'
import { type Say, sayIn } from '../../../platform/model/say.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { ConversationStore } from '../../conversations/conversation-verbs.js'
import type { Library } from '../../entries/catalogue/library.js'
import { answerIn } from '../../entries/render/answer-in.js'
import { readingMoment } from '../../entries/render/describe-service.js'
import { essentialOf, shortAnswer } from '../../entries/render/short-answer.js'
import type { RepliesOf } from '../../replies/load-replies.js'
import { readyReplies } from '../../replies/ready-replies.js'
import type { ReplyStore } from '../../replies/reply-verbs.js'
import { sheetLink } from '../../sheets/sheet-link.js'
import type { Copilot } from '../copilot.js'
import { copilotRoutes, type InsertedEntryView, type SuggestionsView } from '../copilot-contract.js'
import type { HandoffContext } from '../handoff-context.js'
import type { NoteStore } from '../store/note-verbs.js'
import { showAsAgent } from '../talk/say-in-handoff.js'
import { handoffFrom } from './handoff-routes.js'

/** What these routes need. */
export interface CopilotRouteNeeds {
  store: Pick<NoteStore, 'addNote'> & Pick<ConversationStore, 'listMessages'> & Pick<ReplyStore, 'listReplies'>
  /** Gives the communes, the clock and the sentences too. */
  handoffContext: HandoffContext
  say: Say
  copilot: Pick<Copilot, 'suggest'>
  /** The published content of a commune. */
  snapshotOf: Library['snapshotOf']
  repliesOf: RepliesOf
  defaultCommuneId: string
  publicOrigin: string | null
}

/** Serves {@link copilotRoutes}. */
export function serveCopilot(needs: CopilotRouteNeeds): ServedRoute[] {
  return [
    serve(copilotRoutes.suggestions, async ({ request, response }) =>
      suggestionsView(needs, request, handoffFrom(response)),
    ),
    serve(copilotRoutes.replies, async ({ request, response }) => {
      const { store, handoffContext, say, repliesOf } = needs
      const { user } = staffFrom(response)
      const { communeOf, now } = handoffContext
      const whom = { user, handoff: handoffFrom(response), reader: languageOf(request) }
      return { replies: await readyReplies({ store, repliesOf, communeOf, now, say }, whom) }
    }),
    serve(copilotRoutes.entry, async ({ params, request, response }) => {
      const handoff = handoffFrom(response)
      const { entries } = await needs.snapshotOf(handoff.communeId)
      const entry = entries.get(params.entryId)
      if (!entry) throw new AppError('unknown_entry', 422, { field: 'entryId' })
      return insertedEntry(needs, request, { entry, handoff })
    }),
    serveCards(needs),
    serveNotes(needs),
  ]
}

/** The card of the assistant, without the buttons that speak to it: while an agent is there, nobody would hear them. */
function serveCards(needs: CopilotRouteNeeds): ServedRoute {
  return serve(copilotRoutes.showCard, async ({ body: { clientId, entryId }, response }) => {
    const handoff = handoffFrom(response)
    const snapshot = await needs.snapshotOf(handoff.communeId)
    const entry = snapshot.entries.get(entryId)
    if (!entry) throw new AppError('unknown_entry', 422, { field: 'entryId' })
    const { language } = handoff
    const momentIn = () => readingMoment(needs.handoffContext, language)
    const card = composeAnswer(entry, { snapshot, language, momentIn, say: sayIn(needs.say, language) })
    if (card.type !== 'card') throw new Error('an answer is a card')
    const shown = {
      clientId,
      language: card.answer.language ?? 'fr',
      payload: { ...card, actions: card.actions.filter(({ action }) => action === 'url') },
    }
    return showAsAgent(needs.handoffContext, handoff, staffFrom(response).user, shown)
  })
}

/**
 * Any agent of the commune may leave a note, whoever holds the request and whether or not it has ended.
 * @throws AppError `text_empty` (422), `unknown_handoff` (404), DescribedError `note_limit` (409)
 */
function serveNotes(needs: CopilotRouteNeeds): ServedRoute {
  const { store, handoffContext } = needs
  return serve(copilotRoutes.addNote, async ({ body: { clientId, text }, response }) => {
    const handoff = handoffFrom(response)
    const written = cleanText(text)
    if (written === '') throw new AppError('text_empty', 422, { field: 'text' })
    const { user } = staffFrom(response)
    const result = await store.addNote(handoff.conversationId, {
      handoffId: handoff.id,
      at: handoffContext.now().toISOString(),
      authorId: user.id,
      authorName: user.displayName,
      text: written,
      clientId,
    })
    if ('note' in result) return result.note
    if (result.outcome === 'too_many') throw new DescribedError('note_limit', 409, { most: String(MAX_NOTES) })
    throw new AppError('unknown_handoff', 404)
  })
}

/** What is offered for a citizen's last words, ready to be inserted. */
async function suggestionsView(needs: CopilotRouteNeeds, request: Request, handoff: Handoff): Promise<SuggestionsView> {
  const messages = await needs.store.listMessages(handoff.conversationId, 0)
  const replies = needs.repliesOf(handoff.communeId)
  const suggested = await needs.copilot.suggest({ handoff, messages, replies })
  const { entries, version } = await needs.snapshotOf(handoff.communeId)
  const { seq, question, encoderVersion, durationsMs } = suggested
  return {
    seq,
    question,
    entries: suggested.entries.flatMap(({ id, confidence }) => {
      const entry = entries.get(id)
      return entry ? [{ ...insertedEntry(needs, request, { entry, handoff }), confidence }] : []
    }),
    replies: suggested.replies.map(({ id }) => id),
    contentVersion: version,
    encoderVersion,
    durationsMs,
  }
}

/** An entry as an agent inserts it for a citizen: in her language where there is a current translation, else in French. */
function insertedEntry(
  needs: CopilotRouteNeeds,
  request: Request,
  { entry, handoff }: { entry: Entry; handoff: Handoff },
): InsertedEntryView {
  const { say, handoffContext, defaultCommuneId } = needs
  const commune = handoffContext.communeOf(handoff.communeId)
  const inLanguage = (one: Language) => answerIn(entry, commune, { say: sayIn(say, one), now: handoffContext.now() })
  const answer = inLanguage(handoff.language)
  const language = answer.language ?? 'fr'
  const communeId = commune.id === defaultCommuneId ? undefined : commune.id
  const sheet = sheetLink({ entryId: entry.id, communeId, language: handoff.language })
  const text = shortAnswer(answer, sayIn(say, language), publicAddressOf(needs, request, commune) + sheet)
  const french = language === 'fr' ? {} : { french: essentialOf(inLanguage('fr')) }
  return { id: entry.id, title: answer.title, text, answer: essentialOf(answer), ...french, language, sheet }
}
