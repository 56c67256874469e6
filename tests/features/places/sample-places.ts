import type { Place, PlacesNearby } from '../../../src/platform/model/place.js'

/** A place that does procedures with anyone, one km north of {@link CENTRE}. */
export function place(patch: Partial<Place> = {}): Place {
  return {
    id: 'poste',
    name: 'France Services de Bourg',
    address: '1 rue Haute, 45990 Bourg',
    position: { latitude: 47.8272, longitude: 1.7 },
    phone: '+33261910101',
    email: 'poste@bourg.example.org',
    website: null,
    hours: 'Mo-Fr 09:00-12:00,14:00-17:00; PH off',
    services: ['Aide aux démarches administratives'],
    audiences: [],
    care: ['Surdité', 'Illettrisme'],
    fees: ['Gratuit'],
    programmes: ['France Services'],
    accessibility: 'https://acces.example.org/poste',
    summary: '',
    updatedAt: '2026-10-01',
    source: 'Hub',
    ...patch,
  }
}

/** The centre of the town of the sample places. */
export const CENTRE = { latitude: 47.8, longitude: 1.7 }

/** These places, with where they come from. */
export function nearby(...places: Place[]): PlacesNearby {
  return { source: { name: 'Hub', licence: 'Licence Ouverte 2.0', date: '2026-10-01' }, places }
}
