import { describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../../src/assistant/words/messages.js'
import { describeOpening, type ReadingMoment } from '../../../../src/features/entries/render/describe-opening.js'
import {
  describeNotices,
  describeService,
  describeServicesOf,
} from '../../../../src/features/entries/render/describe-service.js'
import type { Schedule } from '../../../../src/platform/model/commune.js'
import type { Language } from '../../../../src/platform/model/language.js'
import { frenchTypography } from '../../../../src/platform/text/typography.js'
import { commune, HOURS, service } from '../../../platform/model/sample-commune.js'
import { fc } from '../../../properties.js'
import { knowledgeDir } from '../installed.js'
import { entry } from '../sample-entry.js'

const say = await loadMessages(knowledgeDir)
const town = commune()
const WEEK: Schedule = { hours: HOURS }

function tellingAt(local: string, language: Language = 'fr'): ReadingMoment {
  const here: ReadingMoment['say'] = (key, parameters) => say(language, key, parameters)
  return { now: new Date(local), timeZone: 'Europe/Paris', language, say: here }
}

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const sentenceAt = (local: string, schedule = WEEK, language: Language = 'fr') =>
  plain(describeOpening(town, schedule, tellingAt(local, language)).sentence)
const noticesAt = (local: string, schedule = WEEK, language: Language = 'fr') =>
  describeNotices(town, schedule, tellingAt(local, language)).map(plain)

const HOLIDAYS_OF_TOWN = { from: '2026-12-24', to: '2027-01-02', reason: 'congés de fin d’année' }

describe('the state of a service in words', () => {
  it.each([
    ['2026-11-24T10:00+01:00', 'ouvert, ferme à 12 h', 'open, closes at 12:00'],
    ['2026-11-24T11:30+01:00', 'ouvert, ferme bientôt, à 12 h', 'open, closes soon, at 12:00'],
    ['2026-11-24T12:30+01:00', 'fermé, ouvre aujourd’hui à 13 h 30', 'closed, opens today at 13:30'],
    ['2026-11-24T18:00+01:00', 'fermé, ouvre demain à 8 h 30', 'closed, opens tomorrow at 08:30'],
    [
      '2026-11-28T18:00+01:00',
      'fermé, ouvre le lundi 30 novembre à 8 h 30',
      'closed, opens on Monday 30 November at 08:30',
    ],
    [
      '2026-11-11T10:00+01:00',
      'fermé le mercredi 11 novembre (Armistice) ; rouvre le jeudi 12 novembre à 8 h 30',
      'closed on Wednesday 11 November (Armistice Day); opens again on Thursday 12 November at 08:30',
    ],
    [
      '2026-05-01T10:00+02:00',
      'fermé le vendredi 1er mai (fête du Travail) ; rouvre le samedi 2 mai à 9 h',
      'closed on Friday 1 May (Labour Day); opens again on Saturday 2 May at 09:00',
    ],
  ])('%s', (local, french, english) => {
    expect(sentenceAt(local)).toBe(french)
    expect(sentenceAt(local, WEEK, 'en')).toBe(english)
  })

  it('says until when a closure of several days lasts', () => {
    const schedule = { ...WEEK, closures: [HOLIDAYS_OF_TOWN] }
    expect(sentenceAt('2026-12-27T10:00+01:00', schedule)).toBe(
      'fermé jusqu’au samedi 2 janvier (congés de fin d’année) ; rouvre le lundi 4 janvier à 8 h 30',
    )
    expect(sentenceAt('2027-01-02T10:00+01:00', schedule)).toBe(
      'fermé le samedi 2 janvier (congés de fin d’année) ; rouvre le lundi 4 janvier à 8 h 30',
    )
  })

  it('says until when works last, though the opening is too far to be sure of', () => {
    const closures = [{ from: '2026-11-01', to: '2027-10-31', reason: 'travaux' }]
    expect(sentenceAt('2026-11-24T10:00+01:00', { ...WEEK, closures })).toBe(
      'fermé jusqu’au dimanche 31 octobre 2027 (travaux)',
    )
  })

  it('has words for a night, for a service that never closes, and for one that is not known to open', () => {
    const late: Schedule = { hours: { 2: [['20:00', '24:00']] } }
    expect(sentenceAt('2026-11-24T21:00+01:00', late)).toBe('ouvert, ferme à minuit')
    const night: Schedule = { hours: { ...late.hours, 3: [['00:00', '02:00']] } }
    expect(sentenceAt('2026-11-24T21:00+01:00', night)).toBe('ouvert, ferme demain à 2 h')
    const always: Schedule = {
      hours: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00']]])),
    }
    expect(sentenceAt('2026-08-20T10:00+02:00', always)).toBe('ouvert')
    expect(sentenceAt('2026-11-24T10:00+01:00', { hours: {} })).toBe(
      'fermé, pour une durée qui n’est pas encore connue',
    )
  })

  it('binds numbers and punctuation as French typography asks', () => {
    const { sentence } = describeOpening(town, WEEK, tellingAt('2026-11-11T10:00+01:00'))
    expect(sentence).toContain('(Armistice)\u202f; rouvre')
    expect(sentence).toContain('8\u00a0h\u00a030')
  })

  it('is true until its end, and another is said then', () => {
    const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(instants, fc.constantFrom<Language>('fr', 'en'), (now, language) => {
        const schedule = { ...WEEK, closures: [HOLIDAYS_OF_TOWN] }
        const { open, sentence, until, changesAt } = describeOpening(town, schedule, {
          ...tellingAt(now.toISOString(), language),
        })
        expect(Date.parse(until)).toBeGreaterThan(now.getTime())
        expect(changesAt === null || until <= changesAt).toBe(true)
        const last = describeOpening(town, schedule, {
          ...tellingAt(new Date(Date.parse(until) - 1).toISOString(), language),
        })
        // Near the closing the sentence hastens; what it says stays the same.
        const calm = (text: string) => text.replace(' bientôt,', '').replace(' soon,', '')
        expect([last.open, calm(last.sentence)]).toEqual([open, calm(sentence)])
        if (language === 'fr') expect(frenchTypography(sentence)).toBe(sentence)
      }),
    )
  })
})

describe('what is not as usual', () => {
  const summer = { from: '07-01', to: '08-31', hours: { 1: HOURS[6] ?? [] } }
  const election = { date: '2026-11-28', ranges: [['14:00', '18:00']] as [string, string][], reason: 'élections' }

  it('is nothing in an ordinary week', () => {
    expect(noticesAt('2026-09-15T10:00+02:00')).toEqual([])
  })

  it('is the season that is on', () => {
    const schedule = { ...WEEK, seasons: [summer] }
    expect(noticesAt('2026-07-20T10:00+02:00', schedule)).toEqual([
      'Horaires de saison, du 1er juillet au 31 août : le lundi de 9 h à 12 h.',
    ])
    expect(noticesAt('2026-07-20T10:00+02:00', schedule, 'en')).toEqual([
      'Seasonal hours, from 1 July to 31 August: on Monday from 09:00 to 12:00.',
    ])
    expect(noticesAt('2026-09-15T10:00+02:00', schedule)).toEqual([])
  })

  it('is what comes in the next fourteen days, by date, and no later', () => {
    const schedule = {
      ...WEEK,
      openings: [election],
      closures: [{ from: '2026-11-26', to: '2026-11-27', reason: 'travaux' }],
    }
    const expected = [
      'Fermé du jeudi 26 novembre au vendredi 27 novembre (travaux).',
      'Ouverture exceptionnelle le samedi 28 novembre, de 14 h à 18 h (élections).',
    ]
    expect(noticesAt('2026-11-24T10:00+01:00', schedule)).toEqual(expected)
    expect(noticesAt('2026-11-14T10:00+01:00', schedule)).toEqual(expected)
    expect(noticesAt('2026-11-13T10:00+01:00', schedule)).toEqual(expected.slice(0, 1))
    expect(noticesAt('2026-11-11T10:00+01:00', schedule)).toEqual([])
    expect(noticesAt('2026-11-28T19:00+01:00', schedule)).toEqual(expected.slice(1))
  })

  it('is a holiday to come, unless the day is closed every week, and not the closure of today', () => {
    expect(noticesAt('2026-11-10T10:00+01:00')).toEqual(['Fermé le mercredi 11 novembre (Armistice).'])
    // All Saints' Day of 2026 is a Sunday.
    expect(noticesAt('2026-10-26T10:00+01:00')).toEqual([])
    expect(noticesAt('2026-12-26T10:00+01:00', { ...WEEK, closures: [HOLIDAYS_OF_TOWN] })).toEqual([])
  })
})

describe('the services of an entry', () => {
  const at = tellingAt('2026-11-24T10:00+01:00')
  const place = commune({
    services: { accueil: service(), piscine: service({ nom: "L'espace nautique", hours: {} }) },
  })

  it('are those that its section "Où s’adresser" names, once each', () => {
    const text = 'Au {{accueil.nom}} : {{accueil.horaires}}. {{piscine.nom}}, {{musee.nom}}, {{commune.nom}}.'
    const states = describeServicesOf(entry('acte', 'Acte', { place: text }), place, at)
    expect(states.map(({ service: name, open, until }) => [name, open, until])).toEqual([
      ['Accueil de la mairie', true, '2026-11-24T11:00:00.000Z'],
    ])
    expect(plain(states[0]?.sentence ?? '')).toBe('ouvert, ferme à 12 h')
  })

  it('are told anew at each minute, in each language, and for each commune', () => {
    const toldAt = (moment: string, language: 'fr' | 'en' = 'fr', town = place) => {
      const [state] = describeServicesOf(
        entry('acte', 'Acte', { place: '{{accueil.nom}}' }),
        town,
        tellingAt(moment, language),
      )
      return plain(state?.sentence ?? '')
    }
    const closed = commune({ services: { accueil: service() }, closures: [HOLIDAYS_OF_TOWN] })
    expect(toldAt('2026-11-24T11:59:59+01:00')).toBe('ouvert, ferme bientôt, à 12 h')
    expect(toldAt('2026-11-24T12:00:00+01:00')).toContain('fermé')
    expect(toldAt('2026-11-24T11:29:59+01:00')).toBe('ouvert, ferme à 12 h')
    expect(toldAt('2026-11-24T11:30:00+01:00')).toContain('bientôt')
    expect(toldAt('2026-11-24T11:30:00+01:00', 'en')).toContain('12:00')
    expect(toldAt('2026-12-28T10:00:00+01:00')).toContain('ouvert')
    expect(toldAt('2026-12-28T10:00:00+01:00', 'fr', closed)).toContain('fermé')
  })

  it('say nothing when their hours are not given', () => {
    expect(describeService(place, service({ hours: { 1: [] } }), at)).toBeNull()
  })
})
