import { describe, expect, it } from '@jest/globals'
import type { Appointment } from '../../src/features/appointments/appointment.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const said = (patch: Partial<Appointment> = {}): Appointment => ({
  id: 'one',
  status: 'unknown',
  startsAt: '2026-12-08T09:00:00.000Z',
  minutes: 30,
  motive: 'Carte d’identité',
  place: 'Mairie',
  people: [['a']],
  saidAt: at(1),
  ...patch,
})

/** What RDV Service Public tells of its appointments. */
export function describeAppointments({ store }: Contract): void {
  const idsOf = async (communeId = 'bourg') =>
    (await store().readAppointments(communeId))?.appointments.map(({ id }) => id)

  describe('appointments', () => {
    it('are kept once RDV Service Public is connected, by commune, whichever order they come in', async () => {
      expect(await store().hearAppointment('bourg', at(0), said())).toBe('unchanged')
      expect([await store().readAppointments('bourg'), await store().appointmentSecrets('bourg')]).toEqual([null, null])
      await store().connectAppointments('bourg', 'first', at(0))
      const known = await store().connectAppointments('bourg', 'second', at(0))
      expect(known.secrets.map(({ sealed, until }) => [sealed, until === null])).toEqual([
        ['second', true],
        ['first', false],
      ])
      expect(await store().hearAppointment('bourg', at(1), said({ saidAt: at(5), place: 'Annexe' }))).toBe('kept')
      expect(await store().hearAppointment('bourg', at(1), said({ saidAt: at(4) }))).toBe('unchanged')
      expect(await store().hearAppointment('bourg', at(1), said({ saidAt: at(5), place: 'Annexe' }))).toBe('unchanged')
      expect((await store().readAppointments('bourg'))?.appointments).toEqual([
        said({ saidAt: at(5), place: 'Annexe' }),
      ])
      await store().hearAppointment('bourg', at(6), said({ status: 'destroyed', saidAt: at(6) }))
      expect(await store().hearAppointment('bourg', at(7), said({ saidAt: at(7) }))).toBe('unchanged')
      expect(await idsOf('ailleurs')).toBeUndefined()
      expect((await store().appointmentSecrets('bourg'))?.map(({ sealed }) => sealed)).toEqual(['second', 'first'])
      expect((await store().appointmentsOf('bourg', ['x', 'a'])).map(({ id }) => id)).toEqual(['one'])
      expect([await store().appointmentsOf('bourg', ['x']), await store().appointmentsOf('ailleurs', ['a'])]).toEqual([
        [],
        [],
      ])
    })

    it('of several people go from each by herself, and with the last of them', async () => {
      await store().connectAppointments('bourg', 'sealed', at(0))
      const people = [
        ['phone', 'jeanne'],
        ['phone', 'paul'],
        ['ada', 'ada phone'],
      ]
      await store().hearAppointment('bourg', at(1), said({ people }))
      const ofWhom = async () => (await store().readAppointments('bourg'))?.appointments[0]
      const shownTo = async (digest: string) => (await store().appointmentsOf('bourg', [digest])).length
      expect(await store().forgetAppointments('bourg', ['jeanne'])).toBe(1)
      // They have one phone: it is Paul’s too, and stays with him.
      expect(await ofWhom()).toMatchObject({ motive: 'Carte d’identité', people: [people[1], people[2]] })
      // What is told later brings nothing of hers back, and nobody who may be she.
      const later = said({ saidAt: at(9), place: 'Annexe', people: [...people, ['jeanne', 'other phone']] })
      expect(await store().hearAppointment('bourg', at(9), later)).toBe('kept')
      expect(await ofWhom()).toMatchObject({ place: 'Annexe', people: [people[1], people[2]] })
      expect([await shownTo('jeanne'), await shownTo('paul'), await shownTo('ada')]).toEqual([0, 1, 1])
      expect(await store().forgetAppointments('bourg', ['ada', 'ada phone'])).toBe(1)
      expect(await store().forgetAppointments('bourg', ['phone'])).toBe(1)
      expect(await ofWhom()).toMatchObject({ status: 'destroyed', motive: '', place: '', people: [] })
      expect(await store().hearAppointment('bourg', at(10), said({ saidAt: at(10), people }))).toBe('unchanged')
    })

    it('are announced, and forgotten by whose they are, by their day, or all', async () => {
      const changes: string[] = []
      const stop = store().subscribe((change) => void changes.push(change.type))
      await store().connectAppointments('bourg', 'sealed', at(0))
      await store().hearAppointment('bourg', at(1), said())
      await store().hearAppointment('bourg', at(1), said({ id: 'two', people: [['b']] }))
      await store().hearAppointment(
        'bourg',
        at(1),
        said({ id: 'three', people: [['c']], startsAt: '2026-10-01T09:00:00.000Z' }),
      )
      expect(await idsOf()).toEqual(['three', 'one', 'two'])
      expect(await store().forgetAppointments('bourg', ['a', 'x'])).toBe(1)
      // What is told of it later is forgotten too.
      expect(await store().hearAppointment('bourg', at(9), said({ saidAt: at(9) }))).toBe('unchanged')
      const [, forgotten] = (await store().readAppointments('bourg'))?.appointments ?? []
      expect(forgotten).toMatchObject({ id: 'one', status: 'destroyed', motive: '', place: '', people: [] })
      expect(await store().forgetAppointments('ailleurs', ['b'])).toBe(0)
      await store().dropOldAppointments('2026-11-01T09:00:00.000Z')
      expect(await idsOf()).toEqual(['one', 'two'])
      expect(await store().disconnectAppointments('bourg')).toBe('disconnected')
      expect(await store().disconnectAppointments('bourg')).toBe('unknown')
      expect(await store().readAppointments('bourg')).toBeNull()
      stop()
      expect(changes.filter((type) => type === 'appointment')).toHaveLength(6)
    })
  })
}
