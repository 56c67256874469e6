import type { Presence } from '../domain/staff.js'
import type { Store } from '../domain/store.js'
import type { Announcements } from './announcements.js'

type PresenceVerbs = Pick<Store, 'savePresence' | 'listPresences'>

/**
 * The verbs of {@link Store} about presences, kept in memory only: a presence means "seen a moment ago", so after a
 * restart everyone is away until their console speaks again, and writing each beat to the disk would keep nothing true.
 */
export function presenceVerbs(announcements: Announcements): PresenceVerbs {
  const presences = new Map<string, Presence>()
  return {
    async savePresence(presence) {
      const { userId, communeId } = presence
      presences.set(userId, structuredClone(presence))
      announcements.announce([{ type: 'presence', communeId, userId }])
    },
    async listPresences(communeId) {
      return structuredClone([...presences.values()].filter((presence) => presence.communeId === communeId))
    },
  }
}
