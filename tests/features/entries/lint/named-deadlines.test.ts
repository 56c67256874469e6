import { describe, expect, it } from '@jest/globals'
import { namedDeadlines } from '../../../../src/features/entries/lint/named-deadlines.js'

describe('the last days that a text names', () => {
  it('are found in full dates, as people write them', () => {
    const text = 'Gratuit jusqu’au 31 décembre 2025. Avant le 1er mars\u00a02026, écrivez. Au plus tard le 5 août 2026.'
    expect(namedDeadlines(text).map(({ day }) => day)).toEqual(['2025-12-31', '2026-03-01', '2026-08-05'])
    expect(namedDeadlines(text)[0]).toMatchObject({ words: 'jusqu’au 31 décembre 2025', offset: 8 })
  })

  it('are no day of a law, no day without its year, and none that no calendar has', () => {
    expect(namedDeadlines('Loi du 19 novembre 2024. Jusqu’au 31 décembre. Avant le 31 février 2026.')).toEqual([])
  })
})
