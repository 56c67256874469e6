import { describe, expect, it } from '@jest/globals'
import { editsBetween } from '../../../src/platform/text/nearest-name.js'
import { fc } from '../../properties.js'

describe('the letters that part two texts', () => {
  it.each([
    ['', '', 0],
    ['mairie', 'mairie', 0],
    ['mairie', 'marie', 1],
    ['passeport', 'passpeort', 1],
    ['carte', 'charte', 1],
    ['acte', 'tace', 2],
    ['ab', 'bca', 3],
  ])('of "%s" and "%s" are %i', (a, b, edits) => {
    expect(editsBetween(a, b, 9)).toBe(edits)
    expect(editsBetween(b, a, 9)).toBe(edits)
  })

  it('are counted up to a bound as without one, and are none of its concern beyond', () => {
    const text = fc.stringMatching(/^[abc]{0,8}$/)
    fc.assert(
      fc.property(text, text, fc.nat(4), (a, b, most) => {
        const edits = editsBetween(a, b, 9) ?? Number.NaN
        expect(editsBetween(a, b, most)).toBe(edits <= most ? edits : null)
      }),
      { numRuns: 2_000 },
    )
  })
})
