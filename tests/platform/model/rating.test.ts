import { describe, expect, it } from '@jest/globals'
import { type Rating, ratingIncrements, summariseRatings } from '../../../src/platform/model/rating.js'

const rating = (level: Rating['level']): Rating => ({ level, at: '2026-11-24T09:00:00.000Z' })

describe('ratingIncrements', () => {
  it('counts a rating once, and moves it when it changes', () => {
    expect(ratingIncrements(null, 4)).toEqual({ 'rating.4': 1 })
    expect(ratingIncrements(rating(4), 4)).toEqual({})
    expect(ratingIncrements(rating(4), 2)).toEqual({ 'rating.4': -1, 'rating.2': 1 })
    expect(ratingIncrements(null, null)).toEqual({ 'rating.skipped': 1 })
  })
})

describe('summariseRatings', () => {
  it('gives the mean of those who answered, and how many did not', () => {
    const days = { a: { 'rating.5': 1, 'rating.2': 2, questions: 40 }, b: { 'rating.skipped': 3, 'rating.5': 1 } }
    expect(summariseRatings(days)).toEqual({ count: 4, skipped: 3, mean: 3.5 })
  })

  it('has no mean without a rating', () => {
    expect(summariseRatings({ a: { 'rating.skipped': 1 } })).toEqual({ count: 0, skipped: 1, mean: null })
  })
})
