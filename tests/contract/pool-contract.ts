import { describe, expect, it } from '@jest/globals'
import type { Pool } from '../../src/features/accounts/pool.js'
import type { AuditRow } from '../../src/platform/model/audit.js'
import { NEVER_QUIET } from '../../src/platform/time/quiet-hours.js'
import { at, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function pool(patch: Partial<Pool> = {}): Pool {
  return {
    id: 'rivers',
    name: 'Rivières',
    version: 1,
    communes: ['bourg', 'ailleurs'],
    schedule: null,
    agents: [{ userId: 'anne', serves: { ailleurs: ['etat-civil'] } }],
    ...patch,
  }
}

function row(communeId: string): AuditRow {
  const target = { kind: 'pool' as const, id: 'rivers' }
  const by = { userId: 'ada', userName: 'Ada' }
  return {
    id: `row-${communeId}`,
    communeId,
    at: at(1),
    ...by,
    action: 'pool_joined',
    target,
    before: null,
    after: null,
    why: '',
  }
}

/** Accounts that answer for several communes. */
export function describePools({ store }: Contract): void {
  describe('pools', () => {
    it('are made, replaced and taken away by whoever read the last of them, with the audit of each commune', async () => {
      expect(await store().savePool(pool(), [row('bourg'), row('ailleurs')])).toEqual({ outcome: 'saved' })
      for (const communeId of ['bourg', 'ailleurs'])
        expect((await store().listAudit(communeId, { limit: 5 })).rows).toEqual([row(communeId)])
      const changes = [1, 2].map((one) => store().savePool(pool({ version: 2, name: `Rivières ${one}` }), []))
      expect((await Promise.all(changes)).map(({ outcome }) => outcome).sort()).toEqual(['changed', 'saved'])
      expect(await store().savePool(pool({ id: 'never', communes: ['x', 'y'], version: 2 }), [])).toEqual({
        outcome: 'unknown',
      })
      expect(await store().removePool('rivers', 1, [])).toEqual({ outcome: 'changed' })
      expect(await store().removePool('never', 1, [])).toEqual({ outcome: 'unknown' })
      expect(await store().removePool('rivers', 2, [])).toEqual({ outcome: 'saved' })
      expect(await store().listPools()).toEqual([])
    })

    it('have no commune in common, whatever comes at once', async () => {
      const pools = [pool(), pool({ id: 'hills', communes: ['ailleurs', 'loin'] })]
      const outcomes = await Promise.all(pools.map((one) => store().savePool(one, [])))
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['saved', 'commune_pooled'])
      expect(await store().savePool(pool({ version: 2, name: 'Fleuves' }), [])).toEqual({ outcome: 'saved' })
    })

    it('give each commune those who answer for it, as they stand there', async () => {
      await store().saveUser(user('anne', { roles: ['agent', 'admin'], departments: ['accueil'] }))
      await store().saveUser(user('basile', { communeId: 'ailleurs' }))
      await store().saveUser(user('chloe', { communeId: 'bourg', deactivatedAt: at(0) }))
      await store().savePool(pool(), [])
      expect((await store().listServing('bourg')).map(({ id }) => id)).toEqual(['anne'])
      expect(await store().listServing('ailleurs')).toMatchObject([
        { id: 'basile', communeId: 'ailleurs' },
        { id: 'anne', communeId: 'ailleurs', home: 'bourg', roles: ['agent'], departments: ['etat-civil'] },
      ])
      expect((await store().listStaff('ailleurs')).map(({ id }) => id)).toEqual(['basile'])
    })

    it('make an agent there, and her browsers told, for every commune that she serves', async () => {
      await store().saveUser(user('anne'))
      await store().savePool(pool(), [])
      const browser = {
        endpoint: 'https://push.example.org/one',
        keys: { p256dh: 'p', auth: 'a' },
        sessionHash: 'session',
      }
      const asked = { language: 'fr' as const, quiet: NEVER_QUIET, createdAt: at(0), pushedAt: null }
      await store().savePushSubscription({ ...browser, ...asked, userId: 'anne', communeId: 'bourg' })
      const pushed = async (communeId: string) => (await store().listPushSubscriptions(communeId)).length
      expect([await pushed('bourg'), await pushed('ailleurs'), await pushed('loin')]).toEqual([1, 1, 0])
      const told: string[] = []
      const stop = store().subscribe((change) => told.push(`${change.type} ${change.communeId}`))
      await store().savePresence({ userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) })
      expect(told).toEqual(['presence bourg', 'presence ailleurs'])
      for (const communeId of ['bourg', 'ailleurs', 'loin'])
        expect((await store().listPresences(communeId)).length).toBe(communeId === 'loin' ? 0 : 1)
      await store().removePool('rivers', 1, [])
      expect(told.slice(2)).toEqual(['account bourg', 'presence ailleurs'])
      expect(await store().listPresences('ailleurs')).toEqual([])
      expect(await pushed('ailleurs')).toBe(0)
      stop()
    })

    it('know an account no more that is erased', async () => {
      await store().saveUser(user('anne', { deactivatedAt: at(0) }))
      await store().savePool(pool({ agents: [...pool().agents, { userId: 'basile', serves: { bourg: [] } }] }), [])
      expect(await store().eraseAccount('anne', at(5))).toBe('erased')
      expect(await store().listPools()).toMatchObject([{ version: 2, agents: [{ userId: 'basile' }] }])
    })
  })
}
