import { describe, expect, it } from '@jest/globals'
import type { PushSubscription } from '../../src/platform/push/push.js'
import { NEVER_QUIET } from '../../src/platform/time/quiet-hours.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function subscription(name: string, patch: Partial<PushSubscription> = {}): PushSubscription {
  return {
    endpoint: `https://push.example.org/${name}`,
    keys: { p256dh: 'p', auth: 'a' },
    userId: 'anne',
    communeId: 'bourg',
    sessionHash: 'session-1',
    language: 'fr',
    quiet: NEVER_QUIET,
    createdAt: at(0),
    pushedAt: null,
    ...patch,
  }
}

/** Browsers that are told when their console is closed. */
export function describePush({ store }: Contract): void {
  describe('push subscriptions', () => {
    it('keeps those of each commune, each browser once, with what it was told', async () => {
      await store().savePushSubscription(subscription('one'))
      await store().savePushSubscription(subscription('two', { communeId: 'ailleurs' }))
      expect(await store().startPush('https://push.example.org/one', at(5), at(4))).toBe(true)
      await store().savePushSubscription(subscription('one', { sessionHash: 'session-2', language: 'en' }))
      expect(await store().listPushSubscriptions('bourg')).toEqual([
        subscription('one', { sessionHash: 'session-2', language: 'en', pushedAt: at(5) }),
      ])
      expect(await store().listPushSubscriptions('nowhere')).toEqual([])
    })

    it('starts anew for another agent of the same browser', async () => {
      await store().savePushSubscription(subscription('one', { pushedAt: at(5) }))
      await store().savePushSubscription(subscription('one', { userId: 'basile' }))
      expect(await store().listPushSubscriptions('bourg')).toEqual([subscription('one', { userId: 'basile' })])
    })

    it('lets one of those that push at once do it', async () => {
      await store().savePushSubscription(subscription('one'))
      const endpoint = 'https://push.example.org/one'
      const started = await Promise.all([1, 2, 3].map(() => store().startPush(endpoint, at(5), at(4))))
      expect(started.filter(Boolean)).toHaveLength(1)
      expect(await store().startPush(endpoint, at(6), at(5))).toBe(false)
      expect(await store().startPush(endpoint, at(8), at(7))).toBe(true)
      expect(await store().startPush('https://push.example.org/unknown', at(8), at(7))).toBe(false)
    })

    it('forgets a browser, and those of a session', async () => {
      for (const name of ['one', 'two', 'three']) await store().savePushSubscription(subscription(name))
      await store().savePushSubscription(subscription('four', { sessionHash: 'session-2' }))
      await store().dropPushSubscription('https://push.example.org/two')
      await store().dropPushSubscription('https://push.example.org/two')
      await store().dropPushOfSession('session-1')
      expect(await store().listPushSubscriptions('bourg')).toEqual([subscription('four', { sessionHash: 'session-2' })])
    })
  })
}
