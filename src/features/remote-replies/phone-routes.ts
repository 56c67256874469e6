import type { Request } from 'express'
import { DescribedError, languageOf } from '../../platform/http/problem.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { hashSecret, newSecret } from '../../platform/http/secrets.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Handoff } from '../../platform/model/handoff.js'
import { payloadText } from '../../platform/model/payload.js'
import { standingIn } from '../accounts/pool.js'
import { type FactorNeeds, requireSecondFactor } from '../accounts/routes/check-second-factor.js'
import { type DoorNeeds, requireOpenDoor } from '../accounts/routes/demonstration-door.js'
import { type OriginNeeds, requireSameOrigin } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { closeReasonsOf } from '../handoffs/close-reasons.js'
import { toClosing } from '../handoffs/routes/to-closing.js'
import { claim, close } from '../handoffs/talk/act.js'
import { type ReplySources, readyReplies } from '../replies/ready-replies.js'
import { unfilledReplyVariables } from '../replies/reply-variables.js'
import { type AcceptNeeds, acceptReply, mayAnswer, type ReplyOutcome } from './accept-reply.js'
import { type PhoneRequestView, remoteReplyRoutes } from './contract.js'
import type { RemoteReplyStore } from './remote-reply-verbs.js'
import type { ReplyNotice } from './reply-way.js'
import { mayBeReached } from './tell-requests.js'

/** What these routes need. */
export interface PhoneRouteNeeds
  extends Omit<AcceptNeeds, 'handoffContext'>,
    Omit<FactorNeeds, 'store'>,
    OriginNeeds,
    DoorNeeds {
  store: Pick<RemoteReplyStore, 'findReplyNotice' | 'openReplyLink' | 'touchReplyPhone'> &
    Pick<StaffStore, 'getUser' | 'readSignInPolicy'> &
    FactorNeeds['store'] &
    ReplySources['store']
  handoffContext: AcceptNeeds['handoffContext']
  repliesOf: ReplySources['repliesOf']
  limits: Pick<RateLimits, 'address'>
}

/** How long a link waits for its press, ms. */
const LINK_MS = 12 * 3_600_000
/** How long a phone that presses nothing is let in, ms. */
const PHONE_IDLE_MS = 30 * 60_000

/** A phone that was let in, to what. */
interface Phone {
  notice: ReplyNotice
  agent: User
  handoff: Handoff
}

/**
 * Serves a phone that a link let in to one request. What it holds is no session: no other route knows it. What is asked again and again while nothing is
 * pressed keeps it for nobody.
 */
export function servePhones(needs: PhoneRouteNeeds): ServedRoute[] {
  const { store, handoffContext, now } = needs
  return [
    serve(remoteReplyRoutes.openLink, async ({ body: { link, code }, request }) => {
      requireSameOrigin(request, needs)
      await needs.limits.address(request)
      const linkHash = hashSecret(link)
      const phone = await phoneBehind(needs, request, await store.findReplyNotice({ linkHash }, now().toISOString()))
      const { notice, agent } = phone
      if (notice.phone || Date.parse(notice.at) + LINK_MS <= now().getTime()) throw unknown()
      await requireSecondFactor(needs, agent, code)
      const secret = newSecret()
      const opened = { hash: hashSecret(secret), lastUsedAt: now().toISOString() }
      if (!(await store.openReplyLink(linkHash, opened))) throw unknown()
      return { secret, request: await phoneView(needs, request, phone) }
    }),
    serve(remoteReplyRoutes.readRequest, async ({ request }) =>
      phoneView(needs, request, await phoneOf(needs, request, { presses: false })),
    ),
    serve(remoteReplyRoutes.answer, async ({ body: { clientId, text }, request }) => {
      requireSameOrigin(request, needs)
      const { notice, agent, handoff } = await phoneOf(needs, request, { presses: true })
      const reply = { agent, handoffId: handoff.id, text, via: notice.way, id: clientId }
      requireSaid(await acceptReply(needs, reply))
      return phoneView(needs, request, await phoneOf(needs, request, { presses: true }))
    }),
    serve(remoteReplyRoutes.end, async ({ body, request }) => {
      requireSameOrigin(request, needs)
      const { notice, agent, handoff } = await phoneOf(needs, request, { presses: true })
      const closing = toClosing(handoffContext.communeOf(handoff.communeId), handoff, body)
      const held = await takenBy(needs, handoff, agent)
      await close(handoffContext, held, agent, closing)
      await store.touchReplyPhone(notice.id, null)
      return null
    }),
  ]
}

function unknown(): AppError {
  return new AppError('unknown_link', 404)
}

/** The phone of a call, which says its secret. @throws AppError what {@link phoneBehind} refuses */
async function phoneOf(needs: PhoneRouteNeeds, request: Request, { presses }: { presses: boolean }): Promise<Phone> {
  const { store, now } = needs
  const [, secret] = /^Bearer ([\w-]{20,100})$/.exec(request.get('authorization') ?? '') ?? []
  if (secret === undefined) throw unknown()
  const at = now().toISOString()
  const notice = await store.findReplyNotice({ phoneHash: hashSecret(secret) }, at)
  const lastUsedMs = Date.parse(notice?.phone?.lastUsedAt ?? '')
  if (!(lastUsedMs + PHONE_IDLE_MS > now().getTime())) throw unknown()
  const phone = await phoneBehind(needs, request, notice)
  if (presses) await store.touchReplyPhone(phone.notice.id, at)
  return phone
}

/**
 * Whom a notice is for, and the request: as long as her account lets her in and nobody else has it.
 * @throws AppError `unknown_link` (404), `handoff_taken`, `handoff_ended` (409), `demonstration_elsewhere` (403)
 */
async function phoneBehind(
  { store, handoffContext, demonstrationDoor }: PhoneRouteNeeds,
  request: Request,
  notice: ReplyNotice | undefined,
): Promise<Phone> {
  const user = notice && (await store.getUser(notice.userId))
  const handoff = notice && (await handoffContext.store.getHandoff(notice.handoffId))
  if (!user || !handoff || (user.generation ?? 0) !== notice.generation) throw unknown()
  const agent = standingIn(await handoffContext.store.listPools(), user, handoff.communeId)
  if (!agent || !mayAnswer(agent, {}) || !(await mayBeReached(store, user))) throw unknown()
  requireOpenDoor({ demonstrationDoor }, request, user)
  if (handoff.status === 'assigned' && handoff.agentId !== agent.id)
    throw new DescribedError('handoff_taken', 409, { agent: handoff.agentName ?? '' })
  if (handoff.status !== 'assigned' && handoff.status !== 'pending') throw new AppError('handoff_ended', 409)
  return { notice, agent, handoff }
}

/** @throws AppError why an answer was refused */
function requireSaid(outcome: ReplyOutcome): void {
  if (outcome.outcome === 'said') return
  switch (outcome.why) {
    case 'taken':
      throw new DescribedError('handoff_taken', 409, { agent: outcome.by })
    case 'ended':
      throw new AppError('handoff_ended', 409)
    case 'offered':
      throw new AppError('handoff_offered', 409)
    case 'not_yours':
      throw new AppError('handoff_not_yours', 409)
    case 'empty':
    case 'too_long':
      throw new AppError('text_empty', 422, { field: 'text' })
    default:
      throw unknown()
  }
}

/** What ends a request is done by whoever holds it. @throws AppError `handoff_taken` (409) */
async function takenBy({ handoffContext }: PhoneRouteNeeds, handoff: Handoff, agent: User): Promise<Handoff> {
  if (handoff.status === 'assigned') return handoff
  const result = await claim(handoffContext, handoff, agent)
  if (result.outcome === 'claimed') return result.handoff
  throw new DescribedError('handoff_taken', 409, { agent: result.handoff.agentName ?? '' })
}

async function phoneView(
  needs: PhoneRouteNeeds,
  request: Request,
  { agent, handoff }: Phone,
): Promise<PhoneRequestView> {
  const { handoffContext } = needs
  const commune = handoffContext.communeOf(handoff.communeId)
  const messages = await handoffContext.store.listMessages(handoff.conversationId, 0)
  const { store, repliesOf, say } = needs
  const sources = { store, repliesOf, communeOf: handoffContext.communeOf, now: handoffContext.now, say }
  const replies = await readyReplies(sources, { user: agent, handoff, reader: languageOf(request) })
  return {
    agent: agent.displayName,
    commune: commune.nom,
    timeZone: commune.timeZone,
    reference: handoff.reference ?? null,
    kind: handoff.kind,
    held: handoff.agentId === agent.id,
    question: handoff.subject,
    messages: messages.map(({ seq, author, authorName, at, payload }) => {
      return { seq, author, name: authorName ?? null, at, text: payloadText(payload) }
    }),
    closeReasons: closeReasonsOf(commune, handoff.kind),
    // One that lacks a value is finished by hand, in the console.
    readyReplies: replies
      .filter(({ text }) => unfilledReplyVariables(text).length === 0)
      .map(({ title, text }) => ({ title, text })),
  }
}
