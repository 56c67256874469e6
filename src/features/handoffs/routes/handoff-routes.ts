import type { Response } from 'express'
import type { EventHub } from '../../../platform/http/event-hub.js'
import { DescribedError } from '../../../platform/http/problem.js'
import type { RateLimits } from '../../../platform/http/rate-limits.js'
import type { Access } from '../../../platform/http/route.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { type Commune, REOPEN_HOURS } from '../../../platform/model/commune.js'
import { type Handoff, reopenableUntil } from '../../../platform/model/handoff.js'
import type { Candidate, Turn } from '../../../platform/model/turn.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { standingIn } from '../../accounts/pool.js'
import type { PoolStore } from '../../accounts/pool-verbs.js'
import { hasRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { ConversationStore } from '../../conversations/conversation-verbs.js'
import { closeReasonsOf } from '../close-reasons.js'
import { type HandoffDetailView, handoffRoutes, type LifecycleView } from '../contract.js'
import type { Copilot } from '../copilot.js'
import type { HandoffContext } from '../handoff-context.js'
import type { HandoffStore } from '../store/handoff-verbs.js'
import type { NoteStore } from '../store/note-verbs.js'
import { claim, close, noteMissedCall, release } from '../talk/act.js'
import { requireHeldBy, sayAsAgent } from '../talk/say-in-handoff.js'
import { toClosing } from './to-closing.js'
import type { Viewers } from './viewers.js'

/** What these routes need. */
export interface HandoffRouteNeeds {
  store: Pick<HandoffStore, 'getHandoff' | 'listHandoffSteps' | 'findOpenHandoff'> &
    Pick<ConversationStore, 'getTranscript' | 'getConversation'> &
    Pick<NoteStore, 'listNotes'>
  now: () => Date
  communeOf: (communeId: string) => Commune
  handoffContext: HandoffContext
  viewers: Viewers
  copilot: Pick<Copilot, 'languageOf'>
  limits: Pick<RateLimits, 'typing'>
  hub: Pick<EventHub, 'tellTyping'>
}

/**
 * Reads the handoff that a call of staff names, before anything else of the call is looked at: {@link handoffFrom} then gives it, and `staffFrom` who calls as
 * she stands in its commune. That of a commune that she does not serve does not exist for her.
 * @throws AppError `unknown_handoff` (404), `forbidden` (403) what she may not do there
 */
export async function findHandoff(
  { store }: { store: Pick<HandoffStore, 'getHandoff'> & Pick<PoolStore, 'listPools'> },
  access: Access,
  response: Response,
): Promise<void> {
  const staff = staffFrom(response)
  const handoff = await store.getHandoff(String(response.req.params.id))
  const user = handoff && standingIn(await store.listPools(), staff.user, handoff.communeId)
  if (!user) throw new AppError('unknown_handoff', 404)
  if (typeof access !== 'string' && !hasRole(user, access)) throw new AppError('forbidden', 403)
  Object.assign(response.locals, { handoff, staff: { ...staff, user } })
}

/** The handoff that a call of staff names. */
export function handoffFrom(response: Response): Handoff {
  return response.locals.handoff as Handoff
}

/** Serves what agents read of a handoff and do with it. */
export function serveHandoffs(needs: HandoffRouteNeeds): ServedRoute[] {
  const { handoffContext } = needs
  return [
    serve(handoffRoutes.read, async ({ response }) => detailView(needs, handoffFrom(response))),
    serve(handoffRoutes.claim, async ({ response }) => {
      const handoff = handoffFrom(response)
      const result = await claim(handoffContext, handoff, staffFrom(response).user)
      if (result.outcome === 'taken')
        throw new DescribedError('handoff_taken', 409, { agent: result.handoff.agentName ?? '' })
      return result.handoff
    }),
    serve(handoffRoutes.say, async ({ body: { clientId, text }, response }) => {
      const handoff = handoffFrom(response)
      const clean = cleanText(text)
      if (clean === '') throw new AppError('text_empty', 422, { field: 'text' })
      // What was inserted is in the citizen's language, what she writes herself in hers: each is read aloud as what it is.
      const language = handoff.language === 'fr' ? 'fr' : needs.copilot.languageOf(clean)
      return sayAsAgent(handoffContext, handoff, staffFrom(response).user, { clientId, text: clean, language })
    }),
    serve(handoffRoutes.showTyping, async ({ response }) => {
      const handoff = handoffFrom(response)
      await needs.limits.typing(handoff.id)
      const { user } = staffFrom(response)
      requireHeldBy(handoff, user)
      needs.hub.tellTyping(handoff.conversationId, user.id)
      needs.viewers.note(handoff, user, 'writing')
      return null
    }),
    serve(handoffRoutes.release, async ({ response }) =>
      release(handoffContext, handoffFrom(response), staffFrom(response).user),
    ),
    serve(handoffRoutes.missedCall, async ({ response }) =>
      noteMissedCall(handoffContext, handoffFrom(response), staffFrom(response).user),
    ),
    serve(handoffRoutes.resolve, async ({ body, response }) => {
      const handoff = handoffFrom(response)
      const closing = toClosing(needs.communeOf(handoff.communeId), handoff, body)
      return close(handoffContext, handoff, staffFrom(response).user, closing)
    }),
  ]
}

async function detailView(needs: HandoffRouteNeeds, handoff: Handoff): Promise<HandoffDetailView> {
  const transcript = await needs.store.getTranscript(handoff.conversationId)
  if (!transcript) throw new AppError('unknown_handoff', 404)
  const { messages, turns, conversation } = transcript
  return {
    handoff,
    transcript: { messages, turns: turns.map(typesetTurn) },
    page: conversation.page,
    channel: conversation.channel ?? 'web',
    notes: await needs.store.listNotes(handoff.conversationId),
    lifecycle: await lifecycleView(needs, handoff),
  }
}

/** A turn as agents read it: what comes from entries in French typography, the citizen's own words as she wrote them. */
function typesetTurn(turn: Turn): Turn {
  return { ...turn, candidates: turn.candidates.map(typesetCandidate) }
}

function typesetCandidate({ title, nearest, ...candidate }: Candidate): Candidate {
  return {
    ...candidate,
    title: frenchTypography(title),
    ...(nearest === undefined ? {} : { nearest: frenchTypography(nearest) }),
  }
}

/** The life of a handoff so far, for whoever reads it. */
async function lifecycleView(needs: HandoffRouteNeeds, handoff: Handoff): Promise<LifecycleView> {
  const commune = needs.communeOf(handoff.communeId)
  return {
    steps: await needs.store.listHandoffSteps(handoff.id),
    closeReasons: closeReasonsOf(commune, handoff.kind),
    reopenableUntil: await reopeningEnd(needs, handoff, commune.reopenHours ?? REOPEN_HOURS),
  }
}

/** What the store would refuse is not offered. */
async function reopeningEnd(
  { store, now }: HandoffRouteNeeds,
  { status, endedAt, conversationId }: Handoff,
  hours: number,
): Promise<string | null> {
  if (endedAt === null || (status !== 'resolved' && status !== 'expired')) return null
  const until = reopenableUntil(endedAt, hours)
  if (Date.parse(until) < now().getTime()) return null
  const conversation = await store.getConversation(conversationId)
  const isFree = conversation?.status === 'open' && !(await store.findOpenHandoff(conversationId))
  return isFree ? until : null
}
