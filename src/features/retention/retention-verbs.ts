import type { Purge, PurgeState } from '../../platform/model/retention.js'
import type { Document } from '../../platform/store/document.js'
import type { CurationIndex } from '../entries/curation-index.js'

/** When what is due was looked for, by commune. */
export interface PurgesDocument {
  version: 1
  communes: { communeId: string; state: PurgeState }[]
}

/** What was erased when, and which communes still keep something. */
export interface RetentionStore {
  /** Keeps when what is due was looked for in a commune, and what was erased if anything was. */
  recordPurge(communeId: string, purge: Purge): Promise<void>
  readPurgeState(communeId: string): Promise<PurgeState | undefined>
  /** Communes of which something is kept for a time, known to the server or not. */
  listCommunesKept(): Promise<string[]>
}

/** Where something is kept by commune, and goes after a time. */
export interface RetentionCollection {
  purges: Document<PurgesDocument>
  curation: CurationIndex
  counters: { keys(): string[] }
  rows: readonly (() => Promise<readonly { communeId: string }[]>)[]
}

/** The verbs about purges. */
export function retentionVerbs({ purges, curation, counters, rows }: RetentionCollection): RetentionStore {
  return {
    async listCommunesKept() {
      const kept = (await Promise.all(rows.map((read) => read()))).flat().map(({ communeId }) => communeId)
      const counted = counters.keys().map((key) => decodeURIComponent(key.split('/')[0] ?? ''))
      return [...new Set([...kept, ...counted, ...curation.communeIds()])].sort()
    },
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
