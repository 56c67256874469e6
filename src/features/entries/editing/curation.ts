import type { Entry } from '../../../platform/model/entry.js'
import type { StoreLife } from '../../../platform/model/store-life.js'
import type { Library } from '../catalogue/library.js'
import { mergeEntries, type OwnContent } from '../catalogue/load-own-entries.js'
import { type GuideWords, guideWordsOf } from '../model/bind-guide.js'
import type { CuratedEntries } from './curated-entries.js'

/** What is measured of an entry: its draft as it was seen, or a revision. */
export type GateSource = { entryId: string } & ({ draftVersion: number } | { revision: number })

/** What curating needs of the content that is served. */
export interface Curation {
  /** The entries of a commune as its files have them, whatever curators made of them. @throws ContentError when its files cannot be read */
  installedOf(communeId: string): Promise<ReadonlyMap<string, Entry>>
  /** What the guides of the files have heard people say, for those that curators write. */
  guideWords(): GuideWords
  /** Whether every commune has an entry of this id. */
  isShared(entryId: string): boolean
  /** Waits until what was published last of a commune is served. Rejects when it could not be: what was served before still is. */
  served(communeId: string): Promise<void>
  /** Begins to load what curators have published, so that the first question does not wait. */
  load(): void
  /** Settles when nothing runs any more. */
  stop(): Promise<void>
}

interface Parts {
  library: Pick<Library, 'refreshOwn' | 'sharedEntries' | 'snapshotOf'>
  curated: CuratedEntries
  store: Pick<StoreLife, 'subscribe'>
  communeIds: Iterable<string>
  /** Called once what was published is served. */
  onServed: (communeId: string) => void
  onFault: (communeId: string, error: unknown) => void
}

/** Serves what curators publish, as the store announces it. */
export function createCuration(parts: Parts): Curation {
  const { library, curated, communeIds } = parts
  const refreshing = new Map<string, Promise<void>>()
  const merged = new Map<
    string,
    { shared: ReadonlyMap<string, Entry>; own: OwnContent; all: ReadonlyMap<string, Entry> }
  >()
  const waiting = new Set<string>()
  const refresh = (communeId: string) => {
    // The one that waits for its turn will see all that is published until then.
    if (waiting.has(communeId)) return
    waiting.add(communeId)
    const former = refreshing.get(communeId) ?? Promise.resolve()
    const done = former
      .catch(() => {})
      .then(async () => {
        waiting.delete(communeId)
        await library.refreshOwn(communeId)
        parts.onServed(communeId)
      })
    refreshing.set(communeId, done)
    done.catch((error: unknown) => parts.onFault(communeId, error))
  }
  const unsubscribe = parts.store.subscribe((change) => {
    if (change.type === 'publication' && [...communeIds].includes(change.communeId)) refresh(change.communeId)
  })
  return {
    async installedOf(communeId) {
      const shared = library.sharedEntries()
      const own = await curated.filesOf(communeId, shared)
      const known = merged.get(communeId)
      if (known?.shared === shared && known.own === own) return known.all
      const all = new Map(mergeEntries(shared.values(), own).map((entry) => [entry.id, entry]))
      merged.set(communeId, { shared, own, all })
      return all
    },
    guideWords: () => guideWordsOf(library.sharedEntries()),
    isShared: (entryId) => library.sharedEntries().has(entryId),
    served: (communeId) => refreshing.get(communeId) ?? Promise.resolve(),
    load() {
      for (const communeId of communeIds)
        if (curated.isCurated(communeId))
          library.snapshotOf(communeId).catch((error: unknown) => parts.onFault(communeId, error))
    },
    async stop() {
      unsubscribe()
      await Promise.allSettled(refreshing.values())
    },
  }
}
