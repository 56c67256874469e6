import { type Calibration, DEFAULT_CALIBRATION } from '../../../src/search/calibration.js'
import type { Encoder } from '../../../src/search/encoder.js'

const DIMENSIONS = 32

/** An encoder of letters, with what it was asked; `pause` holds it until the promise settles. */
export class FakeEncoder implements Encoder {
  readonly version = 'letters'
  readonly dimensions = DIMENSIONS
  readonly texts: string[] = []
  pause: Promise<void> | null = null

  async encode(texts: string[]): Promise<Float32Array[]> {
    this.texts.push(...texts)
    await this.pause
    return texts.map((text) => {
      const vector = new Float32Array(DIMENSIONS)
      for (const letter of text) vector[letter.charCodeAt(0) % DIMENSIONS] = 1
      const norm = Math.hypot(...vector) || 1
      return vector.map((value) => value / norm)
    })
  }

  async close(): Promise<void> {}
}

/** The built-in weights, for {@link FakeEncoder} too. */
export const FAKE_CALIBRATION: Calibration = {
  ...DEFAULT_CALIBRATION,
  encoderVersion: 'letters',
  fused: DEFAULT_CALIBRATION.lexical,
}
