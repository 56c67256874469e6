import { describe, expect, it } from '@jest/globals'
import type { User } from '../../../../src/features/accounts/staff.js'
import { dueEntries, dueOf } from '../../../../src/features/entries/model/due-review.js'
import { maintainersOf } from '../../../../src/features/entries/model/maintainers.js'
import type { Role } from '../../../../src/platform/model/role.js'
import { commune } from '../../../platform/model/sample-commune.js'

const TODAY = '2026-11-30'
const due = (
  reviewBy: string,
  window: { validFrom?: string; validUntil?: string } = {},
  graceDays: number | null = 90,
) => dueOf({ reviewBy, ...window }, TODAY, graceDays)

describe('what is due of an entry', () => {
  it('is nothing until thirty days before, both days included', () => {
    expect(due('2026-12-31')).toBeNull()
    expect(due('2026-12-30')).toEqual({ kind: 'review', day: '2026-12-30', hiddenFrom: null })
    expect(due(TODAY)?.kind).toBe('review')
    expect(due('')).toBeNull()
  })

  it('is late the day after, with the day from which it is hidden, if ever', () => {
    expect(due('2026-11-29')).toEqual({ kind: 'past', day: '2026-11-29', hiddenFrom: '2027-02-28' })
    expect(due('2026-11-29', { validUntil: '2026-12-05' })?.hiddenFrom).toBe('2026-12-06')
    expect(due('2020-01-01', {}, null)).toEqual({ kind: 'past', day: '2020-01-01', hiddenFrom: null })
  })

  it('is hidden since the day after the last one', () => {
    expect(due('2026-09-01')?.kind).toBe('past')
    expect(due('2026-08-31')).toEqual({ kind: 'unreviewed', day: '2026-11-30', hiddenFrom: null })
    expect(due('2027-12-31', { validUntil: '2026-11-29' })).toMatchObject({ kind: 'over', day: TODAY })
  })

  it('is the end of its window when that comes first, and nothing before its time', () => {
    expect(due('2027-12-31', { validUntil: '2026-12-24' })).toMatchObject({ kind: 'end', day: '2026-12-24' })
    expect(due('2026-12-20', { validUntil: '2026-12-24' })?.kind).toBe('review')
    expect(due('2026-11-01', { validFrom: '2026-12-01' })).toBeNull()
  })

  it('is told in the order of urgency', () => {
    const entry = (id: string, reviewBy: string) => ({
      id,
      title: id,
      category: 'etat-civil' as const,
      owner: 'a',
      reviewBy,
    })
    const entries = [
      entry('soon', '2026-12-05'),
      entry('late', '2026-11-02'),
      entry('later', '2026-11-09'),
      entry('gone', '2026-01-01'),
    ]
    expect(dueEntries(entries, TODAY, 90).map((one) => one.entry.id)).toEqual(['gone', 'late', 'later', 'soon'])
  })
})

describe('who keeps an entry true', () => {
  const user = (id: string, roles: Role[], departments: string[] = []): User => ({
    id,
    communeId: 'bourg',
    email: `${id}@bourg.example`,
    displayName: id,
    roles,
    departments,
    passwordHash: null,
    demonstration: false,
    createdAt: TODAY,
  })
  const town = commune({ departments: { papiers: { nom: 'Papiers', categories: ['etat-civil'] } } })
  const admin = user('admin', ['admin'])
  const edith = user('edith', ['curator'], ['papiers'])
  const agent = user('agent', ['agent'], ['papiers'])
  const maintainers = (owner: string, staff: User[]) =>
    maintainersOf({ owner, category: 'etat-civil' }, town, staff).map(({ id }) => id)

  it('is the account that is named, else the department’s writers, else all who write', () => {
    expect(maintainers('admin', [admin, edith, agent])).toEqual(['admin'])
    expect(maintainers('papiers', [admin, edith, agent])).toEqual(['edith'])
    expect(maintainers('accueil', [admin, edith, agent])).toEqual(['edith'])
    expect(maintainers('accueil', [admin, agent])).toEqual(['admin'])
    expect(maintainersOf({ owner: 'accueil', category: 'animaux' }, town, [admin, edith])).toEqual([admin, edith])
  })
})
