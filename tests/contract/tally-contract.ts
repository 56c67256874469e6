import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/platform/model/change.js'
import { at, claim, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** Requests that have ended are counted, once each. */
export function describeTally({ store, begin }: Contract): void {
  const facts = { day: '2025-03-03', increments: { 'handoff.kind.live': 1, 'handoff.hour.9': 1 } }
  const counted = async () => (await store().readCounters('bourg', '2025-03-01', '2025-03-31'))['2025-03-03']

  async function request(): Promise<{ id: string; conversationId: string }> {
    const conversationId = await begin()
    const result = await store().requestHandoff(handoff(conversationId), message('system', 'avis'))
    if (!('handoff' in result)) throw new Error(result.outcome)
    return { id: result.handoff.id, conversationId }
  }
  async function end(id: string): Promise<void> {
    await store().applyToHandoff(id, claim('anne'), UNTOLD)
    const action = { type: 'resolve' as const, agentId: 'anne', resolution: 'answered' as const, at: at(9) }
    await store().applyToHandoff(id, action, UNTOLD)
  }

  describe('requests that have ended', () => {
    it('are listed until they are counted; open ones and unknown ones are not', async () => {
      const { id } = await request()
      expect(await store().listUntallied()).toEqual([])
      expect(await store().tallyHandoff(id, facts)).toBe('unknown')
      expect(await store().tallyHandoff('nobody', facts)).toBe('unknown')
      expect(await counted()).toBeUndefined()
      await end(id)
      expect(await store().listUntallied()).toMatchObject([{ id, status: 'resolved' }])
      expect(await store().tallyHandoff(id, facts)).toBe('tallied')
      expect(await store().listUntallied()).toEqual([])
      expect(await counted()).toEqual(facts.increments)
    })

    it('are counted once, however many ask at the same time', async () => {
      const { id } = await request()
      await end(id)
      const results = await Promise.all(Array.from({ length: 20 }, () => store().tallyHandoff(id, facts)))
      expect(results.filter((one) => one === 'tallied')).toHaveLength(1)
      expect(await store().tallyHandoff(id, facts)).toBe('already')
      expect(await counted()).toEqual(facts.increments)
    })

    it('stay counted when their conversation is erased', async () => {
      const { id, conversationId } = await request()
      await end(id)
      await store().tallyHandoff(id, facts)
      await store().eraseConversation(conversationId)
      expect(await counted()).toEqual(facts.increments)
      expect(await store().tallyHandoff(id, facts)).toBe('unknown')
    })

    it('are counted without anything being announced, or the conversation prolonged', async () => {
      const { id, conversationId } = await request()
      await end(id)
      const before = await store().getConversation(conversationId)
      const heard: Change[] = []
      const stop = store().subscribe((change) => heard.push(change))
      await store().tallyHandoff(id, facts)
      stop()
      expect(heard).toEqual([])
      expect(await store().getConversation(conversationId)).toEqual(before)
    })
  })
}
