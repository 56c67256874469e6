import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDigested, withDigest } from '../domain/digested-json.js'
import type { Calibration } from '../retrieval/calibration.js'
import type { Base } from './base.js'
import { measureKeys } from './measure-keys.js'
import type { PromiseMeasure } from './promise.js'

/** Keeps the last measure of each base on disk, so that a restart does not measure again. */
export interface PromiseStore {
  /** The measure of a base, if it was of this content, encoder, calibration and promise. An unreadable file is none. */
  read(ownerId: string | null, base: Base): Promise<PromiseMeasure | null>
  /** Replaces the measure of a base. @throws when the folder cannot be written */
  write(ownerId: string | null, base: Base, measure: PromiseMeasure): Promise<void>
}

/** Raised when a measure is made otherwise, so that former ones are not taken for it. */
const FORMAT = 3

interface Kept {
  key: string
  measure: PromiseMeasure
}

/** One file a base under a folder, which is created at the first write. */
export function openPromiseStore(folder: string, calibration: Calibration, promise: number): PromiseStore {
  const pathOf = (ownerId: string | null) => join(folder, `${ownerId === null ? 'shared' : `commune-${ownerId}`}.json`)
  const keyOf = measureKeys(calibration, FORMAT, promise)
  return {
    async read(ownerId, base) {
      try {
        const kept = openDigested(await readFile(pathOf(ownerId), 'utf8')) as Kept | null
        return kept?.key === keyOf(base) ? kept.measure : null
      } catch {
        return null
      }
    },
    async write(ownerId, base, measure) {
      const temporary = `${pathOf(ownerId)}.${randomUUID()}.tmp`
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        await writeFile(temporary, withDigest(JSON.stringify({ key: keyOf(base), measure } satisfies Kept)), {
          mode: 0o600,
        })
        await rename(temporary, pathOf(ownerId))
      } finally {
        await rm(temporary, { force: true })
      }
    },
  }
}
