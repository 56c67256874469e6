import { describe, expect, it } from '@jest/globals'
import { isInSeason } from '../../../src/platform/model/commune.js'

describe('isInSeason', () => {
  it.each([
    ['06-15', '09-05', ['06-15', '09-05', '07-01'], ['06-14', '09-06', '01-01']],
    ['11-15', '03-15', ['11-15', '12-31', '01-01', '03-15', '02-29'], ['11-14', '03-16', '07-01']],
  ])('from %s to %s', (from, to, inside, outside) => {
    expect(inside.filter((day) => !isInSeason({ from, to }, day))).toEqual([])
    expect(outside.filter((day) => isInSeason({ from, to }, day))).toEqual([])
  })
})
