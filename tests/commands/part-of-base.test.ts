import { describe, expect, it } from '@jest/globals'
import { partOfBase } from '../../src/commands/read-base.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'

const documents = Array.from(
  { length: 500 },
  (_, i): SearchDocument => ({ id: `${i}`, title: `Entry ${i}`, text: '', questions: [] }),
)
const questions = Array.from({ length: 80 }, (_, i) => ({
  id: `q${i}`,
  question: `question ${i}`,
  targets: i % 2 === 0 ? [`${i}`] : [`${i}`, `${400 + i}`],
}))

const draw = (size: number, seed: number) => partOfBase(documents, questions, { size, random: seededRandom(seed) })

describe('partOfBase', () => {
  it('has so many entries of the base, each once and in its order', () => {
    const part = draw(200, 1)
    expect(part).toHaveLength(200)
    expect(part).toEqual(documents.filter((one) => part.includes(one)))
  })

  it('has all that answers three questions in four, and by chance only what answers the others', () => {
    const there = new Set(draw(200, 1).map(({ id }) => id))
    const whole = questions.filter(({ targets }) => targets.every((id) => there.has(id)))
    expect(whole.length).toBeGreaterThanOrEqual(60)
    expect(whole.length).toBeLessThan(75)
  })

  it('counts only questions that something answers', () => {
    const unanswered = Array.from({ length: 400 }, (_, i) => ({ id: `n${i}`, question: `nothing ${i}`, targets: [] }))
    const random = seededRandom(1)
    const there = new Set(
      partOfBase(documents, [...questions, ...unanswered], { size: 100, random }).map(({ id }) => id),
    )
    const whole = questions.filter(({ targets }) => targets.every((id) => there.has(id)))
    expect(whole.length).toBeGreaterThanOrEqual(60)
    expect(whole.length).toBeLessThan(75)
  })

  it('is all of a base that has no more', () => {
    expect(draw(500, 1)).toEqual(documents)
    expect(draw(900, 1)).toEqual(documents)
  })

  it('draws the same for the same seed, others for another', () => {
    expect(draw(200, 1)).toEqual(draw(200, 1))
    expect(draw(200, 1)).not.toEqual(draw(200, 2))
  })
})
