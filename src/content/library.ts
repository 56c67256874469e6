import { AppError } from '../domain/app-error.js'
import type { Commune } from '../domain/commune.js'
import type { Entry } from '../domain/entry.js'
import type { Calibration } from '../retrieval/calibration.js'
import type { Encoder } from '../retrieval/encoder.js'
import { buildSearchIndex, type SearchIndex } from '../retrieval/search-index.js'
import { contentVersion, type Snapshot, toSearchDocument } from './snapshot.js'

/** The published content of every commune of a server. */
export interface Library {
  /** @throws AppError `unknown_commune` (404) */
  snapshotOf(communeId: string): Snapshot
  /** Every snapshot, for `/readyz`. */
  snapshots(): Snapshot[]
  /**
   * Embeds the entries with an encoder, off the path of questions, then swaps the index in one step.
   * @returns why words alone are still searched, or `null` when meaning is searched
   */
  useEncoder(
    encoder: Encoder,
    options: { cacheDir?: string; onProgress?: (done: number, total: number) => void },
  ): Promise<string | null>
}

/** Opens a library that searches by words at once; {@link Library.useEncoder} adds meaning when the model is there. */
export async function openLibrary(parts: {
  communes: ReadonlyMap<string, Commune>
  entries: readonly Entry[]
  calibration: Calibration
}): Promise<Library> {
  const documents = parts.entries.map(toSearchDocument)
  const entries = new Map(parts.entries.map((entry) => [entry.id, entry]))
  const version = contentVersion(parts.entries)
  // Communes share the installed entries, so they share one index; their own places and hours come in when an answer is rendered.
  let index: SearchIndex = await buildSearchIndex(documents, null, parts.calibration)
  const snapshotFor = (commune: Commune): Snapshot => ({ commune, version, entries, index })
  return {
    snapshotOf(communeId) {
      const commune = parts.communes.get(communeId)
      if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
      return snapshotFor(commune)
    },
    snapshots: () => [...parts.communes.values()].map(snapshotFor),
    async useEncoder(encoder, options) {
      const next = await buildSearchIndex(documents, encoder, parts.calibration, { ...options, previous: index })
      if (next.degraded === null) index = next
      return next.degraded
    },
  }
}
