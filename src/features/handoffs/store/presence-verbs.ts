import type { Change } from '../../../platform/model/change.js'
import type { Document, Verb } from '../../../platform/store/document.js'
import { type Pool, servedBy } from '../../accounts/pool.js'
import type { Presence, PresenceBeat } from '../../accounts/staff.js'
import { isBefore } from '../../conversations/conversation-document.js'

/** What the agents of every commune declared: one row each. */
export interface PresencesDocument {
  version: 1
  presences: Presence[]
}

/** What agents declare of their presence, and when their consoles were last heard. */
export interface PresenceStore {
  /** Keeps what an agent declared, or what was noted of her. */
  savePresence(presence: Presence): Promise<void>
  /** Moves what proves that an agent is there. Nobody is told, and a restart forgets it: her console is heard again soon. */
  beatPresence(userId: string, beat: PresenceBeat): Promise<'kept' | 'unknown'>
  /** Those of whoever serves a commune, whichever commune she is in. */
  listPresences(communeId: string): Promise<Presence[]>
  /** Forgets what an agent declared. */
  erasePresence(userId: string): Promise<'erased' | 'unknown'>
}

/** Where the last beat of each agent's console is: nowhere durable, but where every process that serves her town can see it. */
export interface Beats {
  /** By user. */
  list(): Promise<ReadonlyMap<string, PresenceBeat>>
  /** Over what was kept of her before. */
  keep(userId: string, beat: PresenceBeat): Promise<void>
  forget(userId: string): Promise<void>
}

/** Beats in the memory of the one process that holds the store. */
export function beatsInMemory(): Beats {
  const beats = new Map<string, PresenceBeat>()
  return {
    list: async () => beats,
    async keep(userId, beat) {
      beats.set(userId, { ...beats.get(userId), ...beat })
    },
    async forget(userId) {
      beats.delete(userId)
    },
  }
}

/** A row that was not heard of for longer says nothing any more. */
const KEPT_MS = 24 * 60 * 60_000

/**
 * The verbs about presences. What an agent declares is written; the beats by which her console proves that it is there are kept in
 * {@link Beats}, never on the disk: after a restart she is what she declared as soon as her console is heard again, and not before. She is there for every commune that she serves.
 */
export function presenceVerbs(
  document: Document<PresencesDocument>,
  beats: Beats,
  poolsNow: () => Promise<readonly Pool[]>,
): PresenceStore {
  const read = async () => {
    const last = await beats.list()
    return ((await document.read())?.presences ?? []).map((row): Presence => ({ ...row, ...last.get(row.userId) }))
  }
  return {
    async savePresence(presence) {
      const others = (await read()).filter(({ userId }) => userId !== presence.userId)
      await document.update(withPresence(structuredClone(presence), others, await poolsNow()))
      await beats.forget(presence.userId)
    },
    async beatPresence(userId, beat) {
      const isKnown = (await document.read())?.presences.some((row) => row.userId === userId) ?? false
      if (!isKnown) return 'unknown'
      await beats.keep(userId, beat)
      return 'kept'
    },
    async listPresences(communeId) {
      const pools = await poolsNow()
      return structuredClone((await read()).filter((one) => servedIn(pools, one).includes(communeId)))
    },
    async erasePresence(userId) {
      await beats.forget(userId)
      return document.update(withoutPresence(userId, await poolsNow()))
    },
  }
}

function withPresence(
  presence: Presence,
  known: readonly Presence[],
  pools: readonly Pool[],
): Verb<PresencesDocument, void> {
  const { userId, seenAt } = presence
  const oldest = new Date(Date.parse(seenAt) - KEPT_MS).toISOString()
  const seen = new Map(known.map((row) => [row.userId, row.seenAt]))
  return (document) => {
    const others = (document?.presences ?? []).filter(
      (row) => row.userId !== userId && !isBefore(seen.get(row.userId) ?? row.seenAt, oldest),
    )
    return {
      document: { version: 1, presences: [...others, presence] },
      result: undefined,
      changes: toldOf(pools, presence),
    }
  }
}

function withoutPresence(userId: string, pools: readonly Pool[]): Verb<PresencesDocument, 'erased' | 'unknown'> {
  return (document) => {
    const gone = document?.presences.find((row) => row.userId === userId)
    if (!document || !gone) return { document, result: 'unknown', changes: [] }
    const presences = document.presences.filter((row) => row !== gone)
    return {
      document: { ...document, presences },
      result: 'erased',
      changes: toldOf(pools, gone),
      forgets: true,
    }
  }
}

function servedIn(pools: readonly Pool[], { userId: id, communeId }: Presence): string[] {
  return servedBy(pools, { id, communeId })
}

function toldOf(pools: readonly Pool[], presence: Presence): Change[] {
  return servedIn(pools, presence).map((communeId) => ({ type: 'presence', communeId, userId: presence.userId }))
}
