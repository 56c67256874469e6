import { describe, expect, it } from '@jest/globals'
import type { Remark } from '../../src/platform/model/remark.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** A remark of the tests' day. */
function remark(id: string, patch: Partial<Remark> = {}): Remark {
  return {
    id,
    communeId: 'bourg',
    kind: 'wrong_answer',
    at: at(3),
    agentId: 'anne',
    agentName: 'Anne',
    conversationId: null,
    messageSeq: 1,
    question: 'acte [téléphone masqué]',
    language: 'fr',
    answer: 'Acte de naissance',
    entryId: 'acte-naissance',
    rightEntryId: null,
    candidates: [],
    contentVersion: 'v1',
    note: '',
    state: 'new',
    settledAt: null,
    settledBy: null,
    reason: '',
    ...patch,
  }
}

/** What agents notice. */
export function describeRemarks({ store, begin }: Contract): void {
  describe('remarks', () => {
    it('are kept with their conversation, edited and taken back while new, and settled', async () => {
      const id = await begin()
      expect(await store().addRemark('nobody', remark('r0'))).toBe('unknown_conversation')
      await store().addRemark(id, remark('r1'))
      await store().addRemark(id, remark('r1'))
      await store().addRemark(id, remark('r2', { at: at(4), kind: 'proposed_answer' }))
      expect((await store().listRemarks('bourg')).map((one) => [one.id, one.conversationId])).toEqual([
        ['r2', id],
        ['r1', id],
      ])
      expect(await store().listRemarks('ailleurs')).toEqual([])
      const details = { rightEntryId: 'acte-deces', note: 'elle parlait de son père' }
      expect(await store().editRemark('r1', details)).toMatchObject({ outcome: 'done', remark: details })
      const decision = { state: 'rejected' as const, settledAt: at(9), settledBy: 'Ada', reason: 'déjà écrit' }
      expect(await store().settleRemark('r1', decision)).toMatchObject({ outcome: 'done', remark: decision })
      expect(await store().editRemark('r1', details)).toEqual({ outcome: 'settled' })
      expect(await store().withdrawRemark('r1')).toEqual({ outcome: 'settled' })
      expect(await store().withdrawRemark('r2')).toMatchObject({ outcome: 'done' })
      expect(await store().withdrawRemark('r2')).toEqual({ outcome: 'unknown_remark' })
      await store().eraseConversation(id)
      expect(await store().listRemarks('bourg')).toEqual([])
    })

    it('that outlive their conversation are settled all the same, and dropped before an instant', async () => {
      await store().keepRemarks([])
      await store().keepRemarks([remark('r1'), remark('r2', { at: at(9) }), remark('r3', { communeId: 'ailleurs' })])
      const decision = { state: 'done' as const, settledAt: at(9), settledBy: 'Ada', reason: '' }
      expect(await store().settleRemark('r1', decision)).toMatchObject({ outcome: 'done', remark: { state: 'done' } })
      expect((await store().listRemarks('bourg')).map(({ id, state }) => [id, state])).toEqual([
        ['r2', 'new'],
        ['r1', 'done'],
      ])
      expect(await store().dropRemarksBefore('bourg', at(5))).toBe(1)
      expect(await store().dropRemarksBefore('bourg', at(5))).toBe(0)
      expect((await store().listRemarks('bourg')).map(({ id }) => id)).toEqual(['r2'])
      expect(await store().listRemarks('ailleurs')).toHaveLength(1)
    })
  })
}
