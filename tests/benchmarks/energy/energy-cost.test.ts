import { describe, expect, it } from '@jest/globals'
import { inEverydayTerms, kilowattHoursAYear, wattHours } from '../../../benchmarks/energy/energy-cost.js'

const assumptions = { wattsACore: 10, pue: 1.5 }

describe('energy', () => {
  it('an hour of a core is its watts times the PUE', () => {
    expect(wattHours(3_600, assumptions)).toBeCloseTo(15)
    expect(wattHours(0, assumptions)).toBe(0)
  })

  it('a year of one core', () => {
    expect(kilowattHoursAYear(1, assumptions)).toBeCloseTo(131.49)
  })

  it('is said by things that a reader knows', () => {
    expect(inEverydayTerms(8)).toBe(
      "an 8 W lamp for 60.0 minutes, 52 % of a phone's charge, 8 % of a litre of water brought to the boil",
    )
    expect(inEverydayTerms(0.08)).toContain('for 36 seconds, 0.52 % of')
  })
})
