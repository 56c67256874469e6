import { describe, expect, it } from '@jest/globals'
import { readPlace } from '../../../src/features/places/collect-places.js'
import type { Place } from '../../../src/platform/model/place.js'
import { record } from './pieces.js'

function placeOf(patch: Record<string, unknown> = {}): Place {
  const read = readPlace(record(patch))
  if (read.kind !== 'read') throw new Error(read.reason)
  return read.place
}

describe('readPlace', () => {
  it('reads every column of the standard that a person may need', () => {
    const place = placeOf({
      code_postal: '45990',
      telephone: '02.61.91.01.01',
      courriels: 'nope|a@lieu.example.org',
      site_web: 'https://lieu.example.org',
      horaires: 'Mo-Fr 09:00-12:00',
      services: 'Aide aux démarches administratives|Accès internet et matériel informatique',
      publics_specifiquement_adresses: 'Seniors',
      prise_en_charge_specifique: 'Surdité|Illettrisme',
      frais_a_charge: 'Gratuit',
      dispositif_programmes_nationaux: 'France Services|Conseillers numériques',
      fiche_acces_libre: 'https://acceslibre.example.org/x',
      presentation_resume: 'Deux\n conseillères.',
      date_maj: '2026-10-12T08:00:00Z',
      source: 'Hub',
    })
    expect(place).toEqual({
      id: 'a',
      name: 'Le Lieu',
      address: '1 rue Haute, 45990 Bourg',
      position: { latitude: 47.8, longitude: 1.7 },
      phone: '+33261910101',
      email: 'a@lieu.example.org',
      website: 'https://lieu.example.org/',
      hours: 'Mo-Fr 09:00-12:00',
      services: ['Aide aux démarches administratives', 'Accès internet et matériel informatique'],
      audiences: ['Seniors'],
      care: ['Surdité', 'Illettrisme'],
      fees: ['Gratuit'],
      programmes: ['France Services', 'Conseillers numériques'],
      accessibility: 'https://acceslibre.example.org/x',
      summary: 'Deux conseillères.',
      updatedAt: '2026-10-12',
      source: 'Hub',
    })
  })

  it('needs no optional column', () => {
    expect(placeOf()).toMatchObject({
      address: '1 rue Haute, Bourg',
      phone: null,
      services: [],
      hours: '',
      updatedAt: null,
    })
  })

  it('reads numbers, lists of JSON, decimal commas and columns of older versions', () => {
    expect(placeOf({ id: 12, latitude: 47.5, longitude: '1,25', services: ['a', 'b', 'a'] })).toMatchObject({
      id: '12',
      position: { latitude: 47.5, longitude: 1.25 },
      services: ['a', 'b'],
    })
    const old = {
      labels_nationaux: 'France Services;APTIC',
      accessibilite: 'https://acces.example.org/',
      date_maj: '01/03/2026',
    }
    expect(placeOf(old)).toMatchObject({
      programmes: ['France Services', 'APTIC'],
      accessibility: 'https://acces.example.org/',
      updatedAt: '2026-03-01',
    })
  })

  it('leaves out what nobody could use, and never a link that is a script', () => {
    const useless = {
      telephone: '12',
      courriels: 'x@',
      site_web: 'javascript:alert(1)',
      fiche_acces_libre: 'oui',
      date_maj: 'hier',
    }
    expect(placeOf(useless)).toMatchObject({
      phone: null,
      email: null,
      website: null,
      accessibility: null,
      updatedAt: null,
    })
  })

  it.each([
    [{ id: ' ' }, 'no_id'],
    [{ nom: '' }, 'no_name'],
    [{ adresse: undefined }, 'no_address'],
    [{ commune: '' }, 'no_address'],
    [{ latitude: '' }, 'no_position'],
    [{ longitude: null }, 'no_position'],
    [{ latitude: 'nord' }, 'bad_position'],
    [{ latitude: '91' }, 'bad_position'],
    [{ longitude: '-181' }, 'bad_position'],
    [{ latitude: '0', longitude: '0.0' }, 'bad_position'],
  ] as const)('refuses %j: %s', (patch, reason) => {
    expect(readPlace(record(patch))).toEqual({ kind: 'refused', reason })
  })
})
