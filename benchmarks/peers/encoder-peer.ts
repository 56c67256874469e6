import type { SearchDocument } from '../../src/search/analysed-document.js'
import { DenseIndex, topK } from '../../src/search/dense-index.js'
import { embedDocuments } from '../../src/search/embed-documents.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { type BuildSystem, RANKED, ranking, type System } from './system.js'

/** Builds the encoder of an exported model's folder, alone. @throws when it cannot be used */
export function buildEncoderOf(modelDir: string): BuildSystem {
  return async (documents, cacheDir) => {
    const loaded = await loadEncoder(modelDir)
    if (loaded.status === 'unavailable') throw new Error(loaded.reason)
    return buildEncoderPeer(loaded.encoder, documents, cacheDir)
  }
}

/**
 * An encoder without words, form of a question or fitted weight: the cosine of an entry's nearest text in French plus that of the middle of them, as
 * `training/measure_encoder.py` has it. @throws when the encoder fails
 */
export async function buildEncoderPeer(
  encoder: Encoder,
  documents: readonly SearchDocument[],
  cacheDir: string | null,
): Promise<System> {
  const french = documents.map(({ abroad: _, ...document }) => document)
  const { texts } = await embedDocuments(french, encoder, cacheDir ? { cacheDir } : {})
  const index = await DenseIndex.build(texts, encoder.dimensions)
  return {
    encoderVersion: encoder.version,
    async find(question) {
      const [vector] = await encoder.encode([question])
      const nearness = index.score(vector as Float32Array)
      const scores = Float32Array.from(documents, (_, document) => {
        const { best, centre } = nearness.of(document)
        return best + centre
      })
      return ranking(topK(scores, RANKED).map((document) => documents[document]?.id ?? ''))
    },
  }
}
