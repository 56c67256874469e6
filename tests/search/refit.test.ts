import { describe, expect, it } from '@jest/globals'
import { sigmoid } from '../../src/search/logistic.js'
import { fitRefit, type JudgedConfidence, refitted } from '../../src/search/refit.js'
import { fc } from '../properties.js'

const GOLDEN = 0.618_033_988_749_895
const logit = (probability: number) => Math.log(probability / (1 - probability))

/** Answers of confidences between two bounds, right as often as `truth` says of them, evenly rather than by chance. */
function judged(count: number, truth: (confidence: number) => number, [low, high] = [0.88, 0.99]): JudgedConfidence[] {
  return Array.from({ length: count }, (_, i) => {
    const confidence = low + ((high - low) * (i + 0.5)) / count
    return { confidence, isRight: (i * GOLDEN) % 1 < truth(confidence) }
  })
}
const rightOf = (answers: readonly JudgedConfidence[]) =>
  answers.filter(({ isRight }) => isRight).length / answers.length
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const lower = (by: number) => (confidence: number) => sigmoid(logit(confidence) - by)

describe('fitRefit', () => {
  it.each([-1, 1.5])('makes confidences that say %d log-odds too much come true', (by) => {
    const answers = judged(2_000, lower(by))
    const refit = fitRefit(answers)
    const said = meanOf(answers.map(({ confidence }) => refitted(confidence, refit)))
    expect(Math.abs(said - rightOf(answers))).toBeLessThan(0.02)
    expect(refit.from).toBe(0.88)
  })

  it('changes next to nothing of those that come true', () => {
    const refit = fitRefit(judged(1_000, (confidence) => confidence))
    for (const confidence of [0.2, 0.7, 0.9, 0.97])
      expect(Math.abs(refitted(confidence, refit) - confidence)).toBeLessThan(0.02)
  })

  it('is moved less by few answers than by many', () => {
    const moved = (count: number) => 0.95 - refitted(0.95, fitRefit(judged(count, lower(1.5))))
    expect(moved(40)).toBeGreaterThan(0.01)
    expect(moved(40)).toBeLessThan(moved(2_000) - 0.03)
  })

  it('is the same in any order, and nearly so with one answer more', () => {
    const answers = judged(400, lower(1))
    expect(fitRefit(answers.toReversed())).toEqual(fitRefit(answers))
    const { stretch, shift } = fitRefit(answers)
    const more = fitRefit([...answers, { confidence: 0.93, isRight: false }])
    expect(Math.abs(more.stretch - stretch)).toBeLessThan(0.11)
    expect(Math.abs(more.shift - shift)).toBeLessThan(0.21)
  })

  it('is the same once written and read, and refits confidences that are all near 1', () => {
    for (let by = -0.04; by <= 0.04; by += 0.01) {
      const refit = fitRefit(judged(2_000, lower(by)))
      expect(JSON.parse(JSON.stringify(refit))).toStrictEqual(refit)
    }
    const sure = fitRefit(judged(2_000, () => 0.9, [0.995, 0.999]))
    expect(refitted(0.997, sure)).toBeLessThan(0.95)
  })

  it('flattens an order that answers contradict, and turns none around', () => {
    const against = judged(5_000, (confidence) => 1.7 - confidence)
    const refit = fitRefit(against)
    expect(refit.stretch).toBe(0.1)
    expect(Math.abs(refitted(0.935, refit) - rightOf(against))).toBeLessThan(0.03)
    const alike = fitRefit(judged(500, () => 0.8, [0.95, 0.95]))
    expect(Math.abs(refitted(0.95, alike) - 0.8)).toBeLessThan(0.03)
    expect(refitted(0.99, alike)).toBeGreaterThan(0.85)
  })
})

describe('refitted', () => {
  const refit = { stretch: 0.7, shift: -0.3, from: 0.8 }

  it('keeps the order, the bounds, and below what was judged the proportions', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(probability, probability, (one, other) => {
        const [a, b] = [Math.min(one, other), Math.max(one, other)].map((value) => refitted(value, refit)) as [
          number,
          number,
        ]
        expect(a).toBeLessThanOrEqual(b)
        expect(a).toBeGreaterThanOrEqual(0)
        expect(b).toBeLessThanOrEqual(1)
      }),
    )
    expect(refitted(0.2, refit) / refitted(0.4, refit)).toBeCloseTo(0.5)
    expect(refitted(0.8, refit)).toBeCloseTo(refitted(0.799_999, refit), 4)
  })

  it('is nothing without a refit', () => {
    expect(refitted(0.93, null)).toBe(0.93)
  })
})
