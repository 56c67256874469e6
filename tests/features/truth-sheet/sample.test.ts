import { describe, expect, it } from '@jest/globals'
import { publishableCounts } from '../../../src/features/statistics/breakdown.js'
import { inDrawOrder, sampleIncrements } from '../../../src/features/truth-sheet/sample.js'
import { truthWeeks, verdictOf } from '../../../src/features/truth-sheet/truth-sheet.js'

const answers = Array.from({ length: 12 }, (_, index) => ({ conversationId: `talk-${index}`, messageSeq: 1 }))
const dayOf = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)

describe('the answers drawn of a day', () => {
  it('are the same for every process, and others of another day or commune', () => {
    const draw = inDrawOrder(answers, 'bourg', '2026-11-24')
    expect(inDrawOrder([...answers].reverse(), 'bourg', '2026-11-24')).toEqual(draw)
    expect(inDrawOrder(answers, 'bourg', '2026-11-25')).not.toEqual(draw)
    expect(inDrawOrder(answers, 'ville', '2026-11-24')).not.toEqual(draw)
  })

  it('leave their place to the next when one is erased, and keep the others', () => {
    const [first, second, third] = inDrawOrder(answers, 'bourg', '2026-11-24')
    const left = answers.filter(({ conversationId }) => conversationId !== first?.conversationId)
    expect(inDrawOrder(left, 'bourg', '2026-11-24').slice(0, 2)).toEqual([second, third])
  })

  it('are each of the answers as often as the others', () => {
    const days = 6_000
    const times = new Map<string, number>()
    for (let index = 0; index < days; index += 1)
      for (const { conversationId } of inDrawOrder(answers, 'bourg', dayOf(index)).slice(0, 2))
        times.set(conversationId, (times.get(conversationId) ?? 0) + 1)
    const expected = (2 * days) / answers.length
    // Chi-square, 11 degrees of freedom: 31.3 is exceeded once in a thousand.
    const distance = [...times.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(times.size).toBe(answers.length)
    expect(distance).toBeLessThan(31.3)
  })

  it('are counted once, whatever is said of one again', () => {
    expect(sampleIncrements(null, 'right')).toEqual({ 'check.right': 1 })
    expect(sampleIncrements('right', 'wrong')).toEqual({ 'check.right': -1, 'check.wrong': 1 })
    expect(sampleIncrements('wrong', null)).toEqual({ 'check.wrong': -1 })
    expect(sampleIncrements('wrong', 'wrong')).toEqual({})
  })
})

describe('what anybody may read', () => {
  const told = (counts: number[]) => publishableCounts(counts.map((now) => ({ now }))).map(({ now }) => now)

  it('tells no count under five, and none by which one could be worked out', () => {
    expect(told([40, 9, 20, 0])).toEqual([40, 9, 20])
    expect(told([40, 3, 9, 20])).toEqual([40, 20])
    // Two of one each would be told by their sum.
    expect(told([40, 1, 1, 20])).toEqual([40])
    expect(told([40, 3, 4, 20])).toEqual([40, 20])
    expect(told([3])).toEqual([])
  })

  it('says that a promise is kept or broken where the interval leaves no doubt', () => {
    expect(verdictOf(null, 0.02)).toBe('unknown')
    expect(verdictOf({ low: 0, high: 0.019 }, 0.02)).toBe('kept')
    expect(verdictOf({ low: 0.01, high: 0.03 }, 0.02)).toBe('unsettled')
    expect(verdictOf({ low: 0.021, high: 0.2 }, 0.02)).toBe('broken')
  })

  it('has whole weeks, Monday to Sunday, whichever day it is', () => {
    for (const [to, last] of [
      ['2026-11-22', '2026-11-22'],
      ['2026-11-23', '2026-11-22'],
      ['2026-11-28', '2026-11-22'],
    ] as const) {
      const weeks = truthWeeks({}, to, 3)
      expect(weeks.map((week) => week.to)).toEqual(['2026-11-08', '2026-11-15', last])
      expect(weeks.map((week) => week.from)).toEqual(['2026-11-02', '2026-11-09', '2026-11-16'])
    }
  })
})
