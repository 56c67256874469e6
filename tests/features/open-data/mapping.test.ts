import { describe, expect, it } from '@jest/globals'
import { changedParts } from '../../../src/features/open-data/changes.js'
import { escapeXml, jsonInPage } from '../../../src/features/open-data/markup.js'
import { specialHours, weeklyHours } from '../../../src/features/open-data/schema-graph.js'
import { newCommune } from '../../../src/features/settings/new-commune.js'
import type { Service } from '../../../src/platform/model/commune.js'
import { content } from '../../contract/sample-entry-content.js'
import { fc } from '../../properties.js'

/** A Tuesday. */
const NOW = new Date('2026-11-24T09:00:00.000Z')
const COMMUNE = {
  ...newCommune('bourg', 'Bourg'),
  closures: [{ from: '2026-12-07', to: '2026-12-07', reason: 'travaux' }],
}
const SERVICE: Service = {
  ...{ nom: 'Accueil', adresse: '', telephone: '', courriel: '' },
  hours: { 1: [['08:30', '12:00']], 6: [['20:00', '24:00']] },
  openings: [{ date: '2026-11-29', ranges: [['09:00', '11:00']], reason: 'élections' }],
}

describe('the hours of a service', () => {
  it('are those of the week, by the day’s address, and end with the day', () => {
    expect(weeklyHours(SERVICE, COMMUNE, NOW)).toEqual([
      expect.objectContaining({ dayOfWeek: 'https://schema.org/Monday', opens: '08:30', closes: '12:00' }),
      expect.objectContaining({ dayOfWeek: 'https://schema.org/Saturday', opens: '20:00', closes: '23:59' }),
    ])
  })

  it('are those of the season that is on', () => {
    const seasons = [{ from: '11-01', to: '02-28', hours: { 2: [['10:00', '11:00']] as [string, string][] } }]
    expect(weeklyHours({ ...SERVICE, seasons }, COMMUNE, NOW)).toEqual([
      expect.objectContaining({ dayOfWeek: 'https://schema.org/Tuesday', opens: '10:00' }),
    ])
  })

  it('are told for the days that are not as usual: an opening, a closure', () => {
    const days = specialHours(SERVICE, COMMUNE, NOW).map(({ validFrom, opens, closes }) => [validFrom, opens, closes])
    expect(days).toEqual([
      ['2026-11-29', '09:00', '11:00'],
      ['2026-12-07', '00:00', '00:00'],
    ])
  })
})

describe('what changed', () => {
  const sections = content().sections
  it.each([
    ['nothing that is read', { questions: ['autre'], toCheck: ['le prix'], owner: 'autre' }, []],
    ['its title and its cost', { title: 'Autre', sections: { ...sections, cost: 'Dix euros.' } }, ['title', 'cost']],
    ['its links', { online: [{ label: 'Ici', url: 'https://a.example' }] }, ['online']],
    ['its source', { verifiedAt: '2026-11-24' }, ['source']],
    ['its simplified version', { simple: 'Court.' }, ['other']],
  ])('is %s', (_, patch, parts) => {
    expect(changedParts(content(), content(patch))).toEqual(parts)
  })
})

describe('a text inside data', () => {
  const texts = fc.array(
    fc.constantFrom('<', '>', '&', '"', "'", '</script>', '<!--', ']]>', '\u2028', '\u0000', 'é', '🏛'),
  )

  it('is read as it was written, and nothing of it is markup', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const written = jsonInPage({ text: parts.join('') })
        expect(written).not.toMatch(/[<>&\u2028]/)
        expect(JSON.parse(written)).toEqual({ text: parts.join('') })
      }),
    )
  })

  it('is XML, without what XML cannot hold', () => {
    expect(escapeXml('<a href="x">&\u0000\u0007\ud800é🏛')).toBe('&#60;a href=&#34;x&#34;&#62;&#38;é🏛')
  })
})
