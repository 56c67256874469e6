import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { SearchDocument } from '../../../search/analysed-document.js'
import type { Calibration } from '../../../search/calibration.js'
import { dayOf, graceDaysOf } from '../model/due-review.js'
import { markExpired } from '../render/render-answer.js'
import { type Base, buildBase, keyOf, reuseKnown } from './base.js'
import { NOTHING_OWN, type OwnEntries } from './load-own-entries.js'
import { type BuildQueue, createBuildQueue, type Embedding, OwnBases, type Progress } from './own-bases.js'
import { contentVersion, type Snapshot } from './snapshot.js'
import { type Strictness, strictIndex } from './strict-index.js'

/** What a commune is answered from now. */
export interface ContentState {
  communeId: string
  /** `null` when the commune's own base is not in memory: it is loaded when asked. */
  version: string | null
  entries: number | null
  /** `none` until a base that is not in memory is asked. */
  searchedBy: 'meaning' | 'words' | 'none'
  /** Whether the commune has entries of its own beside the shared ones. */
  own: boolean
  /** Texts embedded of its own base, while they are. */
  progress: Progress | null
  /** Its own entries cannot be read, so that only the shared ones are served; the log says why. */
  unreadable: boolean
}

/** Whether a candidate may be served in place of a former base. */
export type Accept = (candidate: Base, former: Base, communeId: string | null) => Promise<boolean>

/** What became of a publication of one base. */
export type Published = 'published' | 'unchanged' | 'refused'

/** The published content of every commune of a server. */
export interface Library {
  /** @throws AppError `unknown_commune` (404) */
  communeOf(communeId: string): Commune
  /**
   * What a commune is answered from. A commune with entries of its own that are not in memory is waited for until its words are searched.
   * @throws AppError `unknown_commune` (404)
   */
  snapshotOf(communeId: string): Promise<Snapshot>
  /** The entries that can be read at once: the shared ones while a commune's own are being loaded, which this begins. @throws AppError `unknown_commune` (404) */
  entriesNow(communeId: string): ReadonlyMap<string, Entry>
  /** The entries that communes share. */
  sharedEntries(): ReadonlyMap<string, Entry>
  /** How each commune stands; asking loads nothing. */
  states(): ContentState[]
  /** The base that a commune is served from now, and whether it is its own; `null` when it is not in memory. */
  baseNow(communeId: string): { base: Base; ownerId: string | null } | null
  /** The base that a commune is served from, once what is being built is served. */
  servedBase(communeId: string): Promise<Base>
  /** Sets how strict answers and choices from a content are, as its owner serves it (`null`: those who share it), as long as the library is open. */
  setStrictness(base: Base, ownerId: string | null, strictness: Strictness): void
  /**
   * Embeds the entries with an encoder, off the path of questions, then swaps the index in one step; then, one at a time, communes' own bases.
   * @returns why words alone are still searched, or `null` when meaning is searched
   */
  useEncoder(
    encoder: Embedding['encoder'],
    options: { cacheDir?: string; onProgress?: (done: number, total: number) => void },
  ): Promise<string | null>
  /**
   * Builds the shared entries anew off the path of questions, asks whether they may be served, then swaps them in one step or keeps the former ones.
   * Questions that are being answered keep the snapshot that they began with.
   */
  publish(
    entries: readonly Entry[],
    accept: Accept,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Published>
  /**
   * Serves what a commune has of its own now, in one step, once it is built off the path of questions from what is served. Its replies
   * are as strict as before until they are measured anew. @returns the version that is served
   */
  refreshOwn(communeId: string): Promise<string>
  /** What a commune would be served from with some of its entries changed, built in its turn; nothing is swapped. */
  buildCandidate(
    communeId: string,
    change: (entries: readonly Entry[]) => Entry[],
  ): Promise<{ served: Base; candidate: Base }>
  /** What is served and what would be, as two snapshots whose answers are as strict as those that citizens get. */
  snapshotsOf(communeId: string, bases: { served: Base; candidate: Base }): Rehearsed
  /** {@link Library.buildCandidate}, as {@link Library.snapshotsOf} gives it. */
  rehearse(communeId: string, change: (entries: readonly Entry[]) => Entry[]): Promise<Rehearsed>
  /** The same for each commune's own entries that are in memory, or for one commune's, read anew. What fails for one commune is its outcome, and stops no other. */
  publishOwn(accept: Accept, onlyId?: string): Promise<Map<string, Published | { failure: unknown }>>
}

/** What is served, and what would be. */
export interface Rehearsed {
  served: Snapshot
  candidate: Snapshot
}

/** What a library is opened with. */
export interface LibraryParts {
  communes: ReadonlyMap<string, Commune>
  /** Shared by all communes. */
  entries: readonly Entry[]
  calibration: Calibration
  /** What every base listens for beside its entries. Default: nothing. */
  listenedFor?: readonly SearchDocument[]
  /** Of communes that have some; without it no commune has. */
  own?: OwnEntries
  /** See {@link OwnBases}. */
  mostEntries?: number
  onChange?: ConstructorParameters<typeof OwnBases>[0]['onChange']
  /** By which entries expire; without it none does. */
  now?: () => Date
}

const NO_OWN: OwnEntries = { has: () => false, load: async () => NOTHING_OWN }

/** Opens a library that searches by words at once; {@link Library.useEncoder} adds meaning when the model is there. */
export async function openLibrary(parts: LibraryParts): Promise<Library> {
  const bases = await openServedBases(parts)
  const reading = createReading(parts, bases)
  const { communeOf, shownOf, snapshotOfBase } = reading
  return {
    communeOf,
    async snapshotOf(communeId) {
      communeOf(communeId)
      return snapshotOfBase(communeId, await bases.served(communeId))
    },
    entriesNow(communeId) {
      const commune = communeOf(communeId)
      const base = bases.served(communeId)
      return shownOf(commune, base instanceof Promise ? bases.shared.base.entries : base.entries)
    },
    sharedEntries: () => bases.shared.base.entries,
    states: () => [...parts.communes.keys()].map((communeId) => stateOf(communeId, bases)),
    baseNow(communeId) {
      if (!bases.hasOwn(communeId)) return { base: bases.shared.base, ownerId: null }
      const { base } = bases.owns.stateOf(communeId)
      return base && { base, ownerId: communeId }
    },
    servedBase: (communeId) => bases.queue(async () => bases.served(communeId)),
    setStrictness: reading.setStrictness,
    ...rehearsals(bases, reading),
    ...publications(bases, reading),
  }
}

/** What communes are served from: the base that they share, and those of their own. */
interface ServedBases {
  /** One building at a time. */
  queue: BuildQueue
  shared: SharedBase
  owns: OwnBases
  hasOwn: (communeId: string) => boolean
  /** Looks again which communes have entries of their own. */
  readOwners: () => void
  /** What a commune is served from now; waited for where its own is not in memory. */
  served: (communeId: string) => Base | Promise<Base>
}

async function openServedBases(parts: LibraryParts): Promise<ServedBases> {
  const { communes, calibration, listenedFor = [], own = NO_OWN } = parts
  const queue = createBuildQueue()
  const shared = await SharedBase.open(parts)
  const owns = new OwnBases({
    source: own,
    calibration,
    listenedFor,
    shared: () => shared.base,
    queue,
    mostEntries: parts.mostEntries ?? Number.POSITIVE_INFINITY,
    onChange: parts.onChange ?? (() => {}),
  })
  let owners = ownersAmong(communes, own)
  return {
    queue,
    shared,
    owns,
    hasOwn: (communeId) => owners.has(communeId),
    readOwners() {
      owners = ownersAmong(communes, own)
    },
    served: (communeId) => (owners.has(communeId) ? owns.baseOf(communeId) : shared.base),
  }
}

/** The base of the entries that communes share: one index, since their own places and hours come in when an answer is rendered. */
class SharedBase {
  /** What is served. */
  base: Base
  readonly #calibration: Calibration
  readonly #listenedFor: readonly SearchDocument[]
  #embedding: Embedding | null = null

  private constructor(base: Base, { calibration, listenedFor = [] }: LibraryParts) {
    this.base = base
    this.#calibration = calibration
    this.#listenedFor = listenedFor
  }

  static async open(parts: LibraryParts): Promise<SharedBase> {
    const { entries, calibration, listenedFor = [] } = parts
    return new SharedBase(await buildBase(entries, null, calibration, { listenedFor, isInstalled: true }), parts)
  }

  /** What would be served with these entries; the same when nothing changes. */
  async next(entries: readonly Entry[], onProgress?: Told): Promise<Base> {
    return contentVersion(entries) === this.base.version ? this.base : this.#build(entries, onProgress)
  }

  /** Serves what is served now by meaning too. @returns why it cannot, when it cannot */
  async embed(embedding: Embedding, onProgress?: Told): Promise<string | null> {
    this.#embedding = embedding
    const next = await this.#build([...this.base.entries.values()], onProgress)
    if (next.index.degraded !== null) this.#embedding = null
    else this.base = next
    return next.index.degraded
  }

  #build(entries: readonly Entry[], onProgress?: Told): Promise<Base> {
    const { encoder = null, cacheDir } = this.#embedding ?? {}
    return buildBase(entries, encoder, this.#calibration, {
      listenedFor: this.#listenedFor,
      ...(cacheDir ? { cacheDir } : {}),
      ...(onProgress ? { onProgress } : {}),
      previous: this.base.index,
    })
  }
}

/** Told how many texts are embedded, of how many. */
type Told = (done: number, total: number) => void

/** How bases are read for a commune: what it is shown of them, and how strict their answers are. */
interface Reading {
  communeOf: Library['communeOf']
  shownOf: (commune: Commune, entries: ReadonlyMap<string, Entry>) => ReadonlyMap<string, Entry>
  setStrictness: Library['setStrictness']
  strictnessOf: (communeId: string, base: Base) => Strictness | undefined
  /** The next base of a commune is as strict as the one that it is served from, until that is measured. */
  inheritStrictness: (communeId: string, former: Base, next: Base) => void
  /** @param strictness default: that of the base */
  snapshotOfBase: (communeId: string, base: Base, strictness?: Strictness) => Snapshot
}

function createReading({ communes, now }: LibraryParts, { hasOwn }: Pick<ServedBases, 'hasOwn'>): Reading {
  /** By whose content it is, and {@link keyOf} of it: two communes may have the same and promise, or have checked, differently. */
  const strictnesses = new Map<string, Strictness>()
  const communeOf = (communeId: string): Commune => {
    const commune = communes.get(communeId)
    if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
    return commune
  }
  const shownOf: Reading['shownOf'] = (commune, entries) =>
    now ? markExpired(entries, dayOf(now(), commune), graceDaysOf(commune)) : entries
  const strictnessOf = (communeId: string, base: Base) =>
    strictnesses.get(strictnessKey(base, hasOwn(communeId) ? communeId : null))
  return {
    communeOf,
    shownOf,
    strictnessOf,
    setStrictness: (base, ownerId, strictness) => void strictnesses.set(strictnessKey(base, ownerId), strictness),
    inheritStrictness(communeId, former, next) {
      const strictness = strictnessOf(communeId, former)
      const key = strictnessKey(next, communeId)
      if (strictness && !strictnesses.has(key)) strictnesses.set(key, strictness)
    },
    snapshotOfBase(communeId, base, strictness = strictnessOf(communeId, base)) {
      const commune = communeOf(communeId)
      const { version, entries, index } = base
      const strict = strictness ? strictIndex(index, strictness) : index
      return { commune, version, entries: shownOf(commune, entries), index: strict }
    },
  }
}

/** What would be served, beside what is. */
function rehearsals(
  { queue, owns, served: servedOf }: ServedBases,
  { snapshotOfBase, strictnessOf }: Reading,
): Pick<Library, 'buildCandidate' | 'snapshotsOf' | 'rehearse'> {
  const buildCandidate: Library['buildCandidate'] = (communeId, change) =>
    queue(async () => {
      const served = await servedOf(communeId)
      const entries = await reuseKnown(change([...served.entries.values()]), served.entries)
      return { served, candidate: await owns.build(communeId, entries, served) }
    })
  const snapshotsOf: Library['snapshotsOf'] = (communeId, { served, candidate }) => ({
    served: snapshotOfBase(communeId, served),
    // How strict it would be is not measured yet.
    candidate: snapshotOfBase(communeId, candidate, strictnessOf(communeId, served)),
  })
  return {
    buildCandidate,
    snapshotsOf,
    rehearse: async (communeId, change) => snapshotsOf(communeId, await buildCandidate(communeId, change)),
  }
}

/** What changes what is served, each in its turn and in one step. */
function publications(
  { queue, shared, owns, readOwners, served }: ServedBases,
  { communeOf, inheritStrictness }: Reading,
): Pick<Library, 'useEncoder' | 'publish' | 'refreshOwn' | 'publishOwn'> {
  return {
    useEncoder: (encoder, { onProgress, ...options }) =>
      queue(async () => {
        const embedding = { encoder, ...options }
        const fault = await shared.embed(embedding, onProgress)
        if (fault === null) owns.useEmbedding(embedding)
        return fault
      }),
    publish: (entries, accept, onProgress) =>
      queue(async () => {
        const former = shared.base
        const next = await shared.next(await reuseKnown(entries, former.entries), onProgress)
        const outcome = await judge(next, former, null, accept)
        if (outcome === 'published') shared.base = next
        return outcome
      }),
    refreshOwn(communeId) {
      communeOf(communeId)
      return queue(async () => {
        const former = await served(communeId)
        const next = await owns.buildNext(communeId, former)
        inheritStrictness(communeId, former, next)
        owns.swap(communeId, next)
        readOwners()
        return next.version
      })
    },
    publishOwn: (accept, onlyId) =>
      queue(async () => {
        readOwners()
        owns.forgetLost()
        const outcomes = new Map<string, Published | { failure: unknown }>()
        for (const [communeId, former] of owns.served()) {
          if (onlyId !== undefined && communeId !== onlyId) continue
          try {
            const next = await owns.buildNext(communeId, former)
            const outcome = await judge(next, former, communeId, accept)
            if (outcome === 'published') owns.swap(communeId, next)
            outcomes.set(communeId, outcome)
          } catch (failure) {
            outcomes.set(communeId, { failure })
          }
        }
        return outcomes
      }),
  }
}

/** @throws Error when the candidate would search by words alone although an encoder is in use */
async function judge(next: Base, former: Base, communeId: string | null, accept: Accept): Promise<Published> {
  if (next.index.degraded !== null) throw new Error(next.index.degraded)
  const isAccepted = await accept(next, former, communeId)
  if (next.version === former.version) return 'unchanged'
  return isAccepted ? 'published' : 'refused'
}

function ownersAmong(communes: ReadonlyMap<string, Commune>, own: OwnEntries): Set<string> {
  return new Set([...communes.keys()].filter((id) => own.has(id)))
}

function stateOf(communeId: string, { owns, shared, hasOwn }: ServedBases): ContentState {
  const isOwn = hasOwn(communeId)
  const { base: ownBase, progress, fault } = owns.stateOf(communeId)
  const base = isOwn && fault === null ? ownBase : shared.base
  return {
    communeId,
    version: base?.version ?? null,
    entries: base?.entries.size ?? null,
    searchedBy: base ? (base.index.encoderVersion ? 'meaning' : 'words') : 'none',
    own: isOwn,
    progress: isOwn ? progress : null,
    unreadable: isOwn && fault !== null,
  }
}

function strictnessKey(base: Base, ownerId: string | null): string {
  return `${ownerId ?? ''} ${keyOf(base)}`
}
