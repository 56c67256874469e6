import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Instances } from '../../src/platform/instances/instances.js'

/** Instances under test, and how to do away with them. */
export interface InstancesUnderTest {
  instances: Instances
  cleanUp: () => Promise<void>
}

const AT = new Date('2026-11-24T09:00:00.000Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000)

/** What every {@link Instances} keeps, alone or not. */
export function describeInstances(name: string, open: () => Promise<InstancesUnderTest>): void {
  describe(`instances: ${name}`, () => {
    let under: InstancesUnderTest
    let instances: Instances
    beforeEach(async () => {
      under = await open()
      instances = under.instances
    })
    afterEach(() => under.cleanUp())

    it('let acts of one name run one after the other, in the order in which they were asked, and others beside them', async () => {
      const ran: string[] = []
      let letGo = () => {}
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      const first = instances.withLock('a', async () => {
        await held
        ran.push('first')
        throw new Error('its own')
      })
      const second = instances.withLock('a', async () => ran.push('second'))
      await instances.withLock('b', async () => ran.push('beside'))
      letGo()
      await expect(first).rejects.toThrow('its own')
      await second
      expect(ran).toEqual(['beside', 'first', 'second'])
    })

    it('give the same hash to the same value, that says nothing of it', () => {
      expect(instances.hash('192.0.2.1')).toBe(instances.hash('192.0.2.1'))
      expect(instances.hash('192.0.2.1')).not.toBe(instances.hash('192.0.2.2'))
      expect(instances.hash('192.0.2.1')).toMatch(/^[\w-]{22}$/)
    })

    it('hear nothing of what they say themselves', async () => {
      const heard: string[] = []
      const stop = instances.onMessage(({ type }) => heard.push(type))
      instances.broadcast({ type: 'content' })
      await instances.withLock('a', async () => {})
      stop()
      expect(heard).toEqual([])
    })

    it('count tries by key: many of one instant are many, and one key that waits makes none count', async () => {
      const { tries } = instances
      const waits = await Promise.all(Array.from({ length: 6 }, () => tries.begin([{ key: 'a' }], AT)))
      expect(waits.filter((ms) => ms === 0)).toHaveLength(5)
      expect(Math.max(...waits)).toBe(2_000)
      expect(await tries.begin([{ key: 'b' }, { key: 'a' }], AT)).toBe(2_000)
      for (let n = 0; n < 5; n += 1) expect(await tries.begin([{ key: 'b' }], AT)).toBe(0)
      expect(await tries.begin([{ key: 'a' }], later(2))).toBe(0)
      expect(await tries.begin([{ key: 'a' }], later(3))).toBe(3_000)
      // Half an hour without another: forgotten.
      for (let n = 0; n < 5; n += 1) expect(await tries.begin([{ key: 'a' }], later(2_000))).toBe(0)
    })

    it('take back the tries of who succeeds, and of a shared key the last alone', async () => {
      const { tries } = instances
      const keys = [{ key: 'own' }, { key: 'all', free: 2, shared: true }]
      for (let n = 0; n < 3; n += 1) await tries.begin(keys, AT)
      expect(await tries.begin(keys, AT)).toBe(2_000)
      await tries.takeBack(keys)
      expect(await tries.begin(keys, AT)).toBe(0)
      expect(await tries.begin(keys, AT)).toBe(2_000)
      for (let n = 0; n < 4; n += 1) expect(await tries.begin([{ key: 'own' }], AT)).toBe(0)
      expect(await tries.begin([{ key: 'own' }], AT)).toBe(2_000)
    })
  })
}
