import { DateTime } from 'luxon'
import { forEachIndependently } from '../../../platform/for-each-independently.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import { dayInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import type { User } from '../../accounts/staff.js'
import { type HandoffContext, instantIn, systemNotice } from '../handoff-context.js'
import { applyAction, refusalError } from '../talk/apply-action.js'
import { newWatch } from '../talk/sweep-talks.js'
import { tellWhereRead } from '../talk/tell-citizen.js'
import type { CitizenTelling } from '../telling.js'
import { backInQueue } from './back-in-queue.js'
import { presenceNow } from './presence.js'

/** Until when a handoff is put aside, ISO instant, and what colleagues should know of it, masked. */
export interface PuttingAside {
  until: string
  note?: string
}

/** Puts a handoff aside for a while; a citizen who waits in the conversation is told when the agent comes back. @throws AppError when refused */
export function snooze(context: HandoffContext, handoff: Handoff, agent: User, aside: PuttingAside): Promise<Handoff> {
  const action = { type: 'snooze' as const, agentId: agent.id, at: context.now().toISOString(), ...aside }
  const told = handoff.kind === 'live' ? notice(context, handoff, agent, aside) : { silent: 'not_waiting' as const }
  return applyAction(context, handoff, action, told)
}

/**
 * The agent takes up what she had put aside; anything else is left as it is. A citizen who waits in the conversation is told, unless her agent's
 * own words do.
 * @throws AppError when refused
 */
export async function takeUp(
  context: HandoffContext,
  handoff: Handoff,
  agent: User,
  { speaks = false }: { speaks?: boolean } = {},
): Promise<Handoff> {
  if (handoff.snoozedUntil === undefined) return handoff
  const cause = { type: 'agent' as const, agentId: agent.id }
  const back = { to: 'agent' as const, watch: newWatch(context, handoff.communeId) }
  const action = { type: 'wake' as const, at: context.now().toISOString(), cause, back }
  const result = await context.store.applyToHandoff(handoff.id, action, toldOfReturn(context, handoff, agent, speaks))
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  // Refused as not due: it came back by itself a moment before.
  if (result.outcome === 'refused' && result.refusal !== 'not_due') throw refusalError(result.refusal)
  return result.handoff
}

/**
 * What was put aside comes back, at its time or because the citizen wrote: to its agent, or to the queue when she is away; then
 * a citizen who waits in the conversation is told. Before its time, nothing happens.
 */
export async function comeBack(context: HandoffContext, handoff: Handoff): Promise<void> {
  const { communeId, agentId, agentName } = handoff
  const presences = await context.store.listPresences(communeId)
  const isThere = presences.some((one) => one.userId === agentId && presenceNow(one, context.now()).state !== 'away')
  const due = { type: 'wake' as const, at: context.now().toISOString(), cause: { type: 'due' as const } }
  if (isThere) {
    const back = { to: 'agent' as const, watch: newWatch(context, communeId) }
    // She was told when her agent comes back, and that her own words reach her at once.
    await context.store.applyToHandoff(handoff.id, { ...due, back }, { silent: 'told_before' })
    return
  }
  const back = { to: 'queue' as const, deadlineAt: instantIn(context, context.waitLimitMs) }
  const left = { sentence: 'handoff.released', event: 'handoff_requested', agent: agentName ?? '' } as const
  const said = await backInQueue(context, handoff, left)
  const told = 'silent' in said ? said : await tellWhereRead(context, handoff, 'wake', said)
  await context.store.applyToHandoff(handoff.id, { ...due, back }, told)
}

/** Brings back every handoff that was put aside until now. Its time is a stored row, so a restart forgets none. */
export async function sweepSnoozes(context: HandoffContext): Promise<void> {
  const due = await context.store.listDueSnoozes(context.now().toISOString())
  await forEachIndependently(due, (handoff) => comeBack(context, handoff))
}

function toldOfReturn(
  context: HandoffContext,
  { kind, language }: Handoff,
  agent: User,
  speaks: boolean,
): CitizenTelling<'wake'> {
  if (kind !== 'live') return { silent: 'not_waiting' }
  if (speaks) return { silent: 'told_with_it' }
  const text = context.say(language, 'handoff.back', { agent: agent.displayName })
  return systemNotice(context.now(), language, 'agent_joined', text)
}

/** When the agent comes back, in words of the citizen's language and in the time of the commune. */
function notice(context: HandoffContext, handoff: Handoff, agent: User, { until }: PuttingAside): NewMessage {
  const { language, communeId } = handoff
  const { timeZone } = context.communeOf(communeId)
  const at = DateTime.fromISO(until, { zone: timeZone })
  const isToday = at.hasSame(DateTime.fromJSDate(context.now(), { zone: timeZone }), 'day')
  const text = context.say(language, isToday ? 'handoff.snoozed_today' : 'handoff.snoozed_later', {
    agent: agent.displayName,
    day: dayInWords(at, language),
    time: hourInWords(at, language),
  })
  return systemNotice(context.now(), language, 'agent_back_later', text)
}
