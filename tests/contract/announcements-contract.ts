import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/platform/model/change.js'
import { at, claim, handoff, message, turn, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** Announcements, readiness and closing. */
export function describeAnnouncements({ store, begin }: Contract): void {
  describe('announcements', () => {
    const record = () => {
      const heard: Change[] = []
      return { heard, stop: store().subscribe((change) => heard.push(change)) }
    }

    it('announces each change of each verb, in order', async () => {
      const { heard } = record()
      const id = await begin()
      const where = { communeId: 'bourg', conversationId: id }
      await store().appendTurn(turn(id, 'c1'))
      const answer = (await store().listMessages(id, 1))[0]
      await store().recordFeedback(id, answer?.id ?? '', 'helpful')
      const requested = await store().requestHandoff(handoff(id), message('system', 'avis'))
      const handoffId = 'handoff' in requested ? requested.handoff.id : ''
      await store().applyToHandoff(handoffId, claim('anne'), message('system', 'Anne vous répond'))
      await store().closeConversation(id, at(9), message('system', 'terminé'))
      await store().eraseConversation(id)
      await store().savePresence({ userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) })
      await store().saveAlert({ communeId: 'bourg', at: at(0), userId: 'anne', userName: 'Anne', alert: null })
      expect(heard).toEqual([
        ...[1, 2, 3].map((seq) => ({ type: 'message', ...where, seq })),
        { type: 'feedback', ...where, seq: 2 },
        { type: 'message', ...where, seq: 4 },
        { type: 'handoff', ...where, handoffId, status: 'pending' },
        { type: 'message', ...where, seq: 5 },
        { type: 'handoff', ...where, handoffId, status: 'assigned' },
        { type: 'message', ...where, seq: 6 },
        { type: 'handoff', ...where, handoffId, status: 'cancelled' },
        { type: 'erased', ...where },
        { type: 'presence', communeId: 'bourg', userId: 'anne' },
        { type: 'alert', communeId: 'bourg' },
      ])
    })

    it('announces nothing for what changed nothing', async () => {
      const id = await begin()
      await store().appendTurn(turn(id, 'c1'))
      const requested = await store().requestHandoff(handoff(id), message('system', 'avis'))
      const handoffId = 'handoff' in requested ? requested.handoff.id : ''
      const { heard } = record()
      await store().appendTurn(turn(id, 'c1'))
      await store().requestHandoff(handoff(id), message('system', 'avis'))
      await store().applyToHandoff(
        handoffId,
        { type: 'resolve', agentId: 'x', resolution: 'answered', at: at(3) },
        UNTOLD,
      )
      await store().eraseConversation('nobody')
      expect(heard).toEqual([])
    })

    it('announces a message when it can already be read', async () => {
      const id = await begin()
      const reads: Promise<number>[] = []
      store().subscribe(() => {
        reads.push(
          store()
            .listMessages(id, 0)
            .then((messages) => messages.length),
        )
      })
      await store().appendMessage(id, message('agent', 'bonjour'))
      expect(await Promise.all(reads)).toEqual([1])
    })

    it('tells every listener, whatever the others throw or reject, until each stops', async () => {
      const id = await begin()
      store().subscribe(() => {
        throw new Error('a listener that throws')
      })
      store().subscribe(async () => {
        throw new Error('a listener that rejects')
      })
      const { heard, stop } = record()
      expect(await store().appendMessage(id, message('agent', 'un'))).toMatchObject({ outcome: 'appended' })
      stop()
      await store().appendMessage(id, message('agent', 'deux'))
      expect(heard).toHaveLength(1)
    })
  })

  describe('readiness and closing', () => {
    it('writes what waits, then refuses to write; closing twice is closing once', async () => {
      const id = await begin()
      const waiting = store().appendMessage(id, message('agent', 'avant'))
      await store().check()
      await store().close()
      await store().close()
      expect(await waiting).toMatchObject({ outcome: 'appended' })
      await expect(store().appendMessage(id, message('agent', 'après'))).rejects.toMatchObject({
        code: 'storage_unavailable',
        status: 503,
      })
      await expect(store().check()).rejects.toMatchObject({ code: 'storage_unavailable' })
    })
  })
}
