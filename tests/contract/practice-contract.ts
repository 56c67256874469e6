import { describe, expect, it } from '@jest/globals'
import type { PracticeAttempt, PracticeCounts } from '../../src/features/practice/result.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const GOOD: PracticeCounts = {
  found: 5,
  expected: 5,
  courtesies: 3,
  courtesiesExpected: 3,
  rightEntry: true,
  safe: true,
  firstMs: 20_000,
  wholeMs: 90_000,
}
const POOR: PracticeCounts = { ...GOOD, found: 1, rightEntry: false }

function attempt(minutes: number, patch: Partial<PracticeAttempt> = {}): PracticeAttempt {
  return { communeId: 'bourg', userId: 'anne', exerciseId: 'pacs', at: at(minutes), counts: GOOD, ...patch }
}

/** What agents practised. */
export function describePractice({ store }: Contract): void {
  describe('practice', () => {
    it('keeps by agent and exercise the best, the last and how many', async () => {
      expect(await store().listPractice('bourg')).toEqual([])
      await store().recordPractice(attempt(1, { counts: POOR }))
      await store().recordPractice(attempt(2))
      const record = await store().recordPractice(attempt(3, { counts: POOR }))
      const { counts: _, at: __, ...whose } = attempt(3)
      expect(record).toEqual({ ...whose, attempts: 3, firstAt: at(1), lastAt: at(3), best: GOOD, last: POOR })
      expect(await store().listPractice('bourg')).toEqual([record])
    })

    it('keeps agents, exercises and communes apart', async () => {
      await store().recordPractice(attempt(1))
      await store().recordPractice(attempt(1, { userId: 'paul' }))
      await store().recordPractice(attempt(1, { exerciseId: 'mariage' }))
      await store().recordPractice(attempt(1, { userId: 'zoe', communeId: 'ailleurs' }))
      expect(await store().listPractice('bourg')).toHaveLength(3)
      expect(await store().erasePractice('anne')).toBe(2)
      expect(await store().erasePractice('anne')).toBe(0)
      expect((await store().listPractice('bourg')).map(({ userId }) => userId)).toEqual(['paul'])
      expect(await store().listPractice('ailleurs')).toHaveLength(1)
      expect(await store().listPractice('__proto__')).toEqual([])
    })

    it('forgets what was last tried before an instant, that of another commune aside', async () => {
      await store().recordPractice(attempt(1))
      await store().recordPractice(attempt(1, { exerciseId: 'mariage' }))
      await store().recordPractice(attempt(9, { exerciseId: 'mariage' }))
      await store().recordPractice(attempt(1, { userId: 'zoe', communeId: 'ailleurs' }))
      expect(await store().dropPracticeBefore('bourg', at(5))).toBe(1)
      expect((await store().listPractice('bourg')).map(({ exerciseId }) => exerciseId)).toEqual(['mariage'])
      expect(await store().dropPracticeBefore('bourg', at(9))).toBe(0)
      expect(await store().listPractice('ailleurs')).toHaveLength(1)
    })

    it('announces nothing, gives and takes copies, and loses none of those made at once', async () => {
      const announced: unknown[] = []
      const stop = store().subscribe((change) => announced.push(change))
      const given = attempt(1, { counts: { ...GOOD } })
      await store().recordPractice(given)
      given.counts.found = 0
      const [read] = await store().listPractice('bourg')
      if (read) read.best.found = 0
      expect((await store().listPractice('bourg'))[0]?.best.found).toBe(5)
      await Promise.all([2, 3, 4].map((minute) => store().recordPractice(attempt(minute))))
      expect((await store().listPractice('bourg'))[0]?.attempts).toBe(4)
      stop()
      expect(announced).toEqual([])
    })
  })
}
