import { eachAlone } from '../../../platform/model/each-alone.js'
import type { HandoverContext } from '../handover-context.js'
import { routeWaits } from './route-waits.js'
import { routingOf } from './routing.js'

/** Brings waiting citizens to agents, one run at a time for each commune. */
export interface Router {
  /** Looks at one commune soon: something has changed there. Failures go to `onFault`; the next sweep tries again. */
  hint(communeId: string): void
  /** Looks at every commune now. @throws what the storage throws */
  routeAll(): Promise<void>
  /** Resolves when nothing is being looked at any more. */
  settled(): Promise<void>
}

/** Creates the one router of a process. Whatever it knows is stored: it can be created again at any time. */
export function createRouter(context: HandoverContext, onFault: (error: unknown) => void): Router {
  const lines = new Map<string, Promise<void>>()
  const waiting = new Set<string>()
  const route = (communeId: string): Promise<void> => {
    const before = lines.get(communeId) ?? Promise.resolve()
    const run = before
      .catch(() => {})
      .then(() => {
        waiting.delete(communeId)
        const commune = context.communes.get(communeId)
        return commune && routeWaits(context, commune)
      })
    lines.set(communeId, run)
    return run
  }
  return {
    hint(communeId) {
      const commune = context.communes.get(communeId)
      if (!commune || routingOf(commune).mode === 'manual') return
      // What waits to begin sees this change too.
      if (waiting.has(communeId)) return
      waiting.add(communeId)
      route(communeId).catch(onFault)
    },
    async routeAll() {
      await eachAlone(context.communes.keys(), route)
    },
    async settled() {
      await Promise.allSettled(lines.values())
    },
  }
}
