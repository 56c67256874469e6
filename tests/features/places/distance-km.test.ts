import { describe, expect, it } from '@jest/globals'
import { distanceKm } from '../../../src/features/places/nearest-offices.js'
import { fc } from '../../properties.js'

const position = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})
const HALF_ROUND_KM = Math.PI * 6371.0088

/** On the other side of the Earth, rounding is worth some centimetres. */
const A_METRE = 0.001

describe('distanceKm', () => {
  it('agrees with known distances', () => {
    const paris = { latitude: 48.8566, longitude: 2.3522 }
    const orleans = { latitude: 47.9029, longitude: 1.9093 }
    expect(distanceKm(paris, orleans)).toBeCloseTo(111, 0)
    expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 })).toBeCloseTo(111.195, 2)
  })

  it('is a distance: symmetric, never negative, never more than half a turn, no longer by a straight way', () => {
    fc.assert(
      fc.property(position, position, position, (a, b, c) => {
        const direct = distanceKm(a, b)
        expect(direct).toBeGreaterThanOrEqual(0)
        expect(direct).toBeLessThanOrEqual(HALF_ROUND_KM + 1e-6)
        expect(distanceKm(b, a)).toBeCloseTo(direct, 6)
        expect(distanceKm(a, a)).toBe(0)
        expect(direct).toBeLessThanOrEqual(distanceKm(a, c) + distanceKm(c, b) + A_METRE)
      }),
    )
  })
})
