import { describe, expect, it } from '@jest/globals'
import { helpOf, nearestHelp } from '../../../src/features/places/nearest-offices.js'
import { place } from './sample-places.js'

const PROCEDURES = ['Aide aux démarches administratives']

describe('helpOf', () => {
  it('reads what a place does from its services and its programmes, most useful first', () => {
    expect(helpOf({ services: ['Accès internet et matériel informatique', ...PROCEDURES], programmes: [] })).toEqual([
      'procedures',
      'equipment',
    ])
    expect(helpOf({ services: [], programmes: ['Conseillers numériques'] })).toEqual(['learning'])
    const others = ['Loisirs et créations numériques', 'Acquisition de matériel informatique à prix solidaire']
    expect(helpOf({ services: others, programmes: [] })).toEqual([])
  })
})

describe('nearestHelp', () => {
  const ids = (places: ReturnType<typeof place>[], most = 2) => nearestHelp(places, most).map(({ id }) => id)

  it('passes over what helps nobody with a procedure, and what speaks to a few', () => {
    const places = [
      place({ id: 'games', services: ['Loisirs et créations numériques'], programmes: [] }),
      place({ id: 'young', services: PROCEDURES, audiences: ['Jeunes'] }),
      place({ id: 'near', services: PROCEDURES }),
      place({ id: 'all', services: PROCEDURES, audiences: ['Jeunes', 'Seniors', 'Étudiants'] }),
      place({ id: 'far', services: PROCEDURES }),
    ]
    expect(ids(places)).toEqual(['near', 'all'])
  })

  it('completes with the others when they are too few, nearest first', () => {
    const young = place({ id: 'young', services: PROCEDURES, audiences: ['Jeunes'] })
    expect(ids([young, place({ id: 'near', services: PROCEDURES })])).toEqual(['young', 'near'])
    expect(ids([])).toEqual([])
  })
})
