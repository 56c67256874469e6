import type { Store } from '../domain/store.js'
import type { Document } from './document.js'

/** The last week of which each commune's digest was begun. */
export interface DigestsDocument {
  version: 1
  weeks: Record<string, string>
}

/** The verb of {@link Store} about weekly digests. */
export function digestVerbs(digests: Document<DigestsDocument>): Pick<Store, 'startDigest'> {
  return {
    startDigest: (communeId, week) =>
      digests.update((document) => {
        const weeks = new Map(Object.entries(document?.weeks ?? {}))
        if ((weeks.get(communeId) ?? '') >= week) return { document, result: 'already', changes: [] }
        weeks.set(communeId, week)
        return { document: { version: 1, weeks: Object.fromEntries(weeks) }, result: 'started', changes: [] }
      }),
  }
}
