import { describe, expect, it } from '@jest/globals'
import { at, claim, handoff, message } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const contact = { name: 'Jeanne', phone: '06 39 98 12 34', email: 'jeanne@example.org' }

/** What is kept for a time: contact details, counters, edits, and when it was erased. */
export function describeRetention({ store, begin }: Contract): void {
  async function leave(): Promise<{ id: string; conversationId: string }> {
    const conversationId = await begin()
    const asked = handoff(conversationId, { kind: 'message', contact, deadlineAt: null })
    const notice = message('system', 'Merci Jeanne. Jeannette vous appelle au 06 39 98 12 34.')
    const mail = { kind: 'acknowledgement' as const, to: contact.email, subject: 's', text: 'Jeanne', createdAt: at(2) }
    const result = await store().requestHandoff(asked, notice, { mail })
    if (!('handoff' in result)) throw new Error(result.outcome)
    return { id: result.handoff.id, conversationId }
  }
  async function end(id: string, minutes: number): Promise<void> {
    await store().applyToHandoff(id, claim('anne'), null)
    await store().applyToHandoff(id, { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(minutes) }, null)
  }

  describe('contact details', () => {
    it('are listed once their request has ended, and forgotten everywhere', async () => {
      const { id, conversationId } = await leave()
      expect(await store().listContactsEndedBefore(at(60))).toEqual([])
      expect(await store().forgetContact(id)).toBe('open')
      await end(id, 10)
      expect(await store().listContactsEndedBefore(at(10))).toEqual([])
      expect(await store().listContactsEndedBefore(at(11))).toMatchObject([{ id, contact }])

      expect(await store().forgetContact(id)).toBe('forgotten')
      expect(await store().forgetContact(id)).toBe('forgotten')
      expect(await store().getHandoff(id)).toMatchObject({ status: 'resolved', contact: null, resolution: 'reached' })
      expect(await store().listContactsEndedBefore(at(11))).toEqual([])
      expect(await store().listUnsentMails('bourg')).toEqual([])
      const [notice] = await store().listMessages(conversationId, 0)
      expect(notice?.payload).toMatchObject({ text: 'Merci …. Jeannette vous appelle au ….' })
    })

    it('of nobody are unknown', async () => {
      expect(await store().forgetContact('../lock')).toBe('unknown')
    })
  })

  describe('counters and edits', () => {
    it('are dropped before a day, those of other communes aside', async () => {
      for (const day of ['2024-12-31', '2025-01-01', '2025-02-15', '2025-02-16'])
        await store().count('bourg', day, { questions: 1 })
      await store().count('bourg-la-reine', '2024-12-31', { questions: 1 })
      expect(await store().dropCountersBefore('bourg', '2025-02-16')).toBe(3)
      expect(await store().dropCountersBefore('bourg', '2025-02-16')).toBe(0)
      expect(Object.keys(await store().readCounters('bourg', '0000-01-01', '9999-12-31'))).toEqual(['2025-02-16'])
      expect(Object.keys(await store().readCounters('bourg-la-reine', '0000-01-01', '9999-12-31'))).toHaveLength(1)
    })

    it('of an alert are dropped but for the last one', async () => {
      const edit = (minutes: number, communeId = 'bourg') =>
        store().saveAlert({ communeId, at: at(minutes), userId: 'anne', userName: 'Anne', alert: null })
      for (const minutes of [1, 2, 3]) await edit(minutes)
      await edit(1, 'ailleurs')
      expect(await store().dropAlertEditsBefore('bourg', at(3))).toBe(2)
      expect(await store().dropAlertEditsBefore('bourg', at(60))).toBe(0)
      expect((await store().listAlertEdits('bourg')).map((one) => one.at)).toEqual([at(3)])
      expect(await store().listAlertEdits('ailleurs')).toHaveLength(1)
    })
  })

  describe('purges', () => {
    it('are kept by commune: the last look, and the last that erased something', async () => {
      expect(await store().readPurgeState('bourg')).toBeUndefined()
      await store().recordPurge('bourg', { at: at(1), erased: {} })
      expect(await store().readPurgeState('bourg')).toEqual({ checkedAt: at(1), last: null })
      const purge = { at: at(2), erased: { conversations: 3 } }
      await store().recordPurge('bourg', purge)
      await store().recordPurge('bourg', { at: at(3), erased: {} })
      expect(await store().readPurgeState('bourg')).toEqual({ checkedAt: at(3), last: purge })
      expect(await store().readPurgeState('ailleurs')).toBeUndefined()
    })
  })
}
