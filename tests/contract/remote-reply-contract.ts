import { describe, expect, it } from '@jest/globals'
import type { ReplyNotice, ReplyWish } from '../../src/features/remote-replies/reply-way.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const wish: ReplyWish = { userId: 'anne', communeId: 'bourg', way: 'mail', language: 'fr', since: at(0) }

function notice(id: string, patch: Partial<ReplyNotice> = {}): ReplyNotice {
  return {
    ...{ id, userId: 'anne', communeId: 'bourg', handoffId: 'request', way: 'mail', language: 'fr' },
    ...{ about: at(0), at: at(1), expiresAt: at(60), linkHash: `link-${id}`, tokenHash: `token-${id}`, generation: 0 },
    ...patch,
  }
}

/** What agents are told outside the console. */
export function describeRemoteReplies({ store }: Contract): void {
  describe('replies from outside the console', () => {
    it('are for whom wishes them, by each way once', async () => {
      await store().saveReplyWish(wish)
      await store().saveReplyWish({ ...wish, language: 'en' })
      await store().saveReplyWish({ ...wish, way: 'tchap' })
      await store().dropReplyWish('anne', 'tchap')
      await store().dropReplyWish('bruno', 'mail')
      expect(await store().listReplyWishes()).toEqual([{ ...wish, language: 'en' }])
    })

    it('are told of once for each wait and way, however many ask at once', async () => {
      const told = await Promise.all(['one', 'two', 'three'].map((id) => store().noteTold(notice(id))))
      expect(told.filter((one) => one)).toHaveLength(1)
      expect(await store().noteTold(notice('later', { about: at(5) }))).toBe(true)
      expect(await store().noteTold(notice('other', { way: 'tchap' }))).toBe(true)
    })

    it('are found by a hash or by what their way knows them by, until they expire', async () => {
      await store().noteTold(notice('one'))
      await store().keepReplyReference('one', '$event')
      const found = notice('one', { reference: '$event' })
      expect(await store().findReplyNotice({ linkHash: 'link-one' }, at(2))).toEqual(found)
      expect(await store().findReplyNotice({ tokenHash: 'token-one' }, at(2))).toEqual(found)
      expect(await store().findReplyNotice({ way: 'mail', reference: '$event' }, at(2))).toEqual(found)
      expect(await store().findReplyNotice({ way: 'tchap', reference: '$event' }, at(2))).toBeUndefined()
      expect(await store().findReplyNotice({ tokenHash: 'token-one' }, at(60))).toBeUndefined()
      expect(await store().dropLapsed(at(61))).toBe(1)
    })

    it('let one phone in by a link, once, until its end', async () => {
      await store().noteTold(notice('one'))
      const phones = ['a', 'b'].map((hash) => ({ hash, lastUsedAt: at(2) }))
      const opened = await Promise.all(phones.map((phone) => store().openReplyLink('link-one', phone)))
      expect(opened).toEqual([true, false])
      await store().touchReplyPhone('one', at(3))
      expect((await store().findReplyNotice({ phoneHash: 'a' }, at(4)))?.phone).toEqual({
        hash: 'a',
        lastUsedAt: at(3),
      })
      await store().touchReplyPhone('one', null)
      expect(await store().findReplyNotice({ phoneHash: 'a' }, at(4))).toBeUndefined()
      expect(await store().openReplyLink('link-one', { hash: 'c', lastUsedAt: at(5) })).toBe(false)
      expect(await store().openReplyLink('unknown', { hash: 'c', lastUsedAt: at(5) })).toBe(false)
    })

    it('are refused aloud once', async () => {
      await store().noteTold(notice('one'))
      const told = await Promise.all([1, 2].map(() => store().noteReplyRefused('one', 'hash')))
      expect(told).toEqual([true, false])
      expect(await store().noteReplyRefused('unknown', 'hash')).toBe(false)
    })

    it('are wished no more by an account that is gone', async () => {
      await store().saveReplyWish(wish)
      expect(await store().dropLapsed(at(1))).toBe(1)
      expect(await store().listReplyWishes()).toEqual([])
    })
  })
}
