import { createHash } from 'node:crypto'
import { type Calibration, calibrationName } from '../../../search/calibration.js'
import type { Base } from './base.js'

/**
 * Names of what is measured of a base: the same name only where the content, the encoder, the calibration and `more` are the same, so that what was kept of
 * another one is never taken for it. 64 hexadecimal digits.
 * @param more what else the measure follows from: how it is made, what was promised
 */
export function measureKeys(calibration: Calibration, ...more: readonly unknown[]): (base: Base) => string {
  return ({ version, index }) =>
    createHash('sha256')
      .update(JSON.stringify([...more, version, index.encoderVersion, calibrationName(calibration)]))
      .digest('hex')
}
