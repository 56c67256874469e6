import { expect, it } from '@jest/globals'
import { isSamePart, parsePlace } from '../../../src/ui/kit/place.js'

it('knows the same part of a page, whatever is chosen there', () => {
  const same = (one: string, other: string) => isSamePart(parsePlace(one), parsePlace(other))
  expect(same('#/national-feed', '#/national-feed?show=all')).toBe(true)
  expect(same('#/entries/piscine', '#/entries/piscine/history')).toBe(false)
  expect(same('#/alert', '#/theme')).toBe(false)
})
