import { randomUUID } from 'node:crypto'
import type { MaskNeeds } from '../../platform/http/mask-typed.js'
import { hashSecret } from '../../platform/http/secrets.js'
import { MAX_TEXT_LENGTH } from '../../platform/http/shapes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Message } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { answersCitizens } from '../../platform/model/role.js'
import type { Say } from '../../platform/model/say.js'
import type { MaskLabel, PersonalDataKind } from '../../platform/security/personal-data.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { standingIn } from '../accounts/pool.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import type { Copilot } from '../handoffs/copilot.js'
import { type HandoffContext, instantIn } from '../handoffs/handoff-context.js'
import { declarePresence } from '../handoffs/queue/agent-presence.js'
import { snooze } from '../handoffs/queue/put-aside.js'
import { claim } from '../handoffs/talk/act.js'
import { sayAsAgent } from '../handoffs/talk/say-in-handoff.js'
import { maskButOwn } from './mask-but-own.js'
import type { ReplyRefusal, ReplyWayId } from './reply-way.js'

/** What an answer from outside the console needs to reach its citizen. */
export interface AcceptNeeds extends MaskNeeds {
  handoffContext: HandoffContext<Pick<StaffStore, 'getUser'> & Pick<AuditStore, 'recordAudit'>>
  copilot: Pick<Copilot, 'languageOf'>
  /** Whether an agent has a console open: then its own signs of life say that she is there. */
  consoles: { isOpen: (userId: string) => boolean }
}

/** An agent's answer, from outside the console. */
export interface RemoteReply {
  /** Whose it was proved to be, by the way that brings it. */
  agent: Pick<User, 'id'>
  handoffId: string
  /** Her own words: what is quoted and signed is already cut. */
  text: string
  via: ReplyWayId
  /** The way's own name for it: what comes twice with the same is said once. */
  id: string
}

/** What came of an answer. `by`: who has the request instead, where it is told. */
export type ReplyOutcome =
  | { outcome: 'said'; message: Message; masked: readonly PersonalDataKind[] }
  | { outcome: 'refused'; why: ReplyRefusal; by: string }

/** How long an agent who answered a live talk from outside the console counts as there, ms; then it goes back to the queue. */
const AWAY_HOLD_MS = 30 * 60_000
/** When a message or a call-back that was answered so comes back to whoever answered, unless its citizen writes before, ms. */
const ASIDE_MS = 24 * 3_600_000

/** Whether an account, as it stands in the commune of a request, may answer it: active, in a role that answers, and for its department. Pure. */
export function mayAnswer(agent: User, { department }: Pick<Handoff, 'department'>): boolean {
  const { departments = [] } = agent
  const isHers = department === undefined || departments.length === 0 || departments.includes(department)
  return agent.deactivatedAt === undefined && answersCitizens(agent.roles) && isHers
}

/**
 * Says an agent's answer to its citizen, as if she had written it in the console: she takes the request by it when nobody has. Masked before anything
 * else sees it. Repeated with the same id, nothing is said twice, and the same is answered.
 */
export async function acceptReply(needs: AcceptNeeds, reply: RemoteReply): Promise<ReplyOutcome> {
  const { store } = needs.handoffContext
  const handoff = await store.getHandoff(reply.handoffId)
  const user = await store.getUser(reply.agent.id)
  const agent = handoff && user ? standingIn(await store.listPools(), user, handoff.communeId) : null
  if (!handoff || !agent || (!mayAnswer(agent, handoff) && handoff.agentId !== agent.id)) return refused('unknown')
  if (agent.deactivatedAt !== undefined) return refused('unknown')
  const clientId = hashSecret(`${reply.via} ${reply.id}`)
  const known = (await store.listMessages(handoff.conversationId, 0)).find((one) => one.clientId === clientId)
  if (known) return { outcome: 'said', message: known, masked: [] }
  const language = handoff.language === 'fr' ? 'fr' : needs.copilot.languageOf(reply.text)
  const label: MaskLabel = (kind) => needs.say(language, `mask.${kind}`)
  const typed = { text: cleanText(reply.text), label }
  const { text, found } = maskButOwn(needs.mask, needs.handoffContext.communeOf(handoff.communeId), typed)
  if (text === '') return refused('empty')
  if (text.length > MAX_TEXT_LENGTH) return refused('too_long')
  try {
    const held = await heldBy(needs, handoff, agent)
    if ('why' in held) return held
    const message = await sayAsAgent(needs.handoffContext, held, agent, { clientId, text, language })
    await keepWithRemoteAgent(needs, held, agent)
    await noteInAudit(needs, { handoff, agent, via: reply.via })
    return { outcome: 'said', message, masked: found }
  } catch (error) {
    const why = error instanceof AppError ? REFUSED_BY[error.code] : undefined
    if (why === undefined) throw error
    return refused(why)
  }
}

/** Refusals of a handoff, as they are told to whoever answers from outside the console. */
const REFUSED_BY: Partial<Record<AppError['code'], ReplyRefusal>> = {
  unknown_handoff: 'unknown',
  unknown_conversation: 'unknown',
  conversation_closed: 'ended',
  handoff_ended: 'ended',
  handoff_not_yours: 'not_yours',
  handoff_offered: 'offered',
}

function refused(why: ReplyRefusal, by = ''): Extract<ReplyOutcome, { outcome: 'refused' }> {
  return { outcome: 'refused', why, by }
}

/** The request as its agent holds it, taken now when nobody did. @throws AppError what the claim refuses */
async function heldBy({ handoffContext }: AcceptNeeds, handoff: Handoff, agent: User) {
  if (handoff.status === 'assigned')
    return handoff.agentId === agent.id ? handoff : refused('taken', handoff.agentName ?? '')
  if (handoff.status !== 'pending') return refused('ended')
  const result = await claim(handoffContext, handoff, agent)
  return result.outcome === 'claimed' ? result.handoff : refused('taken', result.handoff.agentName ?? '')
}

/**
 * Keeps a request with an agent who has no console open: a citizen who waits in the conversation is hers for a while, and she is offered nothing
 * else meanwhile; any other request is put aside, and comes back by itself.
 */
async function keepWithRemoteAgent(
  { handoffContext, consoles }: Pick<AcceptNeeds, 'handoffContext' | 'consoles'>,
  handoff: Handoff,
  agent: User,
): Promise<void> {
  if (handoff.kind !== 'live') {
    await snooze(handoffContext, handoff, agent, { until: instantIn(handoffContext, ASIDE_MS) })
    return
  }
  if (consoles.isOpen(agent.id)) return
  const until = instantIn(handoffContext, AWAY_HOLD_MS)
  await declarePresence(handoffContext, agent, { state: 'busy' }, false)
  await handoffContext.store.beatPresence(agent.id, { dueAt: until, idleAt: until })
}

async function noteInAudit(
  { handoffContext: { store, now } }: AcceptNeeds,
  { handoff, agent, via }: { handoff: Handoff; agent: User; via: ReplyWayId },
): Promise<void> {
  await store.recordAudit({
    id: randomUUID(),
    communeId: handoff.communeId,
    at: now().toISOString(),
    userId: agent.id,
    userName: agent.displayName,
    action: 'replied_remotely',
    target: { kind: 'handoff', id: handoff.reference ?? handoff.id },
    before: null,
    after: { way: via },
    why: '',
  })
}

/** Why an answer did not reach its citizen, in one sentence for whoever wrote it. */
export function refusalInWords(
  say: Say,
  language: StaffLanguage,
  { why, by }: { why: ReplyRefusal; by: string },
): string {
  return say(language, `remote_reply.refused.${why}`, { by })
}
