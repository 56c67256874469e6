import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { buildBackground, loadBackground, saveBackground, UncoveredSubjects } from '../../src/search/background.js'
import type { Encoder } from '../../src/search/encoder.js'

/** Two dimensions: what is said of cars, and what is said of trees. */
const encoder: Encoder = {
  version: 'v1',
  dimensions: 2,
  encode: async (texts) =>
    texts.map((text) => (text.includes('voiture') ? Float32Array.of(1, 0) : Float32Array.of(0, 1))),
  close: async () => {},
}
const SUBJECTS = [
  { id: 'F1', questions: ['ma voiture', 'une voiture'] },
  { id: 'F2', questions: ['un arbre', 'mon arbre'] },
]
/** Of everyday life: a car and two trees under one subject. */
const EVERYDAY = { id: 'jardin', questions: ['une voiture rouge', 'un arbre', 'des arbres'], isEveryday: true }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-background-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the background', () => {
  it('comes back from its file as it was written', async () => {
    const built = await buildBackground(SUBJECTS, encoder)
    await saveBackground(folder, built)
    const read = await loadBackground(folder, 'v1')
    expect(read?.subjects.map(({ id, centre }) => [id, [...centre.values]])).toEqual([
      ['F1', [127, 0]],
      ['F2', [0, 127]],
    ])
    expect(read?.subjects[0]?.centre.scale).toBeCloseTo(1 / 127, 6)
  })

  it('keeps the questions of everyday life beside their middle, and of nothing else', async () => {
    const built = await buildBackground([...SUBJECTS, EVERYDAY], encoder)
    await saveBackground(folder, built)
    const read = await loadBackground(folder, 'v1')
    expect(read?.subjects.map(({ id, questions }) => [id, questions.map(({ values }) => [...values])])).toEqual([
      ['F1', []],
      ['F2', []],
      [
        'jardin',
        [
          [127, 0],
          [0, 127],
          [0, 127],
        ],
      ],
    ])
  })

  it('is absent when it is of another encoder, missing or broken', async () => {
    expect(await loadBackground(folder, 'v1')).toBeNull()
    await saveBackground(folder, await buildBackground(SUBJECTS, encoder))
    expect(await loadBackground(folder, 'v2')).toBeNull()
    const path = join(folder, 'background.json')
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -20))
    expect(await loadBackground(folder, 'v1')).toBeNull()
  })

  it('says how near a question is to what the base does not answer, and only to that', async () => {
    const background = await buildBackground(SUBJECTS, encoder)
    const car = Float32Array.of(1, 0)
    expect(new UncoveredSubjects(background, new Set()).nearest(car)).toBeCloseTo(1, 3)
    expect(new UncoveredSubjects(background, new Set(['F1'])).nearest(car)).toBeCloseTo(0, 3)
    expect(new UncoveredSubjects(background, new Set(['F1', 'F2'])).nearest(car)).toBe(-1)
  })

  it('says how near a question is to one of everyday life, whose middle is far from it', async () => {
    const background = await buildBackground([EVERYDAY], encoder)
    const car = Float32Array.of(1, 0)
    expect(new UncoveredSubjects(background, new Set()).nearest(car)).toBeLessThan(0.5)
    expect(new UncoveredSubjects(background, new Set()).nearestQuestion(car)).toBeCloseTo(1, 3)
    expect(new UncoveredSubjects(background, new Set(['jardin'])).nearestQuestion(car)).toBe(-1)
  })
})
