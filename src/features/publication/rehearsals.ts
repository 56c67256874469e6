import type { Logger } from '../../log.js'
import type { Encoder } from '../../search/encoder.js'
import { type Base, keyOf } from '../entries/catalogue/base.js'
import type { DatedRehearsal, RehearsalStore } from './rehearsal-store.js'
import { type RehearsalOptions, rehearse } from './rehearse.js'
import type { Rehearsal } from './rehearsed.js'

/** The rehearsals of what is served, and of what may follow it: made once, for whoever needs one. */
export interface Rehearsals {
  /**
   * That of a base that is served: as it is known, in memory or on disk, else made, which takes half a minute of processor time for some thousand questions;
   * then `onProgress` is told how far it is.
   */
  of(base: Base, run: Pick<RehearsalOptions, 'onProgress' | 'signal'>): Promise<DatedRehearsal>
  /** Whether that of a base is known: then {@link of} takes a moment. */
  isKnown(base: Base): Promise<boolean>
  /** Keeps in memory what was made from another one: it may be served soon. */
  keep(rehearsal: Rehearsal): void
}

interface Parts {
  store: RehearsalStore
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
  rehearsal: Pick<RehearsalOptions, 'calibration' | 'decide'>
  now: () => Date
  logger: Logger
}

/** Rehearsals kept in memory; each may hold five indexes. */
const MOST_KEPT = 3

/** The rehearsals of a server. Their users ask one at a time: see `createBuildQueue`. */
export function createRehearsals({ store, encoder, rehearsal: how, now, logger }: Parts): Rehearsals {
  /** By {@link keyOf} of their base, the last used last. */
  const kept = new Map<string, DatedRehearsal>()
  /** What is on disk already, or was read from it. */
  const written = new WeakSet<Rehearsal>()
  const remember = (dated: DatedRehearsal) => {
    const key = keyOf(dated.rehearsal.base)
    kept.delete(key)
    kept.set(key, dated)
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
  }
  const readOrMake = async (base: Base, run: Parameters<Rehearsals['of']>[1]): Promise<DatedRehearsal> => {
    const read = await store.read(base)
    if (read) {
      written.add(read.rehearsal)
      return read
    }
    run.onProgress?.(0, 0)
    const used = base.index.encoderVersion ? encoder() : null
    const rehearsal = await rehearse(base, { ...how, ...run, encoder: used })
    return { rehearsal, at: now().toISOString() }
  }
  return {
    async of(base, run) {
      const dated = kept.get(keyOf(base)) ?? (await readOrMake(base, run))
      remember(dated)
      if (!written.has(dated.rehearsal)) {
        written.add(dated.rehearsal)
        // What is kept spares a measure at the next start; this one goes on without it.
        await store.write(dated).catch((error: unknown) => {
          logger.error({ stack: error instanceof Error ? error.stack : undefined }, 'a rehearsal could not be kept')
        })
      }
      return dated
    },
    isKnown: async (base) => kept.has(keyOf(base)) || (await store.has(base)),
    keep: (rehearsal) => remember({ rehearsal, at: now().toISOString() }),
  }
}
