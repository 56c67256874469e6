import { describe, expect, it } from '@jest/globals'
import { addTypos } from '../../../benchmarks/robustness/typos.js'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'
import { fc } from '../../properties.js'

const word = fc.stringMatching(/^[a-zéèêàç]{4,12}$/)
const sentence = fc.array(word, { minLength: 2, maxLength: 10 }).map((words) => words.join(' '))

function changedWords(before: string, after: string): number {
  const words = after.split(' ')
  return before.split(' ').filter((one, i) => one !== words[i]).length
}

describe('addTypos', () => {
  it('mistypes as many words as asked, the same way of the same seed', () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 1, max: 2 }), fc.nat(), (text, count, seed) => {
        const mistyped = addTypos(text, count, seededRandom(seed))
        expect(changedWords(text, mistyped)).toBe(count)
        expect(addTypos(text, count, seededRandom(seed))).toBe(mistyped)
        expect(Math.abs(mistyped.length - text.length)).toBeLessThanOrEqual(count)
      }),
    )
  })

  it('leaves short words alone, and a text that has no other', () => {
    expect(addTypos('où est le bus', 2, seededRandom(1))).toBe('où est le bus')
  })

  it('ends on a word of one repeated letter', () => {
    expect(addTypos('éééé', 1, seededRandom(3))).not.toBe('éééé')
  })
})
