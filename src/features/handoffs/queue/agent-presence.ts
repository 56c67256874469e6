import type { Serving } from '../../accounts/pool.js'
import type { Presence, PresenceBeat, PresenceState, User } from '../../accounts/staff.js'
import { type HandoffContext, instantIn } from '../handoff-context.js'
import { BEAT_TTL_MS, idleLimitMs, LEAVE_GRACE_MS, PRESENCE_TTL_MS, presenceNow, STREAM_GRACE_MS } from './presence.js'

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
  context: HandoffContext,
  agent: Pick<Serving, 'id' | 'communeId' | 'home'>,
  { state, word, hand }: Declaration,
  streaming: boolean,
): Promise<void> {
  const { offeredAt, leaving: former } = (await presenceOf(context, agent)) ?? {}
  const to = hand === undefined ? former?.to : hand === 'queue' ? undefined : hand.to
  // Said again, with a word, it puts nothing off.
  const leaving = { at: former?.at ?? instantIn(context, LEAVE_GRACE_MS), ...(to ? { to } : {}) }
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
  context: HandoffContext,
  agent: User,
  { streaming, touched }: SignOfLife,
): Promise<void> {
  const mine = await presenceOf(context, agent)
  if (!mine) return
  const { cause } = presenceNow(mine, context.now())
  const beat: PresenceBeat = { seenAt: context.now().toISOString(), dueAt: dueAt(context, streaming) }
  // An idle agent must declare herself back: a nudge of the mouse does not count.
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
  context: HandoffContext,
  agent: Pick<Serving, 'id' | 'communeId' | 'home'>,
): Promise<void> {
  const mine = await presenceOf(context, agent)
  if (mine && presenceNow(mine, context.now()).state !== 'away') return
  const state = mine && mine.state !== 'away' ? mine.state : 'busy'
  await declarePresence(context, agent, { state }, false)
}

/** The last stream of an agent has closed: she has some seconds to open another. */
export async function losePresence(context: HandoffContext, agent: User): Promise<void> {
  await context.store.beatPresence(agent.id, { dueAt: instantIn(context, STREAM_GRACE_MS) })
}

/** What is known of an agent. */
export async function presenceOf(
  context: HandoffContext,
  { id, communeId }: Pick<User, 'id' | 'communeId'>,
): Promise<Presence | undefined> {
  return (await context.store.listPresences(communeId)).find(({ userId }) => userId === id)
}

function dueAt(context: HandoffContext, streaming: boolean): string {
  return instantIn(context, streaming ? BEAT_TTL_MS : PRESENCE_TTL_MS)
}

function idleAt(context: HandoffContext, communeId: string): string {
  return instantIn(context, idleLimitMs(context.communes.get(communeId)))
}
