import { expect, it } from '@jest/globals'
import { type Alert, type AlertEdit, alertState, shownAlert } from '../../../src/platform/model/alert.js'
import { fc } from '../../properties.js'

const alert: Alert = {
  level: 'info',
  from: '2026-11-24T02:00:00+01:00',
  to: '2026-11-24T04:00:00.000Z',
  text: { fr: 'Coupure d’eau.' },
  entries: [],
  link: null,
}
const edit: AlertEdit = { communeId: 'bourg', at: alert.from, userId: 'anne', userName: 'Anne', alert }

it.each([
  ['2026-11-24T00:59:59.999Z', 'planned'],
  ['2026-11-24T01:00:00.000Z', 'shown'],
  ['2026-11-24T03:59:59.999Z', 'shown'],
  ['2026-11-24T04:00:00.000Z', 'ended'],
])('at %s it is %s, whatever the zone in which it was written', (at, expected) => {
  expect(alertState(alert, new Date(at))).toBe(expected)
})

it('is the last edit’s, and none once withdrawn', () => {
  const at = new Date('2026-11-24T02:00:00Z')
  expect(shownAlert([], at)).toBeNull()
  expect(shownAlert([edit, { ...edit, alert: null }], at)).toEqual(edit)
  expect(shownAlert([{ ...edit, alert: null }, edit], at)).toBeNull()
})

it('is shown at every instant from its beginning to its end, and at no other', () => {
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, instant, instant, (from, to, at) => {
      const one = { ...alert, from: from.toISOString(), to: to.toISOString() }
      expect(shownAlert([{ ...edit, alert: one }], at) !== null).toBe(at >= from && at < to)
    }),
  )
})
