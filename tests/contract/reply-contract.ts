import { describe, expect, it } from '@jest/globals'
import { MAX_PERSONAL_REPLIES, type PersonalReply } from '../../src/features/replies/reply.js'
import { at, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function reply(id: string, patch: Partial<PersonalReply> = {}): PersonalReply {
  const text = 'Le guichet ferme à midi.'
  return { id, userId: 'anne', communeId: 'bourg', title: 'Midi', text, language: 'fr', updatedAt: at(1), ...patch }
}

/** Replies that agents keep for themselves. */
export function describeReplies({ store }: Contract): void {
  describe('personal replies', () => {
    it('are kept by agent, changed in their place, and deleted', async () => {
      expect(await store().listReplies('anne')).toEqual([])
      await store().saveReply(reply('one'))
      await store().saveReply(reply('two'))
      await store().saveReply(reply('one', { userId: 'karim' }))
      await store().saveReply(reply('one', { title: 'Midi pile' }))
      expect(await store().listReplies('anne')).toEqual([reply('one', { title: 'Midi pile' }), reply('two')])
      expect(await store().deleteReply('anne', 'one')).toBe('deleted')
      expect(await store().deleteReply('anne', 'one')).toBe('unknown')
      expect(await store().listReplies('anne')).toEqual([reply('two')])
      expect(await store().listReplies('karim')).toHaveLength(1)
    })

    it('have a limit by agent, and can still be changed then', async () => {
      for (let index = 0; index < MAX_PERSONAL_REPLIES; index += 1) await store().saveReply(reply(`r${index}`))
      expect(await store().saveReply(reply('more'))).toBe('too_many')
      expect(await store().saveReply(reply('r0', { title: 'Changée' }))).toBe('saved')
      expect(await store().saveReply(reply('more', { userId: 'karim' }))).toBe('saved')
    })

    it('go with their account', async () => {
      await store().saveUser(user('anne'))
      await store().saveReply(reply('one'))
      await store().saveReply(reply('two', { userId: 'gone' }))
      expect(await store().dropRepliesWithoutAccount()).toBe(1)
      expect(await store().dropRepliesWithoutAccount()).toBe(0)
      expect([await store().listReplies('gone'), await store().listReplies('anne')]).toEqual([[], [reply('one')]])
    })

    it('gives and takes copies', async () => {
      const given = reply('one')
      await store().saveReply(given)
      given.title = 'autre'
      const [read] = await store().listReplies('anne')
      if (read) read.title = 'autre'
      expect(await store().listReplies('anne')).toEqual([reply('one')])
    })
  })
}
