import { describe, expect, it } from '@jest/globals'
import { nextSteps } from '../../../src/features/publication/pages/next-steps.js'

type Found = Parameters<typeof nextSteps>[0]

const group = (id: string, people: number) => ({ id, question: `question ${id}`, language: 'fr', people })
const failures = { groups: [group('a', 4), group('b', 60)] } as unknown as Found['failures']
const expired = {
  entries: [
    { id: 'cantine', title: 'Cantine' },
    { id: 'rare', title: 'Rare' },
  ],
} as Found['expired']
const conflicts = {
  conflicts: [
    {
      entries: [
        { id: 'velo', title: 'Vélo' },
        { id: 'piste', title: 'Piste' },
      ],
      stake: 12,
    },
    // Fewer than five are told of as none.
    { entries: [{ id: 'eau', title: 'Eau' }], stake: 0 },
  ],
} as Found['conflicts']
const statistics = {
  entries: { rows: [{ key: 'cantine', label: null, now: 30, before: 0 }], others: { rows: 0, now: 0 } },
} as Found['statistics']

describe('what would have more questions answered', () => {
  it('begins with what serves most residents, each with its way', () => {
    expect(nextSteps({ failures, expired, conflicts, statistics }).map(({ href, count }) => [href, count])).toEqual([
      ['#/failures/b', 60],
      ['#/entries/cantine', 30],
      ['#/conflicts?entry=velo', 12],
      ['#/failures/a', 4],
      ['#/entries/rare', 0],
    ])
  })

  it('is told of what is known, while the rest is read or cannot be', () => {
    const steps = nextSteps({ failures, expired: null, conflicts: null, statistics: null })
    expect(steps.map(({ about }) => about)).toEqual(['question b', 'question a'])
  })
})
