import { describe, expect, it } from '@jest/globals'
import { type Count, estimateShare } from '../../../../src/features/entries/catalogue/estimate-share.js'

const rest = async () => {}
const times = (count: number, value: Count) => Array.from({ length: count }, () => value)

describe('estimateShare', () => {
  it('has the share between its ends, close to the normal interval for independent counts', async () => {
    const counts = [...times(20, { part: 1, whole: 1 }), ...times(180, { part: 0, whole: 1 })]
    const found = await estimateShare(counts, rest)
    expect(found?.share).toBe(0.1)
    // 0.1 ± 1.96 √(0.1 × 0.9 / 200)
    expect(Math.abs((found?.low ?? 0) - 0.0584)).toBeLessThan(0.008)
    expect(Math.abs((found?.high ?? 0) - 0.1416)).toBeLessThan(0.008)
  })

  it('is wider when the parts are in few entries', async () => {
    const spread = await estimateShare(
      [...times(20, { part: 1, whole: 10 }), ...times(20, { part: 0, whole: 10 })],
      rest,
    )
    const gathered = await estimateShare(
      [...times(2, { part: 10, whole: 10 }), ...times(38, { part: 0, whole: 10 })],
      rest,
    )
    const width = (found: typeof spread) => (found?.high ?? 0) - (found?.low ?? 0)
    expect(spread?.share).toBe(gathered?.share)
    expect(width(gathered)).toBeGreaterThan(2 * width(spread))
  })

  it('is the same each time, and nothing of nothing', async () => {
    const counts = [
      { part: 1, whole: 3 },
      { part: 0, whole: 2 },
      { part: 0, whole: 0 },
    ]
    expect(await estimateShare(counts, rest)).toEqual(await estimateShare(counts, rest))
    expect(await estimateShare([], rest)).toBeNull()
    expect(await estimateShare([{ part: 0, whole: 0 }], rest)).toBeNull()
  })
})
