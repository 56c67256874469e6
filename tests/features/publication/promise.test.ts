import { describe, expect, it } from '@jest/globals'
import { decideFirst } from '../../../src/assistant/decide.js'
import { type Base, buildBase } from '../../../src/features/entries/catalogue/base.js'
import type { Found } from '../../../src/features/publication/answers.js'
import { type AskOptions, askAll } from '../../../src/features/publication/ask.js'
import {
  judgePromise,
  type MeasureOptions,
  measurePromise,
  type PromiseMeasure,
} from '../../../src/features/publication/promise.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../entries/fake-encoder.js'
import { entry } from '../entries/sample-entry.js'

const withQuestions = (id: string, title: string, questions: string[]): Entry => ({ ...entry(id, title), questions })

const entries = [
  withQuestions('piscine', 'Nager à la piscine', [
    'piscine ouverte dimanche',
    'tarif piscine enfant',
    'nager enfant dimanche',
  ]),
  withQuestions('velo', 'Garer un vélo', ['garer vélo gare', 'arceau vélo', 'velo volé place']),
  // Its questions speak of the swimming pool: once left out, they are the pool's.
  withQuestions('bassin', 'Bassin extérieur', ['Piscine chauffée ?', 'piscine gonflable']),
]
/** As an assistant that always answers. */
const first = {
  promises: { wrong: 0.3, offered: 0.7 },
  answeredBy: ({ candidates: [one] }: Found) => one ?? null,
}
const calibration = FAKE_CALIBRATION

/** Asks a base its questions, and reads from what came of them what it promises. */
async function measureBase(base: Base, options: Partial<AskOptions & MeasureOptions> = {}) {
  const asked = await askAll(base, { encoder: null, calibration, decide: decideFirst, ...options })
  return measurePromise(asked, { ...first, ...options })
}

async function measure(options: Partial<AskOptions & MeasureOptions> = {}) {
  return measureBase(await buildBase(entries, options.encoder ?? null, calibration), options)
}

describe('measurePromise', () => {
  it('asks each question of an index that does not hold it, and says which entry takes it', async () => {
    const found = await measure()
    expect(found).toMatchObject({ asked: 8, questions: 8, answered: 8, wrong: 2 })
    // Of residents, a fifth of that is expected: examples that are left out are harder.
    expect(found.error?.share).toBeCloseTo(0.25 / 5, 10)
    expect(found.coverage).toEqual({ share: 1, low: 1, high: 1 })
    expect(found.thefts).toEqual([
      {
        from: { id: 'bassin', title: 'Bassin extérieur' },
        by: { id: 'piscine', title: 'Nager à la piscine' },
        count: 2,
        question: expect.stringMatching(/piscine/i),
      },
    ])
  })

  it('finds every question when none is left out of the others', async () => {
    // The same index with its questions answers all of them rightly: what is measured is the leaving out.
    const { index } = await buildBase(entries, null, calibration)
    for (const { id, questions } of entries) {
      for (const question of questions) expect((await index.search(question)).candidates[0]?.id).toBe(id)
    }
  })

  it('embeds the form of a question that no text of the base has, once, and nothing else', async () => {
    const encoder = new FakeEncoder()
    const base = await buildBase(entries, encoder, calibration)
    encoder.texts.length = 0
    expect((await measureBase(base, { encoder })).asked).toBe(8)
    expect(encoder.texts).toEqual(['piscine chauffée'])
  })

  it('counts as wrong only what is answered', async () => {
    const found = await measure({ answeredBy: () => null })
    expect(found).toMatchObject({ asked: 8, answered: 0, wrong: 0, error: null, coverage: { share: 0 }, thefts: [] })
  })

  it('asks for more confidence when the promise takes it, and counts what that gives', async () => {
    // The pool's answers to the other pool's questions are not the surest: asked to be surer, fewer are given.
    const strict = await measure({ promises: { wrong: 0.03, offered: 0.7 } })
    expect(strict.least).toBeGreaterThan(0)
    expect(strict.answered).toBeLessThan(8)
    expect(strict.thefts).toHaveLength(1)
  })

  it('counts what is offered and what of it is right: the answers, and the choices of the other questions', async () => {
    const answered = await measure()
    expect(answered).toMatchObject({ offered: 8, entries: 8 })
    expect(answered.held?.share).toBeCloseTo(1 - 0.25 / 5, 10)
    // Nothing is answered: what the calibrated floor lets through is proposed, the pool beside the other pool.
    const proposed = await measure({ answeredBy: () => null, promises: { wrong: 0.1, offered: 0.95 } })
    expect(proposed.offered).toBeGreaterThan(0)
    expect(proposed.entries).toBeGreaterThan(proposed.offered)
    expect(proposed.held?.share).toBeGreaterThan(1 - 0.25 / 5)
  })

  it('finds the offer that keeps the promise where there are enough questions to tell, and none where there are not', async () => {
    const words = ['matin', 'soir', 'midi', 'tarif', 'enfant', 'adresse', 'été', 'hiver', 'samedi', 'lundi', 'mardi']
    const many = ['piscine', 'velo', 'cantine', 'marche'].map((subject) =>
      withQuestions(
        subject,
        `Parler de ${subject}`,
        words.map((word) => `${subject} ${word}`),
      ),
    )
    const base = await buildBase(many, null, calibration)
    const found = await measureBase(base, { promises: { wrong: 0.02, offered: 0.9 } })
    expect(found).toMatchObject({ asked: 44, offer: { choice: expect.any(Number) }, held: { share: 1 } })
    expect((await measureBase(base, { promises: { wrong: 0.02, offered: 0.999 } })).offer).toBeNull()
  })

  it('gives the same intervals each time, and tells how far it is', async () => {
    const seen: number[] = []
    const one = await measure({ onProgress: (done, total) => seen.push(done / total) })
    expect(seen.at(-1)).toBe(1)
    expect(await measure()).toEqual(one)
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopping'))
    await expect(measure({ signal })).rejects.toThrow('stopping')
  })
})

describe('judgePromise', () => {
  const measured = (share: number, low: number, high: number): PromiseMeasure => ({
    asked: 100,
    questions: 100,
    answered: 100,
    wrong: 100 * share,
    offered: 100,
    entries: 100,
    least: 0,
    offer: null,
    refit: null,
    coverage: { share: 1, low: 1, high: 1 },
    error: { share, low, high },
    held: { share: 1 - share, low: 1 - high, high: 1 - low },
    thefts: [],
  })
  it.each([
    ['kept', measured(0.02, 0.01, 0.05)],
    ['doubtful', measured(0.03, 0.02, 0.05)],
    ['broken', measured(0.03, 0.021, 0.05)],
    ['kept', { ...measured(0, 0, 0), error: null }],
  ] as const)('is %s', (verdict, found) => {
    const promises = { wrong: 0.02, offered: 0.9 }
    expect(judgePromise(found, promises)).toMatchObject({ verdict, promises, heldVerdict: 'kept' })
  })

  it.each([
    ['kept', { share: 0.97, low: 0.9, high: 1 }],
    ['doubtful', { share: 0.96, low: 0.9, high: 0.99 }],
    ['broken', { share: 0.94, low: 0.9, high: 0.965 }],
    ['kept', null],
  ] as const)('of the offers is %s', (heldVerdict, held) => {
    const report = judgePromise({ ...measured(0, 0, 0), held }, { wrong: 0.02, offered: 0.97 })
    expect(report).toMatchObject({ verdict: 'kept', heldVerdict })
  })
})
