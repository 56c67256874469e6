import type { PurgeState } from '../domain/retention.js'
import type { Store } from '../domain/store.js'
import type { Document } from './document.js'

/** When what is due was looked for, by commune. */
export interface PurgesDocument {
  version: 1
  communes: { communeId: string; state: PurgeState }[]
}

type RetentionVerbs = Pick<Store, 'recordPurge' | 'readPurgeState'>

/** The verbs of {@link Store} about purges. */
export function retentionVerbs(purges: Document<PurgesDocument>): RetentionVerbs {
  return {
    recordPurge: (communeId, purge) =>
      purges.update((document) => {
        const states = document?.communes ?? []
        const last = Object.values(purge.erased).some((count) => count > 0)
          ? structuredClone(purge)
          : (states.find((one) => one.communeId === communeId)?.state.last ?? null)
        const others = states.filter((one) => one.communeId !== communeId)
        const own = { communeId, state: { checkedAt: purge.at, last } }
        return { document: { version: 1, communes: [...others, own] }, result: undefined, changes: [] }
      }),
    async readPurgeState(communeId) {
      return structuredClone((await purges.read())?.communes.find((one) => one.communeId === communeId)?.state)
    },
  }
}
