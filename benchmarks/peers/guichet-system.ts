import { decide, outcomeOf } from '../../src/assistant/decide.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { buildSearchIndex } from '../../src/search/search-index.js'
import { RANKED, type System } from './system.js'

const MODEL_DIR = 'models/guichet-fr'

/** Guichet as it is shipped: words and encoder fused. @throws when the encoder or its calibration cannot be used */
export async function buildGuichet(
  documents: readonly SearchDocument[],
  cacheDir: string | null = null,
): Promise<System> {
  const loaded = await loadEncoder(MODEL_DIR)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  return build(documents, loaded.encoder, cacheDir)
}

/** Guichet as it answers until its model is ready: words alone, with their own policy. */
export async function buildGuichetWords(documents: readonly SearchDocument[]): Promise<System> {
  return build(documents, null, null)
}

async function build(
  documents: readonly SearchDocument[],
  encoder: Encoder | null,
  cacheDir: string | null,
): Promise<System> {
  const { calibration } = await loadCalibration(MODEL_DIR)
  const index = await buildSearchIndex(documents, encoder, calibration, cacheDir ? { cacheDir } : {})
  if (index.degraded) throw new Error(index.degraded)
  const { policy } = await index.search('mairie')
  return {
    policy,
    ...(encoder ? { encoderVersion: encoder.version } : {}),
    async find(question) {
      const result = await index.search(question, { limit: RANKED })
      const outcome = outcomeOf(decide(result.candidates, result.policy))
      const confidence = result.candidates[0]?.confidence ?? 0
      return { ids: result.candidates.map(({ id }) => id), confidence, outcome }
    },
  }
}
