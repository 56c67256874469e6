import { describe, expect, it } from '@jest/globals'
import type { SettingsSave } from '../../src/features/settings/settings.js'
import type { AnswersSwitch } from '../../src/features/settings/settings-document.js'
import type { Change } from '../../src/platform/model/change.js'
import type { CheckAct, CheckPoint } from '../../src/platform/model/check-tick.js'
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

    it('say from which commune they were copied', async () => {
      const copied = { communeId: 'ailleurs', name: 'Ailleurs', groups: ['closures' as const] }
      await store().saveSettings(save({ copied }))
      expect((await store().listSettingsEdits('bourg'))[0]).toMatchObject({ copied })
      expect(await audit()).toMatchObject([
        {
          action: 'settings_copied',
          id: 'copy',
          after: { from: 'Ailleurs', groups: ['closures'] },
          why: 'Nouveau nom',
        },
        { action: 'settings_changed', id: 'nom' },
      ])
    })

    it('keep the public address of a commune, and that it was taken away', async () => {
      const given = { publicUrl: 'https://chat.bourg.fr' }
      const differences = [{ key: 'publicUrl' as const, before: null, after: given.publicUrl }]
      await store().saveSettings(save({ set: given, differences }))
      await store().saveSettings(save({ baseVersion: 1, set: { publicUrl: null }, differences: [], at: at(2) }))
      expect((await store().listSettingsEdits('bourg')).map(({ set }) => set)).toEqual([given, { publicUrl: null }])
      expect(await audit()).toMatchObject([{ id: 'publicUrl', before: null, after: given.publicUrl }])
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

  describe('what is checked in a first run', () => {
    const point = (check: string, id = 'cantine'): CheckPoint => ({ kind: 'entry', id, check })
    const step: CheckPoint = { kind: 'step', id: 'services', check: '' }
    const act = (points: CheckPoint[], patch: Partial<CheckAct> = {}): CheckAct => ({
      communeId: 'bourg',
      points,
      done: true,
      at: at(1),
      ...ADA,
      ...patch,
    })

    it('is kept point by point, with the first who did it, and taken back', async () => {
      const told: Change[] = []
      store().subscribe((change) => told.push(change))
      const [prices, delays, other] = [point('Les tarifs'), point('Les délais'), point('Les tarifs', 'garderie')]
      expect(await store().tickChecks(act([prices, prices, other]))).toEqual([prices, other])
      expect(await store().tickChecks(act([prices, delays, step], { ...BILAL, at: at(2) }))).toEqual([delays, step])
      expect(await store().listCheckTicks('bourg')).toEqual([
        { ...prices, ...ADA, at: at(1) },
        { ...other, ...ADA, at: at(1) },
        { ...delays, ...BILAL, at: at(2) },
        { ...step, ...BILAL, at: at(2) },
      ])
      const back = act([prices, step, point('Autre chose')], { done: false, ...BILAL, at: at(3) })
      expect(await store().tickChecks(back)).toEqual([prices, step])
      expect((await store().listCheckTicks('bourg')).map(({ id, check }) => [id, check])).toEqual([
        ['garderie', 'Les tarifs'],
        ['cantine', 'Les délais'],
      ])
      expect([await store().listCheckTicks('ailleurs'), told]).toEqual([[], []])
    })

    it('is told by the audit, each entry and step by one row, and outlives it', async () => {
      await store().tickChecks(act([point('Les tarifs'), point('Les délais'), step]))
      await store().tickChecks(act([point('Les tarifs')], { done: false, ...BILAL, at: at(2) }))
      await store().tickChecks(act([point('Les tarifs')], { done: false, at: at(3) }))
      expect(await audit()).toEqual([
        {
          action: 'check_unticked',
          id: 'cantine',
          userName: BILAL.userName,
          before: ['Les tarifs'],
          after: null,
          why: '',
        },
        {
          action: 'check_ticked',
          id: 'first-run.services',
          userName: ADA.userName,
          before: false,
          after: true,
          why: '',
        },
        {
          action: 'check_ticked',
          id: 'cantine',
          userName: ADA.userName,
          before: null,
          after: ['Les tarifs', 'Les délais'],
          why: '',
        },
      ])
      await store().dropAuditBefore('bourg', at(5))
      expect((await store().listCheckTicks('bourg')).map(({ check }) => check)).toEqual(['Les délais', ''])
    })

    it('is kept whole when several people tick at once', async () => {
      const acts = ['un', 'deux', 'trois', 'quatre'].map((check) => store().tickChecks(act([point(check)])))
      await Promise.all(acts)
      expect((await store().listCheckTicks('bourg')).map(({ check }) => check)).toEqual([
        'un',
        'deux',
        'trois',
        'quatre',
      ])
    })
  })
}
