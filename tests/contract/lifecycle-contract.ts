import { describe, expect, it } from '@jest/globals'
import type { Handoff, HandoffAction } from '../../src/platform/model/handoff.js'
import { at, claim, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const reopen = { type: 'reopen' as const, agentId: 'basile', agentName: 'Basile', at: at(30), withinHours: 1 }
const resolve = { type: 'resolve' as const, agentId: 'anne', resolution: 'answered' as const, at: at(20) }

/** The life of a handoff in agents' hands: steps kept, snoozes found, nothing opened twice, nothing said by whoever no longer holds it. */
export function describeLifecycle(contract: Contract): void {
  const { store, begin } = contract
  const request = async (patch: Parameters<typeof handoff>[1] = {}): Promise<Handoff> => {
    const id = await begin(patch.communeId === undefined ? {} : { communeId: patch.communeId })
    const result = await store().requestHandoff(handoff(id, patch), message('system', 'un agent arrive'))
    if (!('handoff' in result)) throw new Error(`not requested: ${result.outcome}`)
    return result.handoff
  }
  const held = async (patch: Parameters<typeof handoff>[1] = {}) => {
    const requested = await request(patch)
    await store().applyToHandoff(requested.id, claim('anne'), UNTOLD)
    return requested
  }
  const snooze = (id: string, minutes: number) =>
    store().applyToHandoff(id, { type: 'snooze', agentId: 'anne', until: at(minutes), at: at(5) }, UNTOLD)

  describe('the life of a handoff', () => {
    it('keeps each step that was applied, with its note, and erases them with the conversation', async () => {
      const { id, conversationId } = await held()
      const to = { department: { id: 'urbanisme', nom: 'Urbanisme' }, deadlineAt: at(20) }
      const transfer = { type: 'transfer' as const, agentId: 'anne', at: at(6), to, note: 'permis de construire' }
      await store().applyToHandoff(id, { ...transfer, agentId: 'basile' }, UNTOLD)
      await store().applyToHandoff(id, transfer, UNTOLD)
      expect(await store().listHandoffSteps(id)).toEqual([
        { handoffId: id, at: at(3), type: 'claim', by: 'Agent anne' },
        {
          handoffId: id,
          at: at(6),
          type: 'transfer',
          by: 'Agent anne',
          department: 'Urbanisme',
          note: 'permis de construire',
        },
      ])
      await store().eraseConversation(conversationId)
      expect(await store().listHandoffSteps(id)).toEqual([])
      expect(await store().listHandoffSteps('nothing')).toEqual([])
    })

    it('keeps that the citizen ended it by closing the conversation', async () => {
      const { id, conversationId } = await held()
      await store().closeConversation(conversationId, at(8), message('system', 'fin'))
      expect((await store().listHandoffSteps(id)).at(-1)).toEqual({
        handoffId: id,
        at: at(8),
        type: 'cancel',
        by: null,
      })
    })

    it('lists what was put aside until an instant, of every commune', async () => {
      const early = await held()
      const elsewhere = await held({ communeId: 'ailleurs' })
      const late = await held()
      for (const [one, minutes] of [
        [early, 10],
        [elsewhere, 9],
        [late, 40],
      ] as const)
        await snooze(one.id, minutes)
      const due = async (minutes: number) => (await store().listDueSnoozes(at(minutes))).map(({ id }) => id).sort()
      expect(await due(8)).toEqual([])
      expect(await due(10)).toEqual([early.id, elsewhere.id].sort())
      const back: HandoffAction = { type: 'wake', at: at(10), cause: { type: 'due' }, back: { to: 'agent' } }
      await store().applyToHandoff(early.id, back, UNTOLD)
      expect(await due(10)).toEqual([elsewhere.id])
    })

    it('makes what was put aside due as soon as the citizen writes, and by nobody else’s words', async () => {
      const { id, conversationId } = await held()
      await snooze(id, 40)
      await store().appendMessage(conversationId, message('agent', 'une note', { at: at(6) }))
      expect(await store().listDueSnoozes(at(7))).toEqual([])
      await store().appendMessage(conversationId, message('citizen', 'me voici', { at: at(7) }))
      expect((await store().listDueSnoozes(at(7))).map((one) => one.id)).toEqual([id])
    })

    it('stores the words of an agent only while she holds the handoff', async () => {
      const { id, conversationId } = await held()
      const say = (agentId: string) =>
        store().appendMessage(conversationId, message('agent', 'bonjour'), {
          heldBy: { handoffId: id, agentId },
        })
      expect(await say('basile')).toEqual({ outcome: 'not_held' })
      expect(await say('anne')).toMatchObject({ outcome: 'appended' })
      const takeOver = { type: 'take_over' as const, agentId: 'basile', agentName: 'Basile', at: at(6) }
      const [, late] = await Promise.all([store().applyToHandoff(id, takeOver, UNTOLD), say('anne')])
      expect(late).toEqual({ outcome: 'not_held' })
      expect(await store().listMessages(conversationId, 0)).toHaveLength(2)
    })

    it('opens again what ended, unless another is open or the conversation is closed', async () => {
      const { id, conversationId } = await held()
      await store().applyToHandoff(id, resolve, UNTOLD)
      const second = await store().requestHandoff(handoff(conversationId), message('system', 'un agent arrive'))
      expect(await store().applyToHandoff(id, reopen, UNTOLD)).toMatchObject({ refusal: 'other_open' })
      const secondId = 'handoff' in second ? second.handoff.id : ''
      await store().applyToHandoff(secondId, { type: 'cancel', at: at(25) }, UNTOLD)
      expect(await store().applyToHandoff(id, reopen, UNTOLD)).toMatchObject({ handoff: { agentId: 'basile' } })
      expect((await store().findOpenHandoff(conversationId))?.id).toBe(id)
      await store().applyToHandoff(id, { ...resolve, agentId: 'basile', at: at(31) }, UNTOLD)
      await store().closeConversation(conversationId, at(32), message('system', 'fin'))
      const again = { ...reopen, at: at(33) }
      expect(await store().applyToHandoff(id, again, UNTOLD)).toMatchObject({ refusal: 'conversation_closed' })
    })

    it('never opens two at once, when it is opened again and asked for in the same moment', async () => {
      const { id, conversationId } = await held()
      await store().applyToHandoff(id, resolve, UNTOLD)
      await Promise.all([
        store().applyToHandoff(id, reopen, UNTOLD),
        store().requestHandoff(handoff(conversationId), message('system', 'un agent arrive')),
      ])
      expect(await store().listHandoffs('bourg', ['pending', 'assigned'])).toHaveLength(1)
    })

    it('forgets a name in the notes of agents too', async () => {
      const contact = { name: 'Mme Diallo', email: 'diallo@example.org' }
      const { id } = await held({ kind: 'message', deadlineAt: null, contact })
      await store().applyToHandoff(id, { ...resolve, note: 'Mme Diallo viendra jeudi' }, UNTOLD)
      await store().forgetContact(id)
      expect((await store().listHandoffSteps(id)).at(-1)?.note).toBe('… viendra jeudi')
    })
  })
}
