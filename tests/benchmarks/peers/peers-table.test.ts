import { describe, expect, it } from '@jest/globals'
import { hitsByStyle, hitsOf } from '../../../benchmarks/peers/hits.js'
import { peersTable, share } from '../../../benchmarks/peers/peers-table.js'
import { asked, caseReport } from '../sample-report.js'

describe('hitsOf', () => {
  it('counts places among the questions that some entry answers', () => {
    const hits = hitsOf([asked(1), asked(3), asked(5), asked(null), { ...asked(null), inScope: false }])
    expect(hits).toMatchObject({ questions: 4, 'hit@1': 0.25, 'hit@3': 0.5, 'hit@5': 0.75 })
    expect(hits.mrr).toBeCloseTo((1 + 1 / 3 + 1 / 5) / 4)
  })

  it('is zero of no question', () => {
    expect(hitsOf([])).toMatchObject({ questions: 0, 'hit@1': 0, mrr: 0, interval: null })
  })
})

describe('hitsByStyle', () => {
  it('groups by style, and is empty when no question has one', () => {
    const byStyle = hitsByStyle([asked(1, 'spoken'), asked(2, 'spoken'), asked(1)])
    expect(byStyle).toMatchObject({ spoken: { questions: 2, 'hit@1': 0.5 }, unstyled: { questions: 1, 'hit@1': 1 } })
    expect(hitsByStyle([asked(1)])).toEqual({})
  })
})

describe('peersTable', () => {
  it('has a row for each system, styles when there are some, and says who is missing', () => {
    const text = peersTable({
      ...caseReport(),
      missing: [{ name: 'nlp.js (French)', reason: 'its build took over 180 s' }],
    })
    for (const name of ['Guichet', 'MiniSearch (French)']) expect(text).toContain(`| ${name} | `)
    expect(text).toContain('plain (')
    expect(text).toContain('nlp.js (French) is left out: its build took over 180 s.')
  })
})

describe('share', () => {
  it('is written as in the results', () => {
    expect([0.8564, 1, 0, -0.02].map(share)).toEqual(['.856', '1.000', '.000', '-.020'])
  })
})
