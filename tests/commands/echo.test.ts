import { describe, expect, it } from '@jest/globals'
import { echo, mistype } from '../../src/commands/calibration-data.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'

describe('an example question typed again', () => {
  it('has one letter missed, doubled or changed with the next, inside a word of four or more', () => {
    const random = seededRandom(1)
    const typed = new Set(Array.from({ length: 300 }, () => mistype('carte', random)))
    expect(typed.has('carte')).toBe(false)
    for (const one of ['crte', 'acrte', 'carrte', 'catre'])
      expect([one, typed.has(one)]).toEqual([one, one !== 'acrte'])
    expect(mistype('la rue', random)).toBe('la rue')
  })

  it('keeps its words but one, with courtesies around or none, the same for the same seed', () => {
    const asked = (seed: number) => {
      const random = seededRandom(seed)
      return Array.from({ length: 200 }, () => echo('jeter un vieux frigo', random))
    }
    expect(asked(3)).toEqual(asked(3))
    const all = asked(4)
    for (const one of all)
      expect(['jeter', 'vieux', 'frigo'].filter((word) => one.includes(word)).length).toBeGreaterThan(1)
    expect(all.some((one) => one.startsWith('bonjour'))).toBe(true)
    expect(all.some((one) => one === 'jeter un vieux frigo')).toBe(true)
  })
})
