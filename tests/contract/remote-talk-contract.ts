import { describe, expect, it } from '@jest/globals'
import { message } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const REMOTE = { conversationId: 'there-1', botId: 'b', integrationId: 'i' }

/** Talks that another bot has handed over. */
export function describeRemoteTalks({ store, begin }: Contract): void {
  describe('talks of another bot', () => {
    it('are known by both ids until their bot knows that they are over', async () => {
      const id = await begin()
      await store().appendMessage(id, message('citizen', 'avant'))
      await store().beginRemoteTalk(id, REMOTE)
      expect([await store().findRemoteTalk('there-1'), await store().knownRemoteTalk(id)]).toEqual([id, true])
      await store().appendMessage(id, message('agent', 'après'))
      await store().noteRemoteTold(id, { assigned: 'anne' })
      const talk = await store().readRemoteTalk(id)
      expect(talk?.conversation.remote).toEqual({ ...REMOTE, sent: 1, assigned: 'anne' })
      expect(talk?.messages.map(({ seq }) => seq)).toEqual([1, 2])
      await store().noteRemoteTold(id, { over: true })
      expect(await store().listRemoteTalks()).toEqual([])
      expect([await store().readRemoteTalk(id), await store().findRemoteTalk('there-1')]).toEqual([
        undefined,
        undefined,
      ])
      expect(await store().knownRemoteTalk(id)).toBe(false)
    })

    it('go with their conversation', async () => {
      const [id, other] = [await begin(), await begin()]
      await store().beginRemoteTalk(id, REMOTE)
      await store().noteRemoteTold(other, { over: true })
      expect((await store().getConversation(other))?.remote).toBeUndefined()
      await store().eraseConversation(id)
      await store().noteRemoteTold(id, { sent: 3 })
      expect(await store().listRemoteTalks()).toEqual([])
      expect(await store().getConversation(id)).toBeUndefined()
    })
  })
}
