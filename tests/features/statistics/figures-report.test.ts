import { describe, expect, it } from '@jest/globals'
import { breakdownOf } from '../../../src/features/statistics/breakdown.js'
import { bucketOf } from '../../../src/features/statistics/duration-histogram.js'
import { figuresReport } from '../../../src/features/statistics/figures-report.js'

const period = { from: '2026-11-23', to: '2026-11-29' }
const names = {
  entryOf: (id: string) =>
    id === 'passeport-urgence' ? { title: 'Passeport en urgence', category: 'identite-voyage' } : undefined,
  departmentOf: (id: string) => (id === 'etat-civil' ? 'État civil' : undefined),
}
const minutes = (count: number) => bucketOf(count * 60_000)
const report = (days: Record<string, Record<string, number>>) =>
  figuresReport(days, { period, timeZone: 'Europe/Paris' }, names)

describe('the report of a period', () => {
  it('is made of nothing but zeros from nothing', () => {
    const empty = report({})
    expect(empty).toMatchObject({
      before: { from: '2026-11-16', to: '2026-11-22' },
      firstDay: null,
      requests: { now: 0, before: 0 },
      ends: [],
      topics: { rows: [], others: { rows: 0, now: 0 } },
      durations: { first: { now: { count: 0, medianS: null, p90S: null } } },
      ratings: { median: null },
    })
    expect(empty.byDay.map(({ requests }) => requests)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(empty.week.map(({ days }) => days)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  it('sums up the days of the period, beside those before, and no other', () => {
    const day = (count: number) => ({
      'handoff.kind.live': count,
      'handoff.hour.9': count,
      'handoff.end.live.answered': count,
      'handoff.topic.passeport-urgence': count,
      'handoff.topic.gone.since': 1,
      'handoff.department.etat-civil': count,
      [`handoff.first.9.${minutes(2)}`]: count,
      [`handoff.talk.${minutes(10)}.passeport-urgence`]: count,
      questions: 10 * count,
      'outcome.answered': 6 * count,
      'outcome.answered_choice': count,
      'outcome.escalated_wish': count,
      'rating.5': count,
      'rating.1': 1,
    })
    const made = report({ '2026-11-29': day(2), '2026-11-15': day(99), '2026-11-23': day(6), '2026-11-16': day(5) })
    expect(made.requests).toEqual({ now: 8, before: 5 })
    expect(made.firstDay).toBe('2026-11-16')
    expect(made.byDay[0]).toEqual({ day: '2026-11-23', requests: 6 })
    expect(made.week[0]?.hours[9]).toBe(6)
    expect(made.week[6]?.hours[9]).toBe(2)
    expect(made.durations.first.now.count).toBe(8)
    expect(Math.abs((made.durations.first.now.medianS ?? 0) - 120)).toBeLessThan(12)
    expect(made.byHour[9]).toMatchObject({ hour: 9, requests: 8, first: { count: 8 } })
    expect(made.talkByCategory).toMatchObject([{ category: 'identite-voyage', talk: { count: 8 } }])
    expect(made.topics).toEqual({
      rows: [{ key: 'passeport-urgence', label: 'Passeport en urgence', now: 8, before: 5 }],
      others: { rows: 1, now: 2 },
    })
    expect(made.departments.rows).toMatchObject([{ label: 'État civil' }])
    expect(made.assistant.questions).toEqual({ now: 80, before: 50 })
    expect(made.assistant.outcomes[0]).toEqual({ key: 'answered', now: 56, before: 35 })
    expect(made.ratings).toMatchObject({ median: 5, levels: { 1: { now: 2, before: 1 }, 5: { now: 8, before: 5 } } })
  })
})

describe('a breakdown', () => {
  it('tells of no row that is small enough to name somebody, now or before', () => {
    const made = breakdownOf({ now: { fr: 40, ar: 5, uk: 4, pt: 1 }, before: { fr: 0, ar: 3 } })
    expect(made).toEqual({
      rows: [
        { key: 'fr', label: null, now: 40, before: 0 },
        { key: 'ar', label: null, now: 5, before: null },
      ],
      others: { rows: 2, now: 5 },
    })
    expect(JSON.stringify(made)).not.toMatch(/uk|pt/)
  })
})
