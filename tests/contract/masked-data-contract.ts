import { describe, expect, it } from '@jest/globals'
import type { MaskedItem, Reveal } from '../../src/platform/model/masked-data.js'
import { at, claim, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** What was masked, and who looked at it. */
export function describeMaskedData({ store, begin }: Contract): void {
  describe('masked data', () => {
    const phone = { kind: 'phone' as const, sealed: 'sealed-phone' }
    const email = { kind: 'email' as const, sealed: 'sealed-email' }
    const spoken = message('citizen', 'rappelez au [téléphone masqué]', { clientId: 'client-9' })
    async function ask(): Promise<{ conversationId: string; id: string }> {
      const conversationId = await begin()
      const result = await store().requestHandoff(handoff(conversationId), message('system', 'avis'))
      if (!('handoff' in result)) throw new Error(result.outcome)
      return { conversationId, id: result.handoff.id }
    }
    const summary = (items: MaskedItem[]) => items.map(({ kind, sealed, messageSeq }) => [kind, sealed, messageSeq])

    it('is kept with the open request, once, in the write of its message', async () => {
      const { conversationId, id } = await ask()
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      expect(summary(await store().listMasked(id))).toEqual([
        ['phone', 'sealed-phone', 2],
        ['email', 'sealed-email', 2],
      ])
      // It is in nothing that is read of a conversation.
      expect(JSON.stringify(await store().getTranscript(conversationId))).not.toContain('sealed')
      expect(await store().listMasked('nobody')).toEqual([])
    })

    it('of a message that is left comes with the request; without a request nothing is kept', async () => {
      const conversationId = await begin()
      await store().appendMessage(conversationId, spoken, { masked: [phone] })
      const left = handoff(conversationId, { kind: 'message', deadlineAt: null })
      const result = await store().requestHandoff(left, message('system', 'avis'), { masked: [email] })
      if (!('handoff' in result)) throw new Error(result.outcome)
      expect(summary(await store().listMasked(result.handoff.id))).toEqual([['email', 'sealed-email', null]])
    })

    it('is bounded for each request', async () => {
      const { conversationId, id } = await ask()
      const many = Array.from({ length: 30 }, () => phone)
      await store().appendMessage(conversationId, spoken, { masked: many })
      expect(await store().listMasked(id)).toHaveLength(20)
    })

    it('is listed once its request has ended, and forgotten', async () => {
      const { conversationId, id } = await ask()
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      expect(await store().listMaskedEndedBefore(at(59))).toEqual([])
      await store().applyToHandoff(id, claim('anne'), UNTOLD)
      await store().applyToHandoff(id, { type: 'resolve', agentId: 'anne', resolution: 'done', at: at(10) }, UNTOLD)
      expect(await store().listMaskedEndedBefore(at(10))).toEqual([])
      expect(await store().listMaskedEndedBefore(at(11))).toEqual([
        { handoffId: id, communeId: 'bourg', endedAt: at(10), count: 2 },
      ])
      expect(await store().forgetMasked(id)).toBe(2)
      expect(await store().forgetMasked(id)).toBe(0)
      expect(await store().forgetMasked('nobody')).toBe(0)
      expect(await store().listMasked(id)).toEqual([])
      expect(await store().listMaskedEndedBefore(at(11))).toEqual([])
    })

    it('leaves a trace of who looked, by commune, latest first, dropped before an instant', async () => {
      const look = (id: string, minutes: number, communeId = 'bourg'): Reveal => ({
        id,
        communeId,
        at: at(minutes),
        userId: 'anne',
        userName: 'Anne',
        kind: 'phone',
        reason: 'call_back',
        handoffId: 'h1',
      })
      for (const one of [look('a', 1), look('b', 2), look('c', 1, 'ailleurs')]) await store().recordReveal(one)
      expect((await store().listReveals('bourg')).map(({ id }) => id)).toEqual(['b', 'a'])
      expect(await store().dropRevealsBefore('bourg', at(2))).toBe(1)
      expect(await store().listReveals('bourg')).toEqual([look('b', 2)])
      expect(await store().dropRevealsBefore('bourg', at(9))).toBe(1)
      expect(await store().listReveals('ailleurs')).toHaveLength(1)
    })
  })
}
