import { describe, expect, it } from '@jest/globals'
import {
  type AskedQuestion,
  MOST_CHOICE,
  MOST_FLOOR,
  MOST_MEAN_ENTRIES,
  offerKeeping,
  offerOf,
} from '../../../src/features/publication/keep-offers.js'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'
import { USUAL_CHOICE } from '../../../src/search/policy.js'
import { fc } from '../../properties.js'

const asked = (right: number | null, ...confidences: number[]): AskedQuestion => ({
  candidates: confidences.map((confidence) => ({ confidence })),
  right,
  isAnswered: false,
  floor: 0,
})
const times = (count: number, question: AskedQuestion): AskedQuestion[] => Array.from({ length: count }, () => question)

/**
 * Questions of one kind: how sure the first candidate is, how much of the rest the next two have, and whether the confidences say too much. Those that are sure
 * of their first are answered.
 */
function drawQuestions(count: number, seed: number, boast: number): AskedQuestion[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const first = random() ** 0.1
    const next = (1 - first) * random()
    const second = Math.min(first, next * (0.5 + random() / 2))
    const third = Math.min(second, next - second)
    const drawn = random() ** (1 / boast)
    const place = [first, first + second, first + second + third].findIndex((mass) => mass > drawn)
    const isAnswered = first >= 0.93
    return { ...asked(place < 0 ? null : place, first, second, third), isAnswered, floor: 0.2 }
  })
}

function countsOf(questions: readonly AskedQuestion[], offer: { floor: number; choice: number }) {
  const offers = questions.map((question) => offerOf(question, offer))
  const offered = offers.filter((places) => places.length > 0).length
  const held = questions.filter(({ right }, i) => right !== null && offers[i]?.includes(right)).length
  return { offered, held, entries: offers.reduce((sum, { length }) => sum + length, 0) }
}

describe('offerKeeping', () => {
  it('covers as many further questions of the same kind as was promised, but for what chance takes, whatever the confidences are worth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0.85, 0.9, 0.95, 0.97),
        fc.double({ min: 0.7, max: 1.4, noNaN: true }),
        (seed, promise, boast) => {
          const known = drawQuestions(1_500, seed, boast)
          const offer = offerKeeping(known, promise)
          if (!offer) throw new Error('enough questions were asked')
          // Where no offer keeps the promise, the strictest is made, and nothing is said of it.
          if (offer.floor === MOST_FLOOR) return
          const before = countsOf(known, offer)
          const { offered, held } = countsOf(drawQuestions(6_000, seed + 1e6, boast), offer)
          const chance = Math.sqrt(promise * (1 - promise) * (1 / offered + 1 / before.offered))
          expect(held / offered).toBeGreaterThan(promise - 4 * chance)
          expect(before.held / before.offered).toBeGreaterThanOrEqual(promise)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('offers as many questions as it can, with no more entries than it may', () => {
    const known = drawQuestions(1_500, 3, 1)
    const [strict, loose] = [offerKeeping(known, 0.97), offerKeeping(known, 0.9)]
    if (!strict || !loose) throw new Error('enough questions were asked')
    const [few, many] = [countsOf(known, strict), countsOf(known, loose)]
    expect(many.offered).toBeGreaterThan(few.offered)
    for (const { entries, offered } of [few, many]) expect(entries / offered).toBeLessThanOrEqual(MOST_MEAN_ENTRIES)
    // One step lower, either the promise or the number of entries gives way.
    const lower = { floor: strict.floor - 0.05, choice: strict.choice }
    const { held, offered, entries } = countsOf(known, lower)
    expect(held / offered < 0.97 || entries / offered > MOST_MEAN_ENTRIES).toBe(true)
  })

  it('proposes beside the first what the right entries need, and no less than what one in five may mean', () => {
    const sure = times(95, asked(0, 0.8, 0.05, 0.02))
    expect(offerKeeping([...sure, ...times(5, asked(1, 0.6, 0.3, 0.05))], 0.97)).toEqual({
      floor: 0,
      choice: MOST_CHOICE,
    })
    expect(offerKeeping([...sure, ...times(5, asked(1, 0.8, 0.12, 0.02))], 0.97)?.choice).toBe(0.12)
  })

  it('leaves out the questions of which three entries are not likely enough', () => {
    const known = [...times(95, asked(0, 0.8, 0.05, 0.02)), ...times(20, asked(null, 0.3, 0.1, 0.05))]
    const offer = offerKeeping(known, 0.97)
    expect(offer?.floor).toBeCloseTo(0.46)
    expect(countsOf(known, offer ?? { floor: 0, choice: 0 })).toEqual({ offered: 95, held: 95, entries: 95 })
  })

  it('counts what is answered with the offers, right or wrong', () => {
    const answer = (right: number | null) => ({ ...asked(right, 0.99), isAnswered: true })
    const hard = times(10, asked(null, 0.5, 0.1, 0.1))
    // Right answers make up for choices that miss; wrong ones leave no room for them.
    expect(offerKeeping([...times(400, answer(0)), ...hard], 0.97)?.floor).toBe(0)
    expect(offerKeeping([...times(400, answer(0)), ...times(11, answer(null)), ...hard], 0.97)?.floor).toBeCloseTo(0.71)
  })

  it('is the strictest when nothing keeps the promise, and none of too few questions', () => {
    expect(offerKeeping(times(100, asked(null, 0.9, 0.05, 0.04)), 0.97)).toEqual({
      floor: MOST_FLOOR,
      choice: USUAL_CHOICE,
    })
    expect(offerKeeping(times(32, asked(0, 0.9)), 0.97)).toBeNull()
    expect(offerKeeping(times(33, asked(0, 0.9)), 0.97)).not.toBeNull()
    expect(offerKeeping([], 0.97)).toBeNull()
  })
})

describe('offerOf', () => {
  it('never goes below the calibrated floor', () => {
    const question = { ...asked(0, 0.3, 0.2, 0.1), floor: 0.7 }
    expect(offerOf(question, { floor: 0, choice: 0 })).toEqual([])
    expect(offerOf({ ...question, floor: 0.5 }, { floor: 0, choice: 0.15 })).toEqual([0, 1])
    expect(offerOf({ ...question, isAnswered: true }, { floor: 1, choice: 0 })).toEqual([0])
  })
})
