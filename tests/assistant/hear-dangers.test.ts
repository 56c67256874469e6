import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type DangerModel, loadDangerModel } from '../../src/assistant/dangers/danger-model.js'
import { createDangerEars } from '../../src/assistant/dangers/hear-dangers.js'
import { loadDangers } from '../../src/content/load-dangers.js'
import type { Encoder } from '../../src/retrieval/encoder.js'
import { knowledgeDir } from '../content/installed.js'

const dangers = await loadDangers(knowledgeDir)

/** Vectors of two numbers: what stands for bullying at school, and for sorrow. */
const VECTORS: Record<string, [number, number]> = { 'ils rient de lui': [1, 0], 'il nous a quittés': [0, 1] }
const encoder: Encoder = {
  version: 'v1',
  dimensions: 2,
  encode: async (texts) => texts.map((text) => Float32Array.from(VECTORS[text] ?? [0, 0])),
  close: async () => undefined,
}
const model: DangerModel = {
  encoderVersion: 'v1',
  threshold: 0.6,
  kinds: {
    'school-bullying': { bias: -5, weights: [10, 0] },
    bereavement: { bias: -5, weights: [0, 10] },
  },
}
const ears = (over: Partial<Parameters<typeof createDangerEars>[0]> = {}) =>
  createDangerEars({ dangers, model, encoder: () => encoder, ...over })
const kindsOf = async (hear: ReturnType<typeof ears>, searchable: string, signals: 'danger-violence'[] = []) =>
  (await hear({ searchable, signals })).dangers.map(({ kind }) => kind)

describe('createDangerEars', () => {
  it('hears by meaning what no word signals, and what it is to whoever helps', async () => {
    const heard = await ears()({ searchable: 'Ils rient de lui', signals: [] })
    expect(heard).toMatchObject({ dangers: [{ kind: 'school-bullying' }], signals: ['danger-child'] })
    expect(await kindsOf(ears(), 'on rit bien')).toEqual([])
  })

  it('tells what the words signal where the meaning knows nothing, and what it is sure of in its place', async () => {
    expect(await kindsOf(ears(), 'autre chose ici', ['danger-violence'])).toEqual(['couple-violence'])
    expect(await kindsOf(ears(), 'ils rient de lui', ['danger-violence'])).toEqual(['school-bullying'])
  })

  it('meets a sorrow, and none beside a danger', async () => {
    expect(await ears()({ searchable: 'il nous a quittés', signals: [] })).toMatchObject({
      dangers: [],
      sorrow: { kind: 'bereavement' },
    })
    const both = await ears()({ searchable: 'il nous a quittés', signals: ['danger-vital'] })
    expect(both.dangers.map(({ kind }) => kind)).toEqual(['vital'])
    expect(both.sorrow).toBeUndefined()
  })

  it.each([
    ['no model', { model: null }],
    ['no encoder', { encoder: () => null }],
    ['another encoder', { encoder: () => ({ ...encoder, version: 'v2' }) }],
    ['an encoder that fails', { encoder: () => ({ ...encoder, encode: () => Promise.reject(new Error('broken')) }) }],
  ])('with %s hears words alone', async (_, over) => {
    expect(await kindsOf(ears(over), 'ils rient de lui')).toEqual([])
    expect(await kindsOf(ears(over), 'ils rient de lui', ['danger-violence'])).toEqual(['couple-violence'])
  })
})

describe('loadDangerModel', () => {
  it('gives no model, and why, of a missing, broken or foreign file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-danger-model-'))
    const load = () => loadDangerModel(folder, ['vital'])
    expect(await load()).toMatchObject({ model: null, reason: expect.stringContaining('ENOENT') })
    await writeFile(join(folder, 'dangers.json'), '{"format":1')
    expect(await load()).toMatchObject({ model: null })
    await writeFile(join(folder, 'dangers.json'), JSON.stringify({ format: 1, ...model }))
    expect(await load()).toMatchObject({ model: null, reason: expect.stringContaining('"school-bullying"') })
    await rm(folder, { recursive: true })
  })
})
