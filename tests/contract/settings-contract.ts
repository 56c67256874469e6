import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/domain/change.js'
import type { AnswersSwitch } from '../../src/domain/settings/answers-switch.js'
import type { SettingsSave } from '../../src/domain/settings/settings.js'
import { ADA, BILAL } from './sample-entry-content.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function save(patch: Partial<SettingsSave> = {}): SettingsSave {
  return {
    communeId: 'bourg',
    baseVersion: 0,
    at: at(1),
    ...ADA,
    why: 'Nouveau nom',
    set: { nom: 'Bourg-Neuf' },
    toFile: [],
    differences: [{ key: 'nom', before: 'Bourg', after: 'Bourg-Neuf' }],
    ...patch,
  }
}

function order(stopped: boolean, patch: Partial<AnswersSwitch> = {}): AnswersSwitch {
  return { communeId: 'bourg', stopped, at: at(1), ...ADA, why: 'Réponses fausses', ...patch }
}

/** What administrators decide of a commune: its settings, whether its assistant answers, what they have checked. */
export function describeSettings({ store }: Contract): void {
  const audit = async () =>
    (await store().listAudit('bourg', { limit: 50 })).rows.map(({ action, target, userName, before, after, why }) => ({
      action,
      id: target.id,
      userName,
      before,
      after,
      why,
    }))

  describe('settings', () => {
    it('are changed over what their author saw, told who was faster otherwise, with their audit in the same write', async () => {
      const saves = await Promise.all([
        store().saveSettings(save()),
        store().saveSettings(save({ ...BILAL, at: at(2) })),
      ])
      expect(saves).toMatchObject([
        { outcome: 'saved', edit: { version: 1, set: { nom: 'Bourg-Neuf' } } },
        { outcome: 'stale', last: { version: 1, userName: ADA.userName, at: at(1) } },
      ])
      const back = save({ baseVersion: 1, set: {}, toFile: ['nom'], differences: [], at: at(3) })
      expect(await store().saveSettings(back)).toMatchObject({
        outcome: 'saved',
        edit: { version: 2, toFile: ['nom'] },
      })
      expect((await store().listSettingsEdits('bourg')).map(({ version }) => version)).toEqual([1, 2])
      expect(await store().listSettingsEdits('ailleurs')).toEqual([])
      expect(await audit()).toEqual([
        {
          action: 'settings_changed',
          id: 'nom',
          userName: ADA.userName,
          before: 'Bourg',
          after: 'Bourg-Neuf',
          why: 'Nouveau nom',
        },
      ])
    })

    it('are announced once written, and outlive their audit', async () => {
      const told: Change[] = []
      store().subscribe((change) => told.push(change))
      await store().saveSettings(save())
      await store().saveSettings(save())
      expect(told).toEqual([{ type: 'settings', communeId: 'bourg' }])
      expect(await store().listAuditBefore('bourg', at(5))).toEqual([at(1)])
      expect(await store().dropAuditBefore('bourg', at(5))).toBe(1)
      expect([await audit(), (await store().listSettingsEdits('bourg')).length]).toEqual([[], 1])
    })
  })

  describe('the answers of an assistant', () => {
    it('are stopped once, and let again, each told by the audit', async () => {
      expect(await store().readAnswersSwitch('bourg')).toBeUndefined()
      expect(await store().switchAnswers(order(false))).toBe('already')
      const both = await Promise.all([order(true), order(true, BILAL)].map((one) => store().switchAnswers(one)))
      expect(both).toEqual(['switched', 'already'])
      expect(await store().readAnswersSwitch('bourg')).toEqual(order(true))
      expect(await store().readAnswersSwitch('ailleurs')).toBeUndefined()
      expect(await store().switchAnswers(order(false, { at: at(2), why: 'Corrigé' }))).toBe('switched')
      expect(await audit()).toMatchObject([
        { action: 'answers_resumed', why: 'Corrigé', before: { stopped: true }, after: { stopped: false } },
        { action: 'answers_stopped', why: 'Réponses fausses', before: { stopped: false }, after: { stopped: true } },
      ])
    })

    it('are stopped whatever version the settings have', async () => {
      await store().saveSettings(save())
      await store().switchAnswers(order(true))
      expect(await store().saveSettings(save({ baseVersion: 1, at: at(3) }))).toMatchObject({ outcome: 'saved' })
      expect(await store().readAnswersSwitch('bourg')).toMatchObject({ stopped: true })
    })
  })

  describe('what is checked of the entries', () => {
    it('is kept by line, with the first who did it, and taken back', async () => {
      const tick = { entryId: 'cantine', check: 'Les tarifs', at: at(1), ...ADA }
      await store().tickCheck('bourg', tick, true)
      await store().tickCheck('bourg', { ...tick, ...BILAL, at: at(2) }, true)
      await store().tickCheck('bourg', { ...tick, check: 'Les délais', at: at(3) }, true)
      expect(await store().listCheckTicks('bourg')).toEqual([tick, { ...tick, check: 'Les délais', at: at(3) }])
      await store().tickCheck('bourg', tick, false)
      expect((await store().listCheckTicks('bourg')).map(({ check }) => check)).toEqual(['Les délais'])
      expect(await store().listCheckTicks('ailleurs')).toEqual([])
    })
  })
}
