import { describe, expect, it } from '@jest/globals'
import { isOnPage, suggestedEntries } from '../../../../src/features/entries/model/suggested-entries.js'
import { commune } from '../../../platform/model/sample-commune.js'

describe('isOnPage', () => {
  it.each([
    ['/demarches', '/demarches', true],
    ['/demarches', '/demarches/', true],
    ['/demarches/', '/demarches/etat-civil', true],
    ['/demarches', '/demarches-en-ligne', false],
    ['/demarches*', '/demarches-en-ligne', true],
    ['/demarches*', '/les-demarches', false],
    ['/Demarches', '/demarches', true],
    ['/démarches', '/d%C3%A9marches/etat-civil', true],
    ['/demarches', '/%E0%A4%A', false],
    ['/', '/', true],
    ['/', '/la-mairie', false],
    ['/*', '/la-mairie', true],
    ['*enfance*', '/vivre/petite-enfance/creches', true],
    ['/vivre/*/creches', '/vivre/enfance/creches', true],
    ['/vivre/*/creches', '/vivre/creches', false],
    ['/a*a', '/a', false],
    ['/a*b*c', '/a-c-b', false],
  ])('%s names %s: %s', (written, page, expected) => {
    expect(isOnPage(written, page)).toBe(expected)
  })
})

describe('suggestedEntries', () => {
  const town = commune({
    suggested: ['every-day', 'snow'],
    suggestions: {
      default: ['default'],
      pages: [
        { path: '/demarches*', entries: ['procedures', 'birth'] },
        { path: '/demarches/etat-civil*', entries: ['birth', 'wedding'] },
      ],
      seasons: [
        { from: '11-15', to: '03-15', entries: ['snow', 'birth'] },
        { from: '06-15', to: '09-05', entries: ['summer'] },
      ],
    },
  })
  const winter = new Date('2026-12-01T12:00:00Z')

  it('begins with the page, the most precise first, then the season, then every day, each entry once', () => {
    const ids = suggestedEntries(town, { page: '/demarches/etat-civil', at: winter })
    expect(ids).toEqual(['birth', 'wedding', 'procedures', 'snow', 'default', 'every-day'])
  })

  it('does without a page', () => {
    expect(suggestedEntries(town, { page: null, at: winter })).toEqual(['snow', 'birth', 'default', 'every-day'])
  })

  it('counts the days of the commune, not those of the server', () => {
    const at = new Date('2026-06-14T22:30:00Z')
    expect(suggestedEntries(town, { page: null, at })[0]).toBe('summer')
    expect(suggestedEntries({ ...town, timeZone: 'UTC' }, { page: null, at })[0]).toBe('default')
  })

  it('is the former list where there is no other', () => {
    expect(suggestedEntries(commune({ suggested: ['a', 'b'] }), { page: '/', at: winter })).toEqual(['a', 'b'])
  })
})
