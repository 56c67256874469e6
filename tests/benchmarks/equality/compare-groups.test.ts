import { describe, expect, it } from '@jest/globals'
import { byEar, SPELLING, WHO, writeAs } from '../../../benchmarks/equality/as-people-write.js'
import { ABROAD, groupsOf, NEUTRAL, readNeeds } from '../../../benchmarks/equality/ask-groups.js'
import { compareWithBase, largestDifference, wilson } from '../../../benchmarks/equality/compare-groups.js'

const marks = (text: string) => [...text].map((sign) => (sign === '.' ? null : sign === '1'))

describe('compareWithBase', () => {
  it('compares the needs that a group has, pair by pair', () => {
    const { right, asked, share, difference, differenceInterval } = compareWithBase(marks('1100.'), marks('11111'))
    expect({ right, asked, share, difference }).toEqual({ right: 2, asked: 4, share: 0.5, difference: -0.5 })
    // Agresti and Min: b = 0.5, c = 2.5, n = 6: -1/3 ± 1.96 √(3 − 4/6) / 6.
    expect(differenceInterval[0]).toBeCloseTo(-1 / 3 - (1.959964 * Math.sqrt(3 - 4 / 6)) / 6)
    expect(differenceInterval[1]).toBeCloseTo(-1 / 3 + (1.959964 * Math.sqrt(3 - 4 / 6)) / 6)
  })

  it('leaves room for chance where nothing differs', () => {
    const { difference, differenceInterval } = compareWithBase(marks('1'.repeat(120)), marks('1'.repeat(120)))
    expect(difference).toBe(0)
    expect(differenceInterval[0]).toBeCloseTo((-1.959964 * 1) / 122)
  })

  it('gives the interval of a share (Wilson)', () => {
    // 10 of 10: the lower end is n / (n + z²).
    expect(wilson(10, 10)[0]).toBeCloseTo(10 / (10 + 1.959964 ** 2))
    expect(wilson(10, 10)[1]).toBeCloseTo(1)
  })
})

describe('largestDifference', () => {
  it('names the best and the worst over the needs that all have', () => {
    const groups = new Map([
      ['base', marks('1111.')],
      ['worse', marks('1100.')],
      ['between', marks('11101')],
    ])
    expect(largestDifference(groups)).toMatchObject({ best: 'base', worst: 'worse', difference: 0.5 })
  })
})

describe('the wordings', () => {
  it('has one of each need in every group, the same each time', async () => {
    const needs = await readNeeds()
    const groups = groupsOf(needs)
    expect(needs.length).toBeGreaterThanOrEqual(60)
    expect(groups[0]?.name).toBe(NEUTRAL)
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length)
    expect(groups).toEqual(groupsOf(needs))
    for (const { kind, wordings } of groups)
      expect(wordings.filter((wording) => wording !== null)).toHaveLength(kind === 'language' ? 60 : needs.length)
    for (const language of ABROAD) expect(groups.map(({ name }) => name)).toContain(language)
  })

  it('writes who asks before the question, and spells it by ear', () => {
    const question = 'Comment inscrire mon enfant à la cantine ?'
    for (const way of WHO) expect(writeAs(way, question).endsWith(question)).toBe(true)
    expect(byEar(question)).toBe('comen inscrir mon enfan à la cantin ?')
    expect(SPELLING.map(({ name }) => name)).toContain('capitals')
  })
})
