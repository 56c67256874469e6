import { dangerDocuments, loadDangers } from '../assistant/words/load-dangers.js'
import { readConfig } from '../config.js'
import { loadEntries } from '../features/entries/catalogue/load-entries.js'
import { toSearchDocument } from '../features/entries/catalogue/snapshot.js'
import { embedDocuments } from '../search/embed-documents.js'
import { type Encoder, loadEncoder } from '../search/encoder.js'
import { writeShippedVectors } from '../search/shipped-vectors.js'

/**
 * `npm run vectors`: embeds the installed content, and writes its vectors beside the model. What the file has of this model is kept, so that after an edit
 * of the content only what is new is embedded.
 * @returns the exit status: 0, or 1 when something cannot be read
 */
export async function runVectors(): Promise<number> {
  try {
    const { knowledgeDir, intentsDir, modelDir } = readConfig(process.env)
    const loaded = await loadEncoder(modelDir)
    if (loaded.status === 'unavailable') throw new Error(loaded.reason)
    const entries = await loadEntries({ knowledgeDir, intentsDir })
    const documents = [...entries.map(toSearchDocument), ...dangerDocuments(await loadDangers(knowledgeDir))]
    const { texts, abroad } = await embedDocuments(documents, oneByOne(loaded.encoder), {
      onProgress: (done, total) => {
        if (done === total || done % 1_600 === 0) process.stderr.write(`${done} / ${total} texts embedded\n`)
      },
    })
    const vectors = [...texts, ...abroad].flatMap((one) => ('unchanged' in one ? [] : one))
    const count = await writeShippedVectors(
      modelDir,
      loaded.encoder,
      vectors.map(({ text, vector }) => [text, vector] as const),
    )
    process.stdout.write(`${count} vectors of ${loaded.encoder.version} in ${modelDir}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`vectors: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** In a batch, the others move the last digits of a vector: alone, it depends on its text only, and the file is the same however it came to be. */
function oneByOne(encoder: Encoder): Encoder {
  return {
    ...encoder,
    async encode(texts) {
      const vectors: Float32Array[] = []
      for (const text of texts) vectors.push(...(await encoder.encode([text])))
      return vectors
    },
  }
}
