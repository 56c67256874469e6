import { describe, expect, it } from '@jest/globals'
import type { BuildSystem } from '../../../benchmarks/peers/system.js'
import { measureYoung, rejuvenate } from '../../../benchmarks/young/measure-young.js'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'

const documents = Array.from(
  { length: 20 },
  (_, i): SearchDocument => ({
    id: `${i}`,
    title: `Entry ${i}`,
    text: 'one two three four five six',
    questions: ['first', 'second', 'third', 'fourth', 'fifth'].map((word) => `${word} question of ${i}`),
  }),
)
const questions = documents.map(({ id }) => ({ id, question: id, targets: [id], style: null }))

/** Gives the entry only if it is complete, and says that it answers. */
const build: BuildSystem = async (all) => ({
  find: async (question) => {
    const isComplete = all.find(({ id }) => id === question)?.questions.length === 5
    return { ids: isComplete ? [question] : ['else', question], confidence: 0.99, outcome: 'answered' }
  },
})

describe('measureYoung', () => {
  it('asks each question once of its young entry, and nine times of the whole one', async () => {
    const parts: number[] = []
    const base = { documents, questions: [...questions, { ...questions[0], targets: [] } as never], cacheDir: '' }
    const { young, others } = await measureYoung(build, base, { questions: 2, words: 3 }, (done) => parts.push(done))
    expect(young).toEqual(new Array(20).fill({ rightAt: 2, answered: true }))
    expect(others).toEqual(new Array(180).fill({ rightAt: 1, answered: true }))
    expect(parts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})

describe('rejuvenate', () => {
  it('keeps some of the questions and the first words', () => {
    const [whole] = documents as [SearchDocument]
    const young = rejuvenate(whole, { questions: 2, words: 3 }, seededRandom(1))
    expect(young.text).toBe('one two three')
    expect(young.questions).toHaveLength(2)
    expect(whole.questions).toEqual(expect.arrayContaining([...young.questions]))
    const same = rejuvenate(
      whole,
      { questions: Number.POSITIVE_INFINITY, words: Number.POSITIVE_INFINITY },
      Math.random,
    )
    expect([...same.questions].sort()).toEqual([...whole.questions].sort())
    expect(same.text).toBe(whole.text)
  })
})
