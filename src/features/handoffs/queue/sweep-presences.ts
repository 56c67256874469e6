import { receptionPhone } from '../../../platform/model/commune.js'
import { eachAlone } from '../../../platform/model/solitude.js'
import type { Serving } from '../../accounts/pool.js'
import type { AbsenceCause, Presence, PresenceBeat, PresenceState, User } from '../../accounts/staff.js'
import { type HandoverContext, systemQuestion } from '../handover-context.js'
import { later } from '../talk/sweep-talks.js'
import {
  AGENT_SILENCE_MS,
  BEAT_TTL_MS,
  idleLimitMs,
  LEAVE_GRACE_MS,
  PRESENCE_TTL_MS,
  presenceNow,
  STREAM_GRACE_MS,
} from './presence.js'
import { comeBack } from './put-aside.js'

/** A sign of life of a console. */
export interface SignOfLife {
  /** Whether it has an open stream, and so answers beats. */
  streaming: boolean
  /** Whether the agent herself did something there. */
  touched: boolean
}

/** What an agent declares. */
export interface Declaration {
  state: PresenceState
  /** Why she is away. */
  word?: string
  /** Where what she holds goes when she is absent, unless she is back soon; absent: where she said before, else to the queue. */
  hand?: 'queue' | { to: Pick<User, 'id' | 'displayName'> }
}

/** An agent says whether she can be called. Absent, she keeps what she holds for some seconds: by coming back she keeps it for good. */
export async function declarePresence(
  context: HandoverContext,
  agent: Pick<Serving, 'id' | 'communeId' | 'home'>,
  { state, word, hand }: Declaration,
  streaming: boolean,
): Promise<void> {
  const { offeredAt, leaving: former } = (await presenceOf(context, agent)) ?? {}
  const to = hand === undefined ? former?.to : hand === 'queue' ? undefined : hand.to
  // Said again, with a word, it puts nothing off.
  const leaving = { at: former?.at ?? later(context, LEAVE_GRACE_MS), ...(to ? { to } : {}) }
  await context.store.savePresence({
    userId: agent.id,
    // Where she is: she is there for every commune that she serves.
    communeId: agent.home ?? agent.communeId,
    state,
    ...(state === 'away' ? { leaving, ...(word ? { word } : {}) } : {}),
    ...(offeredAt ? { offeredAt } : {}),
    seenAt: context.now().toISOString(),
    dueAt: dueAt(context, streaming),
    idleAt: idleAt(context, agent.home ?? agent.communeId),
  })
}

/** The console of an agent is heard. One that was taken for lost counts again, as what its agent declared: colleagues are told. */
export async function hearPresence(
  context: HandoverContext,
  agent: User,
  { streaming, touched }: SignOfLife,
): Promise<void> {
  const mine = await presenceOf(context, agent)
  if (!mine) return
  const { cause } = presenceNow(mine, context.now())
  const beat: PresenceBeat = { seenAt: context.now().toISOString(), dueAt: dueAt(context, streaming) }
  // Who was taken for absent comes back by saying so: a sleeve that moves the mouse is nobody.
  if (touched && cause !== 'idle' && cause !== 'missed')
    Object.assign(beat, { idleAt: idleAt(context, agent.communeId), missed: 0 } satisfies PresenceBeat)
  if (mine.cause !== 'lost') await context.store.beatPresence(agent.id, beat)
  else {
    const { cause: _, leaving: __, ...found } = mine
    await context.store.savePresence({ ...found, ...beat })
  }
}

/**
 * Whoever takes a request in hand, or answers it, is there: after she said that she is absent she is busy from now on, after a deadline she is
 * what she had declared.
 */
export async function noteAtWork(
  context: HandoverContext,
  agent: Pick<Serving, 'id' | 'communeId' | 'home'>,
): Promise<void> {
  const mine = await presenceOf(context, agent)
  if (mine && presenceNow(mine, context.now()).state !== 'away') return
  const state = mine && mine.state !== 'away' ? mine.state : 'busy'
  await declarePresence(context, agent, { state }, false)
}

/** The last stream of an agent has closed: she has some seconds to open another. */
export async function losePresence(context: HandoverContext, agent: User): Promise<void> {
  await context.store.beatPresence(agent.id, { dueAt: later(context, STREAM_GRACE_MS) })
}

/**
 * Notes who is no longer there because a deadline has passed, so that colleagues and citizens are told, once.
 * @param startedAt when the server started: a console has the time to come back before it is taken for lost
 */
export async function sweepPresences(context: HandoverContext, startedAt: Date): Promise<void> {
  const now = context.now()
  for (const communeId of context.communes.keys()) {
    for (const presence of await context.store.listPresences(communeId)) {
      const { cause } = presenceNow(presence, now)
      if (cause === null || cause === presence.cause) continue
      if (cause === 'lost' && !hasHeard(context, startedAt)) continue
      // Before this server started nobody could be heard.
      const heardMs = Math.max(Date.parse(presence.seenAt), startedAt.getTime())
      const atMs = cause === 'lost' ? heardMs + AGENT_SILENCE_MS : now.getTime() + LEAVE_GRACE_MS
      await context.store.savePresence(absent(presence, cause, atMs))
    }
  }
}

/** An agent who is noted as no longer there, and when what she holds goes on. One who was absent before has had her time. */
export function absent(presence: Presence, cause: AbsenceCause, leavesMs: number): Presence {
  return { ...presence, cause, leaving: presence.leaving ?? { at: new Date(leavesMs).toISOString() } }
}

/** Whether consoles have had the time to be heard since the server started. */
export function hasHeard(context: HandoverContext, startedAt: Date): boolean {
  return context.now().getTime() >= startedAt.getTime() + BEAT_TTL_MS
}

/** What is known of an agent. */
export async function presenceOf(
  context: HandoverContext,
  { id, communeId }: Pick<User, 'id' | 'communeId'>,
): Promise<Presence | undefined> {
  return (await context.store.listPresences(communeId)).find(({ userId }) => userId === id)
}

function dueAt(context: HandoverContext, streaming: boolean): string {
  return later(context, streaming ? BEAT_TTL_MS : PRESENCE_TTL_MS)
}

function idleAt(context: HandoverContext, communeId: string): string {
  return later(context, idleLimitMs(context.communes.get(communeId)))
}

/**
 * Expires every live handoff whose deadline has passed and tells its citizen, who may leave a message by a button. Deadlines are stored rows, so a restart
 * forgets none.
 * @returns how many were expired
 */
export async function sweepOverdueHandoffs(context: HandoverContext): Promise<number> {
  const now = context.now()
  const overdue = await context.store.listOverdueHandoffs(now.toISOString())
  let expired = 0
  await eachAlone(overdue, async (handoff) => {
    const phone = receptionPhone(context.communes.get(handoff.communeId))
    const notice = systemQuestion(now, handoff.language, 'handoff_expired', {
      text: context.say(handoff.language, 'handoff.expired', { phone }),
      option: { label: context.say(handoff.language, 'human.leave_message'), value: 'leave-message' },
    })
    const result = await context.store.applyToHandoff(handoff.id, { type: 'expire', at: now.toISOString() }, notice)
    if (result.outcome === 'applied') expired += 1
  })
  return expired
}

/** Brings back every handoff that was put aside until now. Its time is a stored row, so a restart forgets none. */
export async function sweepSnoozes(context: HandoverContext): Promise<void> {
  const due = await context.store.listDueSnoozes(context.now().toISOString())
  await eachAlone(due, (handoff) => comeBack(context, handoff))
}
