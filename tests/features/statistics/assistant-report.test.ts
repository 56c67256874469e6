import { describe, expect, it } from '@jest/globals'
import { assistantReport } from '../../../src/features/statistics/assistant-report.js'
import { opinionIncrements, turnIncrements } from '../../../src/features/statistics/turn-facts.js'

const period = { from: '2026-11-23', to: '2026-11-29' }
const titles: Record<string, { title: string; category: string }> = {
  piscine: { title: 'Aller à la piscine', category: 'vie-associative-culture-sport' },
  cantine: { title: 'Inscrire à la cantine', category: 'ecole-periscolaire' },
}
const report = (days: Record<string, Record<string, number>>) =>
  assistantReport(
    days,
    { period, timeZone: 'Europe/Paris' },
    { entryOf: (id) => titles[id], departmentOf: () => undefined },
  )

/** The counters of a day on which each question was asked as often as said. */
function dayOf(...questions: [times: number, facts: Partial<Parameters<typeof turnIncrements>[0]>][]) {
  const counted: Record<string, number> = {}
  for (const [times, facts] of questions) {
    const increments = {
      questions: 1,
      [`outcome.${facts.entryId ? 'answered' : 'unanswerable_low_confidence'}`]: 1,
      ...turnIncrements({ entryId: null, confidence: null, hour: 9, language: 'fr', page: null, ms: 12, ...facts }),
    }
    for (const [name, by] of Object.entries(increments)) counted[name] = (counted[name] ?? 0) + by * times
  }
  return counted
}

describe('what questions say', () => {
  it('is nothing but zeros from nothing', () => {
    expect(report({})).toMatchObject({
      questions: { now: 0, before: 0 },
      expected: null,
      meanMs: null,
      failing: [],
      entries: { rows: [], others: { rows: 0, now: 0 } },
    })
  })

  it('tells when, where, in which language, about what, and beside the days before', () => {
    const read = report({
      '2026-11-17': dayOf([6, { entryId: 'piscine', confidence: 0.9 }]),
      '2026-11-24': dayOf(
        [8, { entryId: 'piscine', confidence: 0.9, page: '/sport', hour: 14, ms: 20 }],
        [2, { entryId: 'cantine', confidence: 0.8, language: 'ar' }],
        [5, { ms: 4 }],
      ),
    })
    expect(read.questions).toEqual({ now: 15, before: 6 })
    expect(read.ends.filter(({ now }) => now > 0)).toEqual([
      { key: 'answered', now: 10, before: 6 },
      { key: 'unanswerable', now: 5, before: 0 },
    ])
    expect(read.byDay[1]).toMatchObject({ day: '2026-11-24', ends: { answered: 10, unanswerable: 5, error: 0 } })
    expect(read.byHour[14]).toEqual({ hour: 14, questions: 8 })
    expect(read.pages.rows).toEqual([{ key: '/sport', label: null, now: 8, before: 0 }])
    expect(read.entries.rows).toEqual([{ key: 'piscine', label: 'Aller à la piscine', now: 8, before: 6 }])
    // Two are too few to be told apart.
    expect(read.entries.others).toEqual({ rows: 1, now: 2 })
    expect(read.languages).toMatchObject({ rows: [{ key: 'fr', now: 13 }], others: { rows: 1, now: 2 } })
    expect(read.categories.rows[0]).toMatchObject({ key: 'vie-associative-culture-sport', now: 8, before: 6 })
    expect(read.meanMs).toBeCloseTo((8 * 20 + 2 * 12 + 5 * 4) / 15)
  })

  it('expects as many wrong answers as the confidences say, once there are enough of them', () => {
    const answers = (times: number) =>
      report({ '2026-11-24': dayOf([times, { entryId: 'piscine', confidence: 0.95 }]) })
    expect(answers(29).expected).toBeNull()
    const { expected } = answers(400)
    expect(expected?.wrong).toBeCloseTo(0.05, 5)
    // 400 answers at 95 %: a standard deviation of 4.4 answers.
    expect(expected?.low).toBeCloseTo(0.05 - (1.96 * Math.sqrt(400 * 0.0475)) / 400, 2)
    expect(expected?.high).toBeCloseTo(0.05 + (1.96 * Math.sqrt(400 * 0.0475)) / 400, 2)
  })

  it('names the entries that people found unhelpful, worst first, and an opinion that changes counts once', () => {
    const first = opinionIncrements('piscine', { former: undefined, given: 'helpful' })
    const then = opinionIncrements('piscine', { former: 'helpful', given: 'unhelpful' })
    expect(opinionIncrements('piscine', { former: 'unhelpful', given: 'unhelpful' })).toEqual({})
    const day = dayOf([10, { entryId: 'piscine', confidence: 0.9 }], [10, { entryId: 'cantine', confidence: 0.9 }])
    for (const [name, by] of [...Object.entries(first), ...Object.entries(then)]) day[name] = (day[name] ?? 0) + by
    day['opinion.not_my_question.cantine'] = 4
    const read = report({ '2026-11-24': day })
    expect(read.opinions).toMatchObject({ helpful: { now: 0 }, unhelpful: { now: 1 }, not_my_question: { now: 4 } })
    expect(read.failing).toEqual([
      { key: 'cantine', label: 'Inscrire à la cantine', answered: 10, disliked: 4 },
      { key: 'piscine', label: 'Aller à la piscine', answered: 10, disliked: 1 },
    ])
  })
})
