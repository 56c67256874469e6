import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { toSearchDocument } from '../../src/features/entries/catalogue/snapshot.js'
import { embedDocuments } from '../../src/search/embed-documents.js'
import { loadEncoder } from '../../src/search/encoder.js'
import type { QuantisedVector } from '../../src/search/quantised-vector.js'
import { readShippedVectors, writeShippedVectors } from '../../src/search/shipped-vectors.js'
import { fileOf } from '../../src/search/vector-blocks.js'

const MODEL = 'models/guichet-fr'
const encoder = { version: 'v2', dimensions: 3 }
const vectors: [string, QuantisedVector][] = [
  ['la piscine', { values: Int8Array.of(1, -127, 3), scale: 0.5 }],
  ['the pool', { values: Int8Array.of(127, 0, -3), scale: 0.25 }],
]
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-shipped-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const read = () => readShippedVectors(folder, encoder)

describe('vectors beside the model', () => {
  it('are read as they were written, whatever the order, for all to read', async () => {
    expect(await writeShippedVectors(folder, encoder, vectors)).toBe(2)
    const path = join(folder, fileOf(encoder))
    const bytes = await readFile(path)
    expect((await stat(path)).mode & 0o444).toBe(0o444)
    await writeShippedVectors(folder, encoder, vectors.toReversed())
    expect(await readFile(path)).toEqual(bytes)
    const { vectorOf, fault } = await read()
    expect(fault).toBeNull()
    for (const [text, vector] of vectors) expect(vectorOf(text)).toEqual(vector)
    expect(vectorOf('le gymnase')).toBeUndefined()
  })

  it('are of one version of the model, whose file takes the place of the one before', async () => {
    await writeShippedVectors(folder, { ...encoder, version: 'v1' }, vectors)
    const before = await read()
    expect([before.fault, before.vectorOf('la piscine')]).toEqual(['vectors-v2.bin: ENOENT', undefined])
    await writeShippedVectors(folder, encoder, vectors)
    expect(await readdir(folder)).toEqual(['vectors-v2.bin'])
  })

  it('are left out, all of them, when the file is altered, torn or empty', async () => {
    await writeShippedVectors(folder, encoder, vectors)
    const path = join(folder, fileOf(encoder))
    const bytes = await readFile(path)
    const altered = Buffer.from(bytes)
    altered[30] = (altered[30] ?? 0) ^ 1
    for (const broken of [
      altered,
      bytes.subarray(0, -1),
      Buffer.concat([bytes, bytes.subarray(0, 9)]),
      Buffer.alloc(0),
    ]) {
      await writeFile(path, broken)
      const { vectorOf, fault } = await read()
      expect([fault, vectorOf('la piscine')]).toEqual(['vectors-v2.bin: damaged', undefined])
    }
  })
})

describe('the shipped vectors', () => {
  it('are of the shipped model, and of the texts of the installed content but for a few edited since', async () => {
    const faults: string[] = []
    const loaded = await loadEncoder(MODEL, (fault) => faults.push(fault))
    if (loaded.status === 'unavailable') throw new Error(loaded.reason)
    const missing: string[] = []
    const encode = async (texts: string[]) => {
      missing.push(...texts)
      return texts.map(() => new Float32Array(loaded.encoder.dimensions))
    }
    const documents = (await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })).map(toSearchDocument)
    const { texts, abroad } = await embedDocuments(documents, { ...loaded.encoder, encode }, {})
    expect(faults).toEqual([])
    const distinct = new Set(
      [...texts, ...abroad].flatMap((one) => ('unchanged' in one ? [] : one.map(({ text }) => text))),
    )
    // `npm run vectors` writes them. A start embeds what has been edited since: two in a hundred take a second.
    expect(missing.length).toBeLessThan(0.02 * distinct.size)
    const files = (await readdir(MODEL)).filter((name) => name.startsWith('vectors-'))
    expect(files).toEqual([fileOf(loaded.encoder)])
  })
})
