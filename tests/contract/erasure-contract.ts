import { describe, expect, it, jest } from '@jest/globals'
import { erasureOf, replyErasedId } from '../../src/features/retention/erasure.js'
import { at, claim, handoff, message, UNTOLD, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const ALL_BUT_THE_DATE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const

/** What is known of what was erased: enough to leave it out of a backup, and nothing to find it again. */
export function describeErasures({ store, begin }: Contract): void {
  const noted = async () => (await store().listErasures()).map(({ kind, what }) => ({ kind, what }))
  const of = (...[kind, id]: [Parameters<typeof erasureOf>[0], string]) => {
    const { what } = erasureOf(kind, id, '')
    return { kind, what }
  }

  describe('erasures', () => {
    it('are noted of a conversation that was there, without its id', async () => {
      const id = await begin()
      expect(await store().eraseConversation('nobody')).toBe('unknown')
      expect(await noted()).toEqual([])
      expect(await store().eraseConversation(id)).toBe('erased')
      expect(await noted()).toEqual([of('conversation', id)])
      expect(JSON.stringify(await store().listErasures())).not.toContain(id)
    })

    it('are noted of contact details and masked data once they are forgotten', async () => {
      const conversationId = await begin()
      const asked = await store().requestHandoff(
        handoff(conversationId, { kind: 'message', deadlineAt: null, contact: { name: 'Jeanne' } }),
        message('system', 'Merci.'),
      )
      const id = 'handoff' in asked ? asked.handoff.id : ''
      const masked = [{ token: '[tel]', kind: 'phone' as const, sealed: 'x' }]
      await store().appendMessage(conversationId, message('citizen', '[tel]'), { masked: masked as never })
      expect(await store().forgetContact(id)).toBe('open')
      expect(await noted()).toEqual([])
      await store().applyToHandoff(id, claim('anne'), UNTOLD)
      await store().applyToHandoff(id, { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(9) }, UNTOLD)
      await store().forgetContact(id)
      await store().forgetMasked(id)
      await store().forgetContact(id)
      await store().forgetMasked(id)
      expect(await noted()).toEqual(expect.arrayContaining([of('contact', id), of('masked', id)]))
      expect(await noted()).toHaveLength(2)
    })

    it('are noted of accounts that are deactivated, of practice and of replies', async () => {
      for (const id of ['anne', 'basile']) await store().saveUser(user(id))
      await store().applyToAccount('anne', { type: 'deactivate', at: at(1) }, null)
      await store().saveReply({ id: 'r1', userId: 'basile', title: 't', text: 'x' } as never)
      expect(await store().deleteReply('basile', 'r1')).toBe('deleted')
      await store().erasePractice('basile')
      expect(await noted()).toEqual(
        expect.arrayContaining([
          of('account', 'anne'),
          of('reply', replyErasedId('basile', 'r1')),
          of('practice', 'basile'),
        ]),
      )
    })

    it('are forgotten by whole days', async () => {
      const inDays = (days: number) => {
        jest.useFakeTimers({ now: Date.now() + days * 24 * 3_600_000, doNotFake: [...ALL_BUT_THE_DATE] })
      }
      try {
        await store().eraseConversation(await begin())
        inDays(35)
        expect(await store().dropErasuresOlderThan(35)).toBe(0)
        inDays(2)
        expect(await store().dropErasuresOlderThan(38)).toBe(0)
        expect(await store().dropErasuresOlderThan(35)).toBe(1)
        expect(await store().listErasures()).toEqual([])
      } finally {
        jest.useRealTimers()
      }
    })
  })
}
