import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import { maskedIn, noteMasked } from '../../../platform/http/mask-typed.js'
import { ExtendedError, languageOf } from '../../../platform/http/problem.js'
import { publicAddressOf } from '../../../platform/http/public-address.js'
import type { RateLimits } from '../../../platform/http/rate-limits.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { isEmail } from '../../../platform/mail/mail.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import { payloadText } from '../../../platform/model/payload.js'
import { type Say, sayIn } from '../../../platform/model/say.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import type { PoolStore } from '../../accounts/pool-verbs.js'
import { agentIn } from '../../accounts/routes/serving.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { ConversationStore } from '../../conversations/conversation-verbs.js'
import type { Library } from '../../entries/catalogue/library.js'
import { answerIn } from '../../entries/render/answer-in.js'
import type { OutboxStore } from '../../mail/outbox-verbs.js'
import { sheetMail } from '../../mail/sheet-mail.js'
import { sheetLink } from '../../sheets/sheet-link.js'
import type { OpenSlot } from '../callbacks/callback-slots.js'
import { readCallbackSlots, rescheduleCallback, slotsView } from '../callbacks/request-callback.js'
import { toContact } from '../contact.js'
import type { Copilot } from '../copilot.js'
import { deskRoutes, type EarlierRequest } from '../desk-contract.js'
import type { HandoffContext } from '../handoff-context.js'
import { openDesk } from '../queue/open-desk.js'
import type { QueueStore } from '../store/queue-verbs.js'
import { close } from '../talk/act.js'
import { leaveForVisitor } from '../talk/leave-for-visitor.js'
import { requireHeldBy } from '../talk/say-in-handoff.js'
import { handoffFrom } from './handoff-routes.js'
import { colleaguesOf } from './lifecycle-routes.js'

/** A reference as people write it: capitals or not, dashes, spaces or nothing between its groups. */
const REFERENCE = /(?<![\p{L}\p{N}])[a-z]{2}[\s-]?[a-z0-9]{3}[\s-]?[a-z0-9]{3}(?![\p{L}\p{N}])/giu
/** Pieces of a conversation that may be references: words like any others are among them. */
const MOST_LOOKED_FOR = 50

/** What these routes need. */
export interface DeskRouteNeeds {
  store: Pick<ConversationStore, 'getConversation' | 'listMessages'> &
    Pick<QueueStore, 'findByReference'> &
    Pick<PoolStore, 'listPools' | 'listServing'> &
    Pick<OutboxStore, 'queueCommuneMail'>
  communeOf: (communeId: string) => Commune
  handoffContext: HandoffContext
  copilot: Pick<Copilot, 'answer' | 'readMessage' | 'find'>
  /** The published content of a commune. */
  snapshotOf: Library['snapshotOf']
  say: Say
  counters: { add(communeId: string, increments: Record<string, number>): void }
  limits: Pick<RateLimits, 'mailTo' | 'mailBy'>
  publicOrigin: string | null
}

/** Serves {@link deskRoutes}. */
export function serveDesk(needs: DeskRouteNeeds): ServedRoute[] {
  const { handoffContext, counters, communeOf } = needs
  return [
    serve(deskRoutes.choices, async ({ query, response }) => {
      const user = await agentIn(needs, response, query.communeId)
      const { departments = {} } = communeOf(user.communeId)
      const slots = await readCallbackSlots(handoffContext, user.communeId)
      return {
        departments: Object.entries(departments).map(([id, { nom }]) => ({ id, name: nom })),
        colleagues: (await colleaguesOf(needs, user)).map(({ id, displayName }) => ({ id, name: displayName })),
        slots: slots.filter(({ placesLeft }) => placesLeft > 0).map(({ placesLeft: _, ...slot }) => slot),
      }
    }),
    serve(deskRoutes.begin, async ({ body: { name = '', communeId, ...visitor }, response }) => {
      const user = await agentIn(needs, response, communeId)
      const handoff = await openDesk(handoffContext, { ...visitor, name: cleanText(name) }, user)
      counters.add(user.communeId, { [`channel.${visitor.channel}`]: 1 })
      return handoff
    }),
    serve(deskRoutes.ask, async ({ body, response }) => {
      const handoff = handoffFrom(response)
      return needs.copilot.answer(await deskOf(needs, handoff, response), body)
    }),
    serveLeaving(needs),
    ...serveSheets(needs),
    serve(deskRoutes.reschedule, async ({ body: { slot }, request, response }) => {
      const handoff = handoffFrom(response)
      const { user } = staffFrom(response)
      const result = await rescheduleCallback(handoffContext, handoff, user, slot)
      if (result.outcome === 'taken') throw slotTaken(needs, user, result.slots, languageOf(request))
      return result.handoff
    }),
    serve(deskRoutes.earlier, async ({ response }) => ({
      earlier: await earlierRequests(needs, handoffFrom(response)),
    })),
  ]
}

/** What an agent looks for, reads aloud, and counts as given. */
function serveSheets(needs: DeskRouteNeeds): ServedRoute[] {
  const { copilot, counters, handoffContext, snapshotOf, communeOf, say } = needs
  const entryOf = async (communeId: string, id: string) => {
    const entry = (await snapshotOf(communeId)).entries.get(id)
    if (!entry) throw new AppError('not_found', 404)
    return entry
  }
  return [
    serve(deskRoutes.find, async ({ body, response }) => {
      const { communeId } = await agentIn(needs, response, body.communeId)
      const found = await copilot.find(communeId, cleanText(body.words))
      const entries = found.map(({ id, title, confidence }) => ({ id, title: frenchTypography(title), confidence }))
      return { entries, canMail: handoffContext.mailer !== null }
    }),
    serve(deskRoutes.sheet, async ({ params, query: { language = 'fr', communeId: asked }, response }) => {
      const { communeId } = await agentIn(needs, response, asked)
      const entry = await entryOf(communeId, params.id)
      return answerIn(entry, communeOf(communeId), { say: sayIn(say, language), now: handoffContext.now() })
    }),
    serve(deskRoutes.mailSheet, async ({ params, body, request, response }) => {
      const user = await agentIn(needs, response, body.communeId)
      const to = cleanText(body.email)
      if (!handoffContext.mailer) throw new AppError('mail_unavailable', 409)
      if (!isEmail(to)) throw new AppError('email_invalid', 422, { field: 'email' })
      const entry = await entryOf(user.communeId, params.id)
      await needs.limits.mailTo(to)
      await needs.limits.mailBy(user.id)
      const { language } = body
      const commune = communeOf(user.communeId)
      const answer = answerIn(entry, commune, { say: sayIn(say, language), now: handoffContext.now() })
      const sheet = sheetLink({ entryId: entry.id, communeId: user.communeId, language })
      const parts = { to, language, answer, sheet: publicAddressOf(needs, request, commune) + sheet }
      await needs.store.queueCommuneMail(sheetMail(handoffContext, user.communeId, parts))
      counters.add(user.communeId, { 'sheet.mailed': 1 })
      return null
    }),
    serve(deskRoutes.given, async ({ params, body: { question, communeId, ...visitor }, response }) => {
      const user = await agentIn(needs, response, communeId)
      const { id: entryId } = await entryOf(user.communeId, params.id)
      const desk = await openDesk(handoffContext, { ...visitor, name: '' }, user)
      counters.add(user.communeId, { [`channel.${visitor.channel}`]: 1 })
      const conversation = await deskOf(needs, desk, response)
      const text = cleanText(question)
      const asked = text === '' ? null : await copilot.answer(conversation, { clientId: randomUUID(), text })
      const isShown = asked?.replies.some(
        ({ payload }) => payload.type === 'card' && payload.answer.entryId === entryId,
      )
      if (!isShown) await copilot.answer(conversation, { clientId: randomUUID(), entryId })
      return close(handoffContext, desk, user, { resolution: 'answered' })
    }),
  ]
}

/** @throws ExtendedError `slot_taken` (409) with the half-days that are left; AppError `invalid_request` (422) for whoever is not of the commune */
function serveLeaving(needs: DeskRouteNeeds): ServedRoute {
  return serve(deskRoutes.leave, async ({ body, request, response }) => {
    const desk = handoffFrom(response)
    const { slot, department, colleagueId, ...typed } = body
    const conversation = await deskOf(needs, desk, response)
    const { user: agent } = staffFrom(response)
    const { departments = {} } = needs.communeOf(agent.communeId)
    if (department !== undefined && !Object.hasOwn(departments, department))
      throw new AppError('invalid_request', 422, { field: 'department' })
    const colleague = (await colleaguesOf(needs, agent)).find(({ id }) => id === colleagueId)
    if (colleagueId !== undefined && !colleague) throw new AppError('invalid_request', 422, { field: 'colleagueId' })
    const message = await needs.copilot.readMessage(conversation, { ...typed, masked: maskedIn(response) })
    noteMasked(response, message.maskedKinds)
    // A call needs a number.
    const contact = slot ? toContact({ name: typed.name, phone: typed.phone }) : message.contact
    const left = { ...message, contact, slot, department, colleague }
    const result = await leaveForVisitor(needs.handoffContext, { conversation, desk, agent }, left)
    if (result.outcome === 'taken') throw slotTaken(needs, agent, result.slots, languageOf(request))
    return result.handoff
  })
}

/** @throws AppError `not_at_desk`, `handoff_not_yours`, `handoff_ended` (409), `unknown_handoff` (404) */
async function deskOf({ store }: DeskRouteNeeds, handoff: Handoff, response: Response): Promise<Conversation> {
  if (handoff.kind !== 'desk') throw new AppError('not_at_desk', 409)
  requireHeldBy(handoff, staffFrom(response).user)
  const conversation = await store.getConversation(handoff.conversationId)
  if (!conversation) throw new AppError('unknown_handoff', 404)
  return conversation
}

/**
 * The earlier requests whose reference the person gave in a conversation. Nothing else links two conversations: neither a
 * name nor a phone nor a browser.
 */
async function earlierRequests(
  { store }: DeskRouteNeeds,
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

function slotTaken(
  { handoffContext }: DeskRouteNeeds,
  { communeId }: User,
  left: readonly OpenSlot[],
  language: Language,
): ExtendedError {
  const slots = slotsView(handoffContext, communeId, left, language)
  return new ExtendedError('slot_taken', 409, { field: 'slot', members: { slots } })
}
