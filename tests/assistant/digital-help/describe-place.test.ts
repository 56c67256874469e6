import { describe, expect, it } from '@jest/globals'
import { describePlace } from '../../../src/assistant/digital-help/describe-place.js'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import type { Language } from '../../../src/platform/model/language.js'
import type { Place } from '../../../src/platform/model/place.js'
import { sayIn } from '../../../src/platform/model/say.js'
import { knowledgeDir } from '../../features/entries/installed.js'
import { CENTRE, place } from '../../features/places/sample-places.js'
import { commune } from '../../platform/model/sample-commune.js'

const say = await loadMessages(knowledgeDir)
const town = commune({ position: CENTRE, closures: [{ from: '2026-11-24', to: '2026-11-24', reason: 'inventaire' }] })

/** A place in words, on Tuesday 24 November 2026 at ten in Paris unless told otherwise; spaces of every width as plain ones. */
function words(patch: Partial<Place> = {}, at = '2026-11-24T10:00+01:00', language: Language = 'fr') {
  const described = describePlace(place(patch), {
    commune: town,
    now: new Date(at),
    language,
    say: sayIn(say, language),
  })
  return JSON.parse(JSON.stringify(described).replace(/[\u00a0\u202f]/g, ' ')) as typeof described
}

describe('describePlace', () => {
  it('says what one gets there, for how much, how far, and a phone that dials', () => {
    expect(words()).toMatchObject({
      distance: 'à 3 km',
      distanceKm: 3,
      help: 'Quelqu’un fait vos démarches avec vous. Label : France Services. C’est gratuit.',
      phone: { label: '02 61 91 01 01', href: 'tel:+33261910101' },
      care: 'Accueil adapté : surdité, illettrisme.',
    })
    expect(words({ position: { latitude: 47.803, longitude: 1.7 } }).distance).toBe('à moins de 1 km')
    expect(words({ fees: ['Gratuit sous condition'] }).help).toContain('Prix : gratuit sous condition.')
    expect(words({ phone: null, care: [] })).toMatchObject({ phone: null, care: '' })
  })

  it.each([
    ['in the morning', '2026-11-24T10:00+01:00', true, 'Ouvert maintenant, jusqu’à 12 h.'],
    ['at lunch', '2026-11-24T13:00+01:00', false, 'Fermé maintenant, ouvre aujourd’hui à 14 h.'],
    ['in the evening', '2026-11-24T20:00+01:00', false, 'Fermé maintenant, ouvre demain à 9 h.'],
    ['on a holiday', '2026-12-25T10:00+01:00', false, 'Fermé maintenant, ouvre le lundi 28 décembre à 9 h.'],
  ])('says whether it is open %s, whatever the closures of the town hall', (_, at, open, sentence) => {
    const described = words({}, at)
    expect(described.open).toBe(open)
    expect(described.hours).toBe(`${sentence} Horaires : du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h.`)
  })

  it('claims nothing on hours that are unknown or not read', () => {
    expect(words({ hours: '' })).toMatchObject({ open: null, hours: expect.stringContaining('Horaires inconnus') })
    expect(words({ hours: 'Th[1] 09:00-12:00; PH off' })).toMatchObject({
      open: null,
      hours: 'Horaires : jeudi[1] 09:00-12:00 ; jours fériés fermé.',
    })
  })

  it('speaks English', () => {
    expect(words({}, '2026-11-24T20:00+01:00', 'en')).toMatchObject({
      distance: '3 km away',
      hours: 'Closed now, opens tomorrow at 09:00. Opening hours: Mon–Fri 09:00–12:00, 14:00–17:00.',
    })
  })
})
