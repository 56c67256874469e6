import { describe, expect, it } from '@jest/globals'
import { dealFolds, leaveOut } from '../../../../src/features/entries/catalogue/leave-out.js'
import { fc } from '../../../properties.js'

const document = (id: string, questions: string[]) => ({ id, title: id, text: '', questions })
const bases = fc
  .array(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }), { maxLength: 12 })
  .map((all) => all.map((questions, i) => document(`e${i}`, questions)))

describe('dealFolds', () => {
  it('deals each question once, as many as are wanted, evenly over the entries', () => {
    fc.assert(
      fc.property(bases, fc.integer({ min: 0, max: 60 }), (documents, most) => {
        const dealt = dealFolds(documents, { folds: 5, most }).flat()
        const all = documents.flatMap(({ questions }, i) => questions.map((question) => `${i} ${question}`))
        const keys = dealt.map(({ document: i, question }) => `${i} ${question}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.length).toBe(Math.min(most, all.length))
        const counts = documents.map((_, i) => dealt.filter(({ document: j }) => j === i).length)
        const longest = Math.max(0, ...counts)
        documents.forEach(({ questions }, i) => {
          expect(counts[i]).toBeGreaterThanOrEqual(Math.min(questions.length, longest - 1))
        })
      }),
    )
  })

  it('takes no more than a fifth of an entry at a time, and one fold for a base with more entries than questions to ask', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `q${i}`)
    const folds = dealFolds([document('a', ten), document('b', ten)], { folds: 5, most: 100 })
    for (const fold of folds) expect(fold.filter(({ document: i }) => i === 0)).toHaveLength(2)
    const many = Array.from({ length: 50 }, (_, i) => document(`e${i}`, ten))
    expect(dealFolds(many, { folds: 5, most: 40 })).toHaveLength(1)
  })
})

describe('leaveOut', () => {
  it('takes the questions of a fold away, and leaves the other documents as they are', () => {
    const [a, b] = [document('a', ['un', 'deux']), document('b', ['un'])]
    const left = leaveOut([a, b], [{ document: 0, question: 'un' }])
    expect(left[0]?.questions).toEqual(['deux'])
    expect(left[1]).toBe(b)
  })
})
