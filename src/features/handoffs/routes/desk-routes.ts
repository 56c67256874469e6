import { type RequestHandler, type Response, Router } from 'express'
import { answerAtDesk } from '../../../assistant/answer-at-desk.js'
import { toContact } from '../../../assistant/routes/contact.js'
import { toLeftMessage } from '../../../assistant/routes/left-message.js'
import { maskedIn, noteMasked } from '../../../assistant/routes/mask-typed.js'
import { cleanText } from '../../../assistant/screen.js'
import type { DeskChoicesView, EarlierRequest, EarlierView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { ExtendedError, languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import { payloadText } from '../../../platform/model/payload.js'
import type { ConversationStore } from '../../../platform/store/conversation-verbs.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { readCallbackSlots } from '../../callbacks/request-callback.js'
import { rescheduleCallback } from '../../callbacks/reschedule-callback.js'
import { slotsView } from '../../callbacks/routes/callback-routes.js'
import type { Handoff } from '../handoff.js'
import { openDesk } from '../queue/open-desk.js'
import type { QueueStore } from '../store/queue-verbs.js'
import { leaveForVisitor } from '../talk/leave-for-visitor.js'
import { requireHeldBy } from '../talk/say-in-handoff.js'
import { deskQuestionRequest, deskRequest, leaveRequest, rescheduleRequest } from './desk-contract.js'
import { handoffOf } from './remark-routes.js'

/** A reference as people write it: capitals or not, dashes, spaces or nothing between its groups. */
const REFERENCE = /(?<![\p{L}\p{N}])[a-z]{2}[\s-]?[a-z0-9]{3}[\s-]?[a-z0-9]{3}(?![\p{L}\p{N}])/giu
/** Pieces of a conversation that may be references: words like any others are among them. */
const MOST_LOOKED_FOR = 50

/**
 * The earlier requests whose reference the person gave in a conversation. Nothing else links two conversations: neither a
 * name nor a phone nor a browser.
 */
async function earlierRequests(
  store: ConversationStore & QueueStore,
  { conversationId, communeId }: Handoff,
): Promise<EarlierRequest[]> {
  const messages = await store.listMessages(conversationId, 0)
  const said = messages.flatMap(({ author, payload }) => (author === 'citizen' ? [payloadText(payload)] : []))
  const written = said.flatMap((text) => text.match(REFERENCE) ?? [])
  const given = new Set(written.map((one) => one.toUpperCase().replace(/[\s-]/g, '')))
  const found = await Promise.all(
    [...given].slice(-MOST_LOOKED_FOR).map((one) => store.findByReference(communeId, one)),
  )
  return found.flat().flatMap((handoff) => {
    const { id, kind, status, requestedAt, subject, reference } = handoff
    if (handoff.conversationId === conversationId || reference === undefined) return []
    return [{ id, kind, status, requestedAt, subject, reference }]
  })
}

/** Routes of an agent who answers somebody at the counter or on the phone. */
export function deskRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/desk', readChoices(context))
  router.post('/conversations', begin(context))
  router.post('/handoffs/:id/ask', ask(context))
  router.post('/handoffs/:id/leave', leave(context))
  router.post('/handoffs/:id/reschedule', reschedule(context))
  router.get('/handoffs/:id/earlier', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json({ earlier: await earlierRequests(context.assistant.store, handoff) } satisfies EarlierView)
  })
  return router
}

function readChoices(context: HttpContext): RequestHandler {
  return async (_request, response) => {
    const { user } = staffFrom(response)
    const { departments = {} } = communeOf(context, user.communeId)
    const slots = await readCallbackSlots(context.assistant.handover, user.communeId)
    const view: DeskChoicesView = {
      departments: Object.entries(departments).map(([id, { nom }]) => ({ id, name: nom })),
      colleagues: (await agentsOf(context, user)).map(({ id, displayName }) => ({ id, name: displayName })),
      slots: slots.filter(({ placesLeft }) => placesLeft > 0).map(({ placesLeft: _, ...slot }) => slot),
    }
    response.json(view)
  }
}

/** The other agents of a commune. */
async function agentsOf({ assistant }: HttpContext, { id, communeId }: User): Promise<User[]> {
  const staff = await assistant.store.listStaff(communeId)
  return staff.filter((one) => one.id !== id && one.roles.some((role) => role === 'agent' || role === 'admin'))
}

function begin(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { name = '', ...visitor } = parseBody(deskRequest, request.body)
    const { user } = staffFrom(response)
    const handoff = await openDesk(context.assistant.handover, { ...visitor, name: cleanText(name) }, user)
    context.assistant.counters.add(user.communeId, { [`channel.${visitor.channel}`]: 1 })
    response.status(201).json(handoff)
  }
}

/** @throws AppError `not_at_desk`, `handoff_not_yours`, `handoff_ended` (409), `unknown_handoff` (404) */
async function deskOf(context: HttpContext, handoff: Handoff, response: Response): Promise<Conversation> {
  if (handoff.kind !== 'desk') throw new AppError('not_at_desk', 409)
  requireHeldBy(handoff, staffFrom(response).user)
  const conversation = await context.assistant.store.getConversation(handoff.conversationId)
  if (!conversation) throw new AppError('unknown_handoff', 404)
  return conversation
}

function ask(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const question = parseBody(deskQuestionRequest, request.body)
    const conversation = await deskOf(context, handoff, response)
    response.json(await answerAtDesk(context.assistant, conversation, question))
  }
}

/** @throws ExtendedError `slot_taken` (409) with the half-days that are left; AppError `invalid_request` (422) for who is not of the commune */
function leave(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const desk = await handoffOf(context, request, response)
    const { slot, department, colleagueId, ...typed } = parseBody(leaveRequest, request.body)
    const conversation = await deskOf(context, desk, response)
    const { user: agent } = staffFrom(response)
    const { departments = {} } = communeOf(context, agent.communeId)
    if (department !== undefined && !Object.hasOwn(departments, department))
      throw new AppError('invalid_request', 422, { field: 'department' })
    const colleague = (await agentsOf(context, agent)).find(({ id }) => id === colleagueId)
    if (colleagueId !== undefined && !colleague) throw new AppError('invalid_request', 422, { field: 'colleagueId' })
    const message = await toLeftMessage(context, conversation, { ...typed, masked: maskedIn(response) })
    noteMasked(response, message.maskedKinds)
    // A call needs a number.
    const contact = slot ? toContact({ name: typed.name, phone: typed.phone }) : message.contact
    const left = { ...message, contact, slot, department, colleague }
    const result = await leaveForVisitor(context.assistant.handover, { conversation, desk, agent }, left)
    if (result.outcome === 'taken') throw slotTaken(context, agent, result.slots, languageOf(request))
    response.status(201).json(result.handoff)
  }
}

function reschedule(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { slot } = parseBody(rescheduleRequest, request.body)
    const { user } = staffFrom(response)
    const result = await rescheduleCallback(context.assistant.handover, handoff, user, slot)
    if (result.outcome === 'taken') throw slotTaken(context, user, result.slots, languageOf(request))
    response.json(result.handoff)
  }
}

function slotTaken(
  context: HttpContext,
  { communeId }: User,
  left: Parameters<typeof slotsView>[2],
  language: Parameters<typeof slotsView>[3],
): ExtendedError {
  const { slots } = slotsView(context, communeId, left, language)
  return new ExtendedError('slot_taken', 409, { field: 'slot', members: { slots } })
}
