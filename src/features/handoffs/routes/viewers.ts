import type { Instances, ViewingState } from '../../../platform/instances/instances.js'
import type { Viewer, ViewerTold } from '../lifecycle-contract.js'

/** How long a console that reads a handoff counts as reading it, unless it says so again, ms. */
const READING_MS = 45_000
/** How long an agent counts as writing after a key, ms. */
const WRITING_MS = 6_000

/**
 * Who reads which handoff now, so that two agents do not answer at once. In memory and short-lived: nothing of it is stored, processes tell each other, and
 * each console says it again when a server starts anew.
 */
export interface Viewers {
  /** Notes a look, and tells the consoles of the commune. */
  note(handoff: { id: string; communeId: string }, user: { id: string; displayName: string }, look: ViewingState): void
  /** Who reads or writes in a handoff now. */
  of(handoffId: string): Viewer[]
  on(communeId: string, listener: (told: ViewerTold) => void): () => void
}

interface Seen {
  name: string
  readingUntil: number
  writingUntil: number
}

/** What {@link createViewers} needs. */
interface Parts {
  instances: Pick<Instances, 'broadcast' | 'onMessage'>
  /** The name of an agent, who looks from another process; `null` when there is none. */
  nameOf: (userId: string) => Promise<string | null>
  now: () => Date
}

/** Creates an empty register of viewers. */
export function createViewers({ instances, nameOf, now }: Parts): Viewers {
  const seen = new Map<string, Map<string, Seen>>()
  const listeners = new Map<string, Set<(told: ViewerTold) => void>>()
  const toViewer = (userId: string, { name, readingUntil, writingUntil }: Seen): Viewer => {
    const left = (until: number) => Math.max(0, until - now().getTime())
    return { userId, name, readingMs: left(readingUntil), writingMs: left(writingUntil) }
  }
  const note = ({ handoffId, communeId, userId, look }: Looking, name: string) => {
    const at = now().getTime()
    const isHere = look !== 'gone'
    const one = {
      name,
      readingUntil: isHere ? at + READING_MS : 0,
      writingUntil: look === 'writing' ? at + WRITING_MS : 0,
    }
    const present = new Map([...(seen.get(handoffId) ?? [])].filter(([, { readingUntil }]) => readingUntil > at))
    present.delete(userId)
    if (isHere) present.set(userId, one)
    if (present.size > 0) seen.set(handoffId, present)
    else seen.delete(handoffId)
    for (const listener of listeners.get(communeId) ?? []) listener({ handoffId, ...toViewer(userId, one) })
  }
  instances.onMessage((message) => {
    if (message.type !== 'look') return
    // Without the name the look is left out: the console says it again.
    nameOf(message.userId).then(
      (name) => name !== null && note(message, name),
      () => {},
    )
  })
  return {
    note({ id: handoffId, communeId }, { id: userId, displayName }, look) {
      const looking = { communeId, handoffId, userId, look }
      note(looking, displayName)
      instances.broadcast({ type: 'look', ...looking })
    },
    of(handoffId) {
      const viewers = [...(seen.get(handoffId) ?? [])].map(([userId, one]) => toViewer(userId, one))
      return viewers.filter(({ readingMs }) => readingMs > 0)
    },
    on(communeId, listener) {
      const own = listeners.get(communeId) ?? new Set()
      listeners.set(communeId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(communeId)
      }
    },
  }
}

interface Looking {
  communeId: string
  handoffId: string
  userId: string
  look: ViewingState
}
