import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { READABLE, replaceFile } from '../platform/store/replace-file.js'
import type { VectorFinder } from './dense-index.js'
import type { QuantisedVector } from './quantised-vector.js'
import { fileOf, keyOf, toBlocks, VectorBlocks } from './vector-blocks.js'

/** The vectors that came with a model; `fault` says why there are none, if so. */
export interface ShippedVectors {
  vectorOf: VectorFinder
  /** How many there are. */
  count: number
  fault: string | null
}

/** Vectors of texts, beside the model that made them: `vectors-<version>.bin` in its folder, so that a first start embeds nothing that is installed. A file that is damaged is left out, whole. */
export async function readShippedVectors(
  modelDir: string,
  encoder: { version: string; dimensions: number },
): Promise<ShippedVectors> {
  const name = fileOf(encoder)
  const none = (why: string) => ({ vectorOf: () => undefined, count: 0, fault: `${name}: ${why}` })
  const bytes = await readFile(join(modelDir, name)).catch((error: NodeJS.ErrnoException) => String(error.code))
  if (typeof bytes === 'string') return none(bytes)
  const blocks = await VectorBlocks.read(bytes, encoder.dimensions)
  if (!blocks.isSound || blocks.size === 0) return none('damaged')
  return { vectorOf: (text) => blocks.get(keyOf(text)), count: blocks.size, fault: null }
}

/** Writes that file, the same bytes of the same vectors, and removes that of another version. @returns the number of texts */
export async function writeShippedVectors(
  modelDir: string,
  encoder: { version: string; dimensions: number },
  vectors: Iterable<readonly [text: string, vector: QuantisedVector]>,
): Promise<number> {
  const byKey = new Map([...vectors].map(([text, vector]) => [keyOf(text), vector]))
  const keys = [...byKey.keys()].sort()
  const name = fileOf(encoder)
  const blocks = toBlocks(keys, encoder.dimensions, (key) => byKey.get(key) as QuantisedVector)
  await replaceFile(join(modelDir, name), blocks, READABLE)
  for (const other of await readdir(modelDir))
    if (/^vectors-.*\.bin$/.test(other) && other !== name) await rm(join(modelDir, other))
  return keys.length
}
