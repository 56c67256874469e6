import { describe, expect, it } from '@jest/globals'
import { needsValidation, summariseValidations } from '../../../src/platform/model/validation.js'

const sure = { confidence: 0.97, category: 'etat-civil' as const }
const unsure = { confidence: 0.8, category: 'etat-civil' as const }

describe('an answer', () => {
  it('waits for nobody unless the commune asks for it', () => {
    expect(needsValidation(undefined, unsure)).toBe(false)
    expect(needsValidation({ seconds: 30 }, unsure)).toBe(false)
  })

  it('waits when it is less sure than the rule', () => {
    expect(needsValidation({ below: 0.9 }, unsure)).toBe(true)
    expect(needsValidation({ below: 0.8 }, unsure)).toBe(false)
    expect(needsValidation({ below: 0.9 }, sure)).toBe(false)
  })

  it('waits however sure in the categories of the rule', () => {
    expect(needsValidation({ categories: ['etat-civil'] }, sure)).toBe(true)
    expect(needsValidation({ categories: ['animaux'], below: 0.9 }, sure)).toBe(false)
    expect(needsValidation({ categories: ['animaux'], below: 0.9 }, unsure)).toBe(true)
    expect(needsValidation({ categories: 'all' }, sure)).toBe(true)
  })
})

describe('the agreement', () => {
  it('is the share of yes among what agents decided', () => {
    const days = {
      '2026-11-23': { 'validation.confirmed': 5, 'validation.edited': 1, 'validation.expired': 7 },
      '2026-11-24': { 'validation.confirmed': 1, 'validation.refused': 1, 'outcome.answered': 4 },
    }
    expect(summariseValidations(days)).toEqual({
      confirmed: 6,
      edited: 1,
      refused: 1,
      expired: 7,
      withdrawn: 0,
      agreement: 0.75,
    })
    expect(summariseValidations({}).agreement).toBeNull()
  })
})
