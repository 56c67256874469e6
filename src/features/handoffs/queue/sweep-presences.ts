import type { Presence, PresenceBeat, PresenceState, User } from '../../accounts/staff.js'
import type { HandoverContext } from '../handover-context.js'
import { later } from '../talk/watch.js'
import { BEAT_TTL_MS, idleLimitMs, PRESENCE_TTL_MS, presenceNow, STREAM_GRACE_MS } from './presence.js'

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
}

/** An agent says whether she can be called. */
export async function declarePresence(
  context: HandoverContext,
  agent: User,
  { state, word }: Declaration,
  streaming: boolean,
): Promise<void> {
  const { offeredAt } = (await presenceOf(context, agent)) ?? {}
  await context.store.savePresence({
    userId: agent.id,
    communeId: agent.communeId,
    state,
    ...(state === 'away' && word ? { word } : {}),
    ...(offeredAt ? { offeredAt } : {}),
    seenAt: context.now().toISOString(),
    dueAt: dueAt(context, streaming),
    idleAt: idleAt(context, agent.communeId),
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
    const { cause: _, ...found } = mine
    await context.store.savePresence({ ...found, ...beat })
  }
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
      await context.store.savePresence({ ...presence, cause })
    }
  }
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
