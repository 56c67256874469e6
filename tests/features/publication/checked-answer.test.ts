import { describe, expect, it } from '@jest/globals'
import type { Base } from '../../../src/features/entries/catalogue/base.js'
import { type CheckedAnswer, checksOf } from '../../../src/features/publication/checked-answer.js'
import { entry } from '../entries/sample-entry.js'

const base = { entries: new Map([['piscine', entry('piscine')]]) } as unknown as Base

/** Answers of which so many are wrong. */
function checked(count: number, wrong: number, patch: Partial<CheckedAnswer> = {}): CheckedAnswer[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${i}`,
    communeId: 'bourg',
    entryId: 'piscine',
    confidence: i % 2 ? 0.98 : 0.94,
    by: 'c1',
    isRight: i >= wrong,
    ...patch,
  }))
}

describe('checksOf', () => {
  it('refits from 200 answers of which 20 are wrong, and not from one less of either', () => {
    expect(checksOf(base, checked(200, 20), 'c1').refit).not.toBeNull()
    expect(checksOf(base, checked(199, 20), 'c1').refit).toBeNull()
    expect(checksOf(base, checked(200, 19), 'c1').refit).toBeNull()
  })

  it('says how many were right, and how many were said to be', () => {
    const { answers, right, said } = checksOf(base, checked(200, 30), 'c1')
    expect([answers, right]).toEqual([200, 170])
    expect(said).toBeCloseTo(0.96)
    expect(checksOf(base, [], 'c1')).toEqual({ answers: 0, right: 0, said: null, refit: null })
  })

  it('counts the entries of the content alone, by its own calibration', () => {
    const others = [...checked(200, 50, { entryId: 'velo' }), ...checked(200, 50, { by: 'c0' })]
    expect(checksOf(base, [...others, ...checked(3, 1)], 'c1')).toMatchObject({ answers: 3, right: 2, refit: null })
  })
})
