import { describe, expect, it } from '@jest/globals'
import type { IgnoredConflict } from '../../src/features/settings/settings-document.js'
import { ADA, BILAL } from './sample-entry-content.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function ignored(patch: Partial<IgnoredConflict> = {}): IgnoredConflict {
  const entryIds = ['cantine', 'garderie']
  return { key: 'confused:cantine:garderie', entryIds, mark: 'm1', reason: 'Même guichet', at: at(1), ...ADA, ...patch }
}

/** Findings among the entries of a commune that its curators let be. */
export function describeConflicts({ store }: Contract): void {
  const audit = async () =>
    (await store().listAudit('bourg', { kind: 'entry', limit: 50 })).rows.map(({ action, target, userName, why }) => ({
      action,
      id: target.id,
      userName,
      why,
    }))

  describe('findings that are let be', () => {
    it('are kept by key, the last word of each, with their audit in the same write', async () => {
      expect(await store().listIgnoredConflicts('bourg')).toEqual([])
      await store().ignoreConflict('bourg', ignored())
      const again = ignored({ mark: 'm2', reason: 'Toujours', at: at(2), ...BILAL })
      await store().ignoreConflict('bourg', ignored({ key: 'never_found:tir', entryIds: ['tir'], at: at(2) }))
      await store().ignoreConflict('bourg', again)
      expect((await store().listIgnoredConflicts('bourg')).map(({ key }) => key)).toEqual([
        'never_found:tir',
        again.key,
      ])
      expect((await store().listIgnoredConflicts('bourg')).at(-1)).toEqual(again)
      expect(await store().listIgnoredConflicts('ailleurs')).toEqual([])
      expect((await audit())[0]).toEqual({
        action: 'conflict_ignored',
        id: 'cantine',
        userName: BILAL.userName,
        why: 'Toujours',
      })
      expect(await audit()).toHaveLength(3)
    })

    it('are looked at again once somebody asks, which the audit tells', async () => {
      await store().ignoreConflict('bourg', ignored())
      const by = { ...BILAL, at: at(3) }
      expect(await store().reopenConflict('bourg', ignored().key, by)).toBe('reopened')
      expect(await store().reopenConflict('bourg', ignored().key, by)).toBe('unknown')
      expect(await store().reopenConflict('ailleurs', ignored().key, by)).toBe('unknown')
      expect(await store().listIgnoredConflicts('bourg')).toEqual([])
      expect((await audit()).map(({ action }) => action)).toEqual(['conflict_reopened', 'conflict_ignored'])
    })
  })
}
