import { describe, expect, it } from '@jest/globals'
import { MOST_SCHEDULED, type NewSchedule } from '../../src/features/publication/scheduled.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function schedule(id: string, entryIds: string[], patch: Partial<NewSchedule> = {}): NewSchedule {
  return {
    id,
    communeId: 'bourg',
    entries: entryIds.map((entryId) => ({ entryId, draftVersion: 1 })),
    at: at(60),
    by: { userId: 'anne', userName: 'Anne' },
    decidedAt: at(0),
    why: '',
    seen: { servedVersion: 'v1', verdict: 'passed', broken: 0, summary: null },
    ...patch,
  }
}

const HELD = { outcome: 'held', held: { at: at(61), reason: 'worse', entryId: null } } as const
const one = (id: string, communeId = 'bourg') => ({ id, communeId })

/** Publications that wait for their hour. */
export function describeScheduledPublications({ store }: Contract): void {
  const entriesOf = async (communeId = 'bourg') =>
    (await store().listScheduledPublications(communeId)).map(({ id, entries }) => [
      id,
      ...entries.map(({ entryId }) => entryId),
    ])

  describe('scheduled publications', () => {
    it('are kept by commune, the next first, each entry in one of them', async () => {
      expect(await store().schedulePublication(schedule('a', ['piscine', 'velo'], { at: at(90) }))).toBe('scheduled')
      await store().schedulePublication(schedule('b', ['marche']))
      await store().schedulePublication(schedule('c', ['velo'], { communeId: 'ailleurs' }))
      expect(await entriesOf()).toEqual([
        ['b', 'marche'],
        ['a', 'piscine', 'velo'],
      ])
      await store().schedulePublication(schedule('d', ['velo', 'marche']))
      expect(await entriesOf()).toEqual([
        ['d', 'velo', 'marche'],
        ['a', 'piscine'],
      ])
      expect(await entriesOf('ailleurs')).toEqual([['c', 'velo']])
      // A second press.
      expect(await store().schedulePublication(schedule('d', ['velo', 'marche']))).toBe('scheduled')
      expect(await entriesOf()).toHaveLength(2)
    })

    it('are moved and cancelled, those of another commune left alone', async () => {
      await store().schedulePublication(schedule('a', ['piscine']))
      const to = { at: at(120), now: at(1) }
      expect(await store().movePublication(one('a', 'ailleurs'), to)).toBe('unknown')
      expect(await store().movePublication(one('a'), to)).toMatchObject({ id: 'a', at: at(120), held: null })
      expect(await store().claimDuePublication(at(61))).toBeNull()
      expect(await store().cancelPublication(one('a', 'ailleurs'), at(1))).toBe('unknown')
      expect(await store().cancelPublication(one('a'), at(1))).toMatchObject({ id: 'a' })
      expect(await entriesOf()).toEqual([])
      expect(await store().cancelPublication(one('a'), at(1))).toBe('unknown')
    })

    it('are made by one process at their hour, however many ask', async () => {
      await store().schedulePublication(schedule('a', ['piscine']))
      expect(await store().claimDuePublication(at(59))).toBeNull()
      const claims = await Promise.all([1, 2, 3].map(() => store().claimDuePublication(at(60))))
      const won = claims.flatMap((claim) => claim ?? [])
      expect(won).toHaveLength(1)
      expect(await store().movePublication(one('a'), { at: at(90), now: at(61) })).toBe('publishing')
      expect(await store().cancelPublication(one('a'), at(61))).toBe('publishing')
      expect(await store().schedulePublication(schedule('b', ['piscine'], { decidedAt: at(61) }))).toBe('publishing')
      for (const claim of won) await store().settlePublication(claim, { outcome: 'published' })
      expect(await entriesOf()).toEqual([])
    })

    it('are taken over from a process that died, whose late word counts no more', async () => {
      await store().schedulePublication(schedule('a', ['piscine']))
      const died = await store().claimDuePublication(at(60))
      const next = await store().claimDuePublication(at(80))
      if (!died || !next) throw new Error('not taken over')
      await store().settlePublication(died, HELD)
      expect(await store().listScheduledPublications('bourg')).toMatchObject([{ held: null }])
      await store().settlePublication(next, { outcome: 'again', tryAt: at(82) })
      expect(await store().claimDuePublication(at(81))).toBeNull()
      expect(await store().claimDuePublication(at(82))).toMatchObject({ id: 'a' })
    })

    it('wait for somebody once they are held, and are forgotten after a month', async () => {
      await store().schedulePublication(schedule('a', ['piscine']))
      const claim = await store().claimDuePublication(at(60))
      if (claim) await store().settlePublication(claim, HELD)
      expect(await store().claimDuePublication(at(100))).toBeNull()
      expect(await store().listScheduledPublications('bourg')).toMatchObject([{ held: HELD.held }])
      await store().movePublication(one('a'), { at: at(200), now: at(100) })
      const again = await store().claimDuePublication(at(200))
      if (again) await store().settlePublication(again, HELD)
      await store().dropHeldPublications(at(61 + 30 * 24 * 60))
      expect(await entriesOf()).toHaveLength(1)
      await store().dropHeldPublications(at(62 + 30 * 24 * 60))
      expect(await entriesOf()).toEqual([])
    })

    it('lose the entries that are published otherwise', async () => {
      await store().schedulePublication(schedule('a', ['piscine', 'velo']))
      await store().unscheduleEntries('ailleurs', ['velo'])
      await store().unscheduleEntries('bourg', ['velo', 'marche'])
      expect(await entriesOf()).toEqual([['a', 'piscine']])
      await store().unscheduleEntries('bourg', ['piscine'])
      expect(await entriesOf()).toEqual([])
    })

    it('are no more than a commune can look after', async () => {
      for (let count = 0; count < MOST_SCHEDULED; count += 1)
        await store().schedulePublication(schedule(`s${count}`, [`entry-${count}`]))
      expect(await store().schedulePublication(schedule('more', ['piscine']))).toBe('too_many')
      expect(await store().schedulePublication(schedule('c', ['piscine'], { communeId: 'ailleurs' }))).toBe('scheduled')
      expect(await store().schedulePublication(schedule('instead', ['entry-3']))).toBe('scheduled')
    })

    it('are given and taken as copies', async () => {
      const given = schedule('a', ['piscine'])
      await store().schedulePublication(given)
      given.by.userName = 'another'
      const [read] = await store().listScheduledPublications('bourg')
      if (read) read.by.userName = 'another'
      expect(await store().listScheduledPublications('bourg')).toMatchObject([{ by: { userName: 'Anne' } }])
    })
  })
}
