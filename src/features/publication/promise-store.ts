import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Promises } from '../../platform/model/promises.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { openDigested, withDigest } from '../../platform/text/digested-json.js'
import type { Calibration } from '../../search/calibration.js'
import type { Base } from '../entries/catalogue/base.js'
import { measureKey } from './answer-store.js'
import type { Checks } from './checked-answer.js'
import type { PromiseMeasure } from './promise.js'

/** Raised when a measure is made otherwise, so that former ones are not taken for it. */
const FORMAT = 8

/** What a measure is made for: what is promised, and what agents' checks make of the confidences. */
export interface Terms {
  promises: Promises
  checks: Checks
}

/** A measure, and what it was made for. */
export interface Measured extends Terms {
  measure: PromiseMeasure
}

/** What of a measure is kept after the next publication. */
export interface PastMeasure extends Pick<PromiseMeasure, 'answered' | 'error' | 'coverage'> {
  /** ISO instant from which the content was served. */
  at: string
  /** Version of the content. */
  version: string
  /** Most wrong answers among those given that was promised, in [0, 1]. */
  promise: number
}

/** Publications of which the measure is kept. */
export const MOST_PAST = 24

type Kept = Pick<Measured, 'promises' | 'measure'> & { key: string }

/** Whether a measure was made for these terms: checks that change no refit change nothing. */
export function isFor({ promises, measure }: Pick<Measured, 'promises' | 'measure'>, terms: Terms): boolean {
  return isDeepStrictEqual(promises, terms.promises) && isDeepStrictEqual(measure.refit, terms.checks.refit)
}

/** Keeps the last measure of each base on disk, so that a restart does not measure again: one file a base under a folder, which is created at the first write. */
export function openPromiseStore(folder: string, calibration: Calibration) {
  const pathOf = (ownerId: string | null) => join(folder, `${ownerId === null ? 'shared' : `commune-${ownerId}`}.json`)
  const trendOf = (ownerId: string | null) => pathOf(ownerId).replace(/\.json$/, '.trend.json')
  const keyOf = (base: Base) => measureKey(base, calibration, FORMAT)
  return {
    /** The measure of a base, if it was of this content, encoder and calibration, for these promises and with this refit. An unreadable file is none. */
    async read(ownerId: string | null, base: Base, terms: Terms): Promise<PromiseMeasure | null> {
      try {
        const kept = openDigested(await readFile(pathOf(ownerId), 'utf8')) as Kept | null
        return kept?.key === keyOf(base) && isFor(kept, terms) ? kept.measure : null
      } catch {
        return null
      }
    },
    /** Replaces the measure of a base. @throws when the folder cannot be written */
    async write(ownerId: string | null, base: Base, { promises, measure }: Measured): Promise<void> {
      const kept: Kept = { key: keyOf(base), promises, measure }
      await replaceFile(pathOf(ownerId), withDigest(JSON.stringify(kept)))
    },
    /**
     * Adds a measure to those of former publications, or puts it in the place of the last one when it is of the same content.
     * @returns the last {@link MOST_PAST}, oldest first; those of an unreadable file are lost
     * @throws when the folder cannot be written
     */
    async remember(ownerId: string | null, base: Base, { promises, measure }: Measured, at: string) {
      const past = await readFile(trendOf(ownerId), 'utf8').then(openDigested, () => null)
      const former = (past as { past: PastMeasure[] } | null)?.past ?? []
      const last = former.at(-1)
      const isSame = last?.version === base.version
      const { answered, error, coverage } = measure
      const now = { version: base.version, promise: promises.wrong, answered, error, coverage }
      const next = [...(isSame ? former.slice(0, -1) : former), { at: isSame ? last.at : at, ...now }].slice(-MOST_PAST)
      await replaceFile(trendOf(ownerId), withDigest(JSON.stringify({ past: next })))
      return next
    },
  }
}
