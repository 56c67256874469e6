import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import {
  observeAll,
  readCalibrationSets,
  readUnanswerable,
  type SetOptions,
} from '../../src/commands/calibration-sets.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { DEFAULT_CALIBRATION } from '../../src/search/calibration.js'
import { buildSearchIndex } from '../../src/search/search-index.js'

const KB = 'tests/fixtures/evaluate/kb.jsonl'
const none: SetOptions = {
  sets: [],
  bareSets: [],
  doubtSets: [],
  wordSets: [],
  abroadSets: [],
  unread: [],
  outOfScope: [],
  seed: 7,
}
const build = (all: SearchDocument[]) => buildSearchIndex(all, null, DEFAULT_CALIBRATION)

let folder: string
const file = (name: string) => join(folder, name)
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-sets-'))
  await writeFile(
    file('words.jsonl'),
    lines([
      { id: 'w1', question: 'ville', targets: ['velo', 'musique', 'compost'] },
      { id: 'w2', question: 'vélo', targets: ['velo'] },
    ]),
  )
  await writeFile(file('asked.jsonl'), lines([{ id: 'q1', question: 'louer un vélo', targets: ['velo'] }]))
  await writeFile(file('none.jsonl'), lines([{ question: 'la météo de demain' }, { question: 'un vélo sur la lune' }]))
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterAll(async () => {
  jest.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

describe('readCalibrationSets', () => {
  it('reads sets in the order of their kinds, each with what it teaches', async () => {
    const sets = await readCalibrationSets({
      ...none,
      wordSets: [`words=${KB},${file('words.jsonl')}`],
      doubtSets: [`doubt=${KB},${file('asked.jsonl')}`],
      bareSets: [`bare=${KB},${file('asked.jsonl')}`],
      sets: [`town=${KB},${file('asked.jsonl')}`, `own=${KB}`],
    })
    expect(sets.map(({ name, alone, teaches }) => [name, alone, teaches.ranking])).toEqual([
      ['town', false, 1],
      ['own', true, 0],
      ['bare', false, 1],
      ['doubt', false, 0],
      ['words', true, 0],
    ])
    expect(sets[1]?.questions.every(({ id, targets }) => targets[0] === id)).toBe(true)
    expect(sets[4]?.questions.map(({ id, targets, counts }) => [id, targets[0], counts])).toEqual([
      ['w1', 'velo', 0.5],
      ['w1', 'musique', 0.25],
      ['w1', 'compost', 0.25],
      ['w2', 'velo', 1],
    ])
  })

  it('reads a base with its offices where that is asked, which is then asked its own questions alone', async () => {
    const [without, beside] = await readCalibrationSets({
      ...none,
      sets: [`town=knowledge,${file('asked.jsonl')}`, `beside=knowledge+offices,${file('asked.jsonl')}`],
    })
    const officesOf = (set?: { documents: SearchDocument[] }) =>
      set?.documents.filter(({ id }) => id.startsWith('office-')).length
    expect([officesOf(without), without?.alone]).toEqual([0, false])
    expect(officesOf(beside)).toBeGreaterThan(60)
    expect(beside).toMatchObject({ alone: true, teaches: { ranking: 1, confidence: 1 } })
  })

  it('keeps a set from teaching that is named so, and refuses a name that no set has', async () => {
    const sets = [`town=${KB},${file('asked.jsonl')}`, `other=${KB},${file('asked.jsonl')}`]
    const [town, other] = await readCalibrationSets({ ...none, sets, unread: ['other'] })
    expect(town).toMatchObject({ alone: false, teaches: { ranking: 1, confidence: 1 } })
    expect(other).toMatchObject({ alone: true, teaches: { ranking: 0, confidence: 0 } })
    await expect(readCalibrationSets({ ...none, sets, unread: ['others'] })).rejects.toThrow(
      '--unread others: no set has this name',
    )
  })

  it('says which set it does not understand', async () => {
    await expect(readCalibrationSets({ ...none, wordSets: ['words'] })).rejects.toThrow(
      '--set words: expected name=base[+offices][,questions.jsonl]',
    )
  })
})

describe('observeAll', () => {
  it('asks a base what nothing answers, for every set or one, and words only what they may mean', async () => {
    const options = {
      ...none,
      doubtSets: [`doubt=${KB},${file('asked.jsonl')}`],
      wordSets: [`words=${KB},${file('words.jsonl')}`],
      outOfScope: [file('none.jsonl'), `doubt=${file('none.jsonl')}`, `other=${file('none.jsonl')}`],
    }
    const unanswerable = await readUnanswerable(options)
    const observed = await observeAll(await readCalibrationSets(options), unanswerable, { build, seed: 7 })
    const countOf = (set: string, scope: string) =>
      observed.filter((one) => one.set === set && one.scope === scope).length
    expect([countOf('doubt', 'in'), countOf('doubt', 'out')]).toEqual([1, 4])
    expect([countOf('words', 'in'), countOf('words', 'out')]).toEqual([4, 0])
    expect(observed).toHaveLength(9)
  })

  it('asks a set that is to teach nothing its own questions, once', async () => {
    const options = { ...none, sets: [`town=${KB},${file('asked.jsonl')}`], outOfScope: [file('none.jsonl')] }
    const setsOf = async (unread: string[]) => {
      const sets = await readCalibrationSets({ ...options, unread })
      return observeAll(sets, await readUnanswerable(options), { build, seed: 7 })
    }
    expect(new Set((await setsOf([])).map(({ set }) => set))).toEqual(new Set(['town', 'town-young']))
    const unread = await setsOf(['town'])
    expect(unread).toHaveLength(1)
    expect(unread[0]).toMatchObject({ set: 'town', scope: 'in', teaches: { ranking: 0, confidence: 0 } })
  })

  it('asks a large base again with some of its entries only', async () => {
    const large = Array.from({ length: 2_100 }, (_, i) => ({
      id: `e${i}`,
      title: `Démarche numéro ${i}`,
      text: '',
      questions: i === 0 ? ['que faire pour la démarche'] : [],
    }))
    await writeFile(file('large.jsonl'), lines(large))
    await writeFile(file('of-large.jsonl'), lines([{ id: 'q', question: 'ma démarche numéro 12', targets: ['e12'] }]))
    const options = { ...none, sets: [`large=${file('large.jsonl')},${file('of-large.jsonl')}`] }
    const observed = await observeAll(await readCalibrationSets(options), [], { build, seed: 7 })
    const parts = observed.filter(({ set }) => set === 'large-part')
    expect(parts.map(({ facts }) => facts.entries)).toEqual([500, 1_300])
    for (const { teaches } of parts) expect(teaches).toEqual({ ranking: 0, confidence: 0.5 })
  })
})
