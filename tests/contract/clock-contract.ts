import { describe, expect, it } from '@jest/globals'
import type { ClockNote } from '../../src/features/retention/clock/clock-note.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const note = (boot: string, patch: Partial<ClockNote> = {}): ClockNote => ({
  ...{ boot, host: 'mairie', steadyMs: 1_000, believedMs: Date.parse(at(0)) },
  ...{ gaps: [], doubt: null, misdated: [], accepted: null, witnessedMs: null },
  ...patch,
})

/** What is noted of the time. */
export function describeClock({ store, begin }: Contract): void {
  describe('the time', () => {
    it('of a new store is not known; of data from before the first note, it is no earlier than the last of them', async () => {
      expect(await store().readClock()).toEqual({ notes: [], acceptance: null })
      await begin({ createdAt: at(3), updatedAt: at(3) })
      await begin({ createdAt: at(1), updatedAt: at(2) })
      const { notes } = await store().readClock()
      expect(notes).toMatchObject([{ believedMs: Date.parse(at(3)), gaps: [{ byMs: null }] }])
    })

    it('is noted by each start of a machine in place of what it noted before; of many, the latest stay', async () => {
      await store().noteClock(note('one'))
      await store().noteClock(note('two', { believedMs: Date.parse(at(5)) }))
      const last = note('one', { steadyMs: 61_000, believedMs: Date.parse(at(1)) })
      await store().noteClock(last)
      const { notes } = await store().readClock()
      expect(notes).toHaveLength(2)
      expect(notes).toContainEqual(last)
      for (let count = 0; count < 30; count++)
        await store().noteClock(note(`start ${count}`, { believedMs: Date.parse(at(10 + count)) }))
      const boots = (await store().readClock()).notes.map(({ boot }) => boot)
      expect(boots).toHaveLength(20)
      expect(boots).toContain('start 29')
      expect(boots).not.toContain('one')
    })

    it('is accepted by an operator, whose last word is kept beside the notes', async () => {
      const acceptance = { id: 'a', boot: 'one', steadyMs: 5, wallMs: 7 }
      await store().acceptClock(acceptance)
      await store().noteClock(note('one'))
      await store().acceptClock({ ...acceptance, id: 'b' })
      expect(await store().readClock()).toEqual({ notes: [note('one')], acceptance: { ...acceptance, id: 'b' } })
    })

    it('is what the clock of the database says, where there is one', async () => {
      const databaseMs = await store().databaseTime()
      if (databaseMs !== null) expect(new Date(databaseMs).getUTCFullYear()).toBeGreaterThan(2024)
    })
  })
}
