import { expect, it } from '@jest/globals'
import { oldSourceDay } from '../../../../src/features/entries/model/due-review.js'

const old = (date: string, verifiedAt: string | null, today: string) =>
  oldSourceDay({ source: { name: 'DILA', url: '', licence: '', date }, verifiedAt }, today)

it('is old once more than twelve months have passed, not a day before', () => {
  expect(old('2024-02-02', null, '2025-02-02')).toBeNull()
  expect(old('2024-02-02', null, '2025-02-03')).toBe('2024-02-02')
  expect(old('2024-02-29', null, '2025-02-28')).toBeNull()
})

it('counts from the day on which the facts were last read, or from the source’s own where that is later', () => {
  expect(old('2019-05-06', '2024-02-02', '2024-12-01')).toBeNull()
  expect(old('2019-05-06', '2024-02-02', '2026-12-01')).toBe('2024-02-02')
  expect(old('2024-03-04', '2024-02-02', '2026-12-01')).toBe('2024-03-04')
})

it('says nothing of a source that has no day', () => {
  expect(old('', null, '2026-12-01')).toBeNull()
})
