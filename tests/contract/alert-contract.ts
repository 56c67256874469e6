import { describe, expect, it } from '@jest/globals'
import { type Alert, type AlertEdit, KEPT_ALERT_EDITS } from '../../src/platform/model/alert.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const FLOOD: Alert = {
  level: 'urgent',
  from: at(0),
  to: at(60),
  text: { fr: 'La Loire monte.', en: 'The Loire is rising.' },
  entries: ['risques-alertes'],
  link: null,
}

function edit(minutes: number, patch: Partial<AlertEdit> = {}): AlertEdit {
  return { communeId: 'bourg', at: at(minutes), userId: 'anne', userName: 'Anne', alert: FLOOD, ...patch }
}

/** Alerts and who edited them. */
export function describeAlerts({ store }: Contract): void {
  describe('alerts', () => {
    it('keeps the edits of each commune, latest first', async () => {
      expect(await store().listAlertEdits('bourg')).toEqual([])
      await store().saveAlert(edit(1))
      await store().saveAlert(edit(2, { communeId: 'ailleurs' }))
      await store().saveAlert(edit(3, { alert: null }))
      expect(await store().listAlertEdits('bourg')).toEqual([edit(3, { alert: null }), edit(1)])
      expect(await store().listAlertEdits('ailleurs')).toEqual([edit(2, { communeId: 'ailleurs' })])
      expect(await store().listAlertEdits('__proto__')).toEqual([])
    })

    it('keeps as many as it says, those of another commune aside', async () => {
      await store().saveAlert(edit(0, { communeId: 'ailleurs' }))
      for (let minute = 1; minute <= KEPT_ALERT_EDITS + 2; minute += 1) await store().saveAlert(edit(minute))
      const edits = await store().listAlertEdits('bourg')
      expect(edits).toHaveLength(KEPT_ALERT_EDITS)
      expect(edits[0]?.at).toBe(at(KEPT_ALERT_EDITS + 2))
      expect(await store().listAlertEdits('ailleurs')).toHaveLength(1)
    })

    it('gives and takes copies', async () => {
      const given = edit(1)
      await store().saveAlert(given)
      given.userName = 'another'
      const [read] = await store().listAlertEdits('bourg')
      if (read?.alert) read.alert.text.fr = 'another'
      expect(await store().listAlertEdits('bourg')).toEqual([
        edit(1, { alert: { ...FLOOD, text: { fr: 'La Loire monte.', en: 'The Loire is rising.' } } }),
      ])
    })

    it('loses none of those made at once', async () => {
      await Promise.all([1, 2, 3].map((minute) => store().saveAlert(edit(minute))))
      expect(await store().listAlertEdits('bourg')).toHaveLength(3)
    })
  })
}
