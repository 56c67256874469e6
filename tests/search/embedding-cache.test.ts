import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { EmbeddingCache } from '../../src/search/embed-documents.js'

const vector = { values: Int8Array.of(42, -127, 100), scale: 0.25 }
const encoder = { version: 'v1', dimensions: 3 }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-cache-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function saved(): Promise<string> {
  const cache = await EmbeddingCache.open(folder, encoder)
  cache.set('un texte', vector)
  await cache.save()
  const [file = ''] = await readdir(folder)
  return join(folder, file)
}

describe('EmbeddingCache', () => {
  it('gives back what was saved, bit for bit', async () => {
    await saved()
    const cache = await EmbeddingCache.open(folder, encoder)
    expect(cache.get('un texte')).toEqual(vector)
    expect(cache.get('un autre')).toBeUndefined()
  })

  it('closes a file that a former version left open to all when it adds to it', async () => {
    const path = await saved()
    await chmod(path, 0o644)
    const cache = await EmbeddingCache.open(folder, encoder)
    cache.set('un texte de plus', vector)
    await cache.save()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('is empty for another encoder', async () => {
    await saved()
    expect((await EmbeddingCache.open(folder, { ...encoder, version: 'v2' })).get('un texte')).toBeUndefined()
    expect((await EmbeddingCache.open(folder, { ...encoder, dimensions: 4 })).get('un texte')).toBeUndefined()
  })

  it('is empty when the file is torn or altered', async () => {
    const path = await saved()
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length - 5))
    expect((await EmbeddingCache.open(folder, encoder)).get('un texte')).toBeUndefined()
    bytes[20] = (bytes[20] ?? 0) ^ 1
    await writeFile(path, bytes)
    expect((await EmbeddingCache.open(folder, encoder)).get('un texte')).toBeUndefined()
  })

  it('leaves no temporary file behind', async () => {
    await saved()
    expect(await readdir(folder)).toEqual(['vectors-v1.bin'])
  })

  it('adds to what the file holds, without reading it', async () => {
    await saved()
    const adding = await EmbeddingCache.toAdd(folder, encoder)
    expect(adding.get('un texte')).toBeUndefined()
    adding.set('ajouté', vector)
    await adding.save()
    const cache = await EmbeddingCache.open(folder, encoder)
    expect([cache.get('un texte'), cache.get('ajouté')]).toEqual([vector, vector])
  })

  it('keeps what comes before a torn block, and mends the file at the next save', async () => {
    const path = await saved()
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.from('GVB1torn')]))
    const cache = await EmbeddingCache.open(folder, encoder)
    expect(cache.get('un texte')).toEqual(vector)
    cache.set('ajouté', vector)
    await cache.save()
    await cache.save()
    const mended = await EmbeddingCache.open(folder, encoder)
    expect([mended.get('un texte'), mended.get('ajouté')]).toEqual([vector, vector])
    expect(await readdir(folder)).toEqual(['vectors-v1.bin'])
  })
})
