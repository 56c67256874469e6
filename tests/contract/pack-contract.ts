import { describe, expect, it } from '@jest/globals'
import type { PackSubscription } from '../../src/features/packs/pack.js'
import { content } from './sample-entry-content.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function following(patch: Partial<PackSubscription> = {}): PackSubscription {
  return {
    communeId: 'bourg',
    packId: 'piscines',
    title: 'Piscines',
    address: '',
    key: 'key-1',
    licence: 'Licence Ouverte 2.0',
    sourceName: 'Ville de Bourg',
    version: '1.0.0',
    variables: {},
    base: { piscine: content() },
    since: at(0),
    by: { userId: 'ada', userName: 'Ada' },
    ...patch,
  }
}

/** Packs that communes follow. */
export function describePacks({ store }: Contract): void {
  describe('packs', () => {
    it('keeps those of each commune, in order, and what was taken since', async () => {
      expect(await store().savePackSubscription(following())).toBe('saved')
      await store().savePackSubscription(following({ packId: 'ecoles' }))
      await store().savePackSubscription(following({ version: '1.1.0' }))
      expect(await store().listPackSubscriptions('bourg')).toEqual([
        following({ version: '1.1.0' }),
        following({ packId: 'ecoles' }),
      ])
      expect(await store().listPackSubscriptions('ailleurs')).toEqual([])
    })

    it('refuses another key than the one that was trusted first', async () => {
      await store().savePackSubscription(following())
      expect(await store().savePackSubscription(following({ key: 'key-2' }))).toBe('changed_key')
      expect(await store().listPackSubscriptions('bourg')).toEqual([following()])
    })

    it('counts the communes that follow a pack, by its key too, until they no longer do', async () => {
      await store().savePackSubscription(following())
      await store().savePackSubscription(following({ communeId: 'ailleurs' }))
      await store().savePackSubscription(following({ communeId: 'là-bas', key: 'key-2' }))
      expect(await store().countPackFollowers('piscines', 'key-1')).toBe(2)
      expect(await store().dropPackSubscription('ailleurs', 'piscines')).toBe('dropped')
      expect(await store().dropPackSubscription('ailleurs', 'piscines')).toBe('unknown')
      expect(await store().countPackFollowers('piscines', 'key-1')).toBe(1)
      expect(await store().countPackFollowers('ecoles', 'key-1')).toBe(0)
    })
  })
}
