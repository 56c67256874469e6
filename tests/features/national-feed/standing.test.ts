import { describe, expect, it } from '@jest/globals'
import type { CommuneChoices } from '../../../src/features/national-feed/commune-choices.js'
import { compareLines } from '../../../src/features/national-feed/compare-lines.js'
import type { FeedIndex, IndexedFiche } from '../../../src/features/national-feed/feed-index.js'
import { followRedirections } from '../../../src/features/national-feed/redirections.js'
import { isSelected, matches } from '../../../src/features/national-feed/selection.js'
import { ficheStanding, servedFiches, successorOf } from '../../../src/features/national-feed/standing.js'
import { fc } from '../../properties.js'

const fiche = (patch: Partial<IndexedFiche> = {}): IndexedFiche => ({
  title: 'Encombrants',
  audience: 'Particuliers',
  schema: '3.4',
  path: [{ id: 'N19808', title: 'Logement' }],
  modified: null,
  url: 'https://www.service-public.fr/particuliers/vosdroits/F1',
  at: 0,
  length: 1,
  file: '',
  digest: 'new',
  history: [],
  gone: null,
  ...patch,
})

const choices = (patch: Partial<CommuneChoices> = {}): CommuneChoices => ({
  selection: { themes: [], ids: ['F*'], since: '2026-02-01' },
  notes: {},
  seen: {},
  settled: {},
  ...patch,
})

const indexOf = (fiches: Record<string, IndexedFiche>) => ({ fiches }) as FeedIndex

describe('choosing fiches', () => {
  it.each([
    ['F1427', 'F1427', true],
    ['F1427', 'F14270', false],
    ['F14*', 'F1427', true],
    ['*', '', true],
    ['papiers*élections', 'Papiers - Citoyenneté - Elections', true],
    ['a*a', 'a', false],
    ['', 'F1', false],
  ])('%s and %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))

  it('takes the fiches of a theme, by its id or its title, and of an id', () => {
    const one = { id: 'F1', path: [{ id: 'N19808', title: 'Logement' }] }
    const by = (themes: string[], ids: string[] = []) => isSelected(one, { themes, ids })
    expect([by(['logement']), by(['N19808']), by([], ['F1']), by(['Justice'], ['F2']), by([])]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('following redirections', () => {
  it('ends at the first page that is there, else the last that is named, and never turns in a ring', () => {
    const leads = new Map([
      ['F1', 'F2'],
      ['F2', 'F3'],
      ['F5', 'N5'],
      ['F6', 'F7'],
      ['F7', 'F6'],
    ])
    const isThere = (id: string) => id === 'F3'
    const ends = ['F1', 'F5', 'F6', 'F8'].map((id) => followRedirections(id, leads, isThere))
    expect(ends).toEqual(['F3', 'N5', null, null])
    const pages = fc.constantFrom('F1', 'F2', 'F3', 'F4')
    fc.assert(
      fc.property(fc.array(fc.tuple(pages, pages)), pages, (pairs, from) => {
        const end = followRedirections(from, new Map(pairs), () => false)
        return end === null || end !== from
      }),
    )
  })
})

describe('where a fiche stands for a commune', () => {
  const history = [{ digest: 'old', until: '2026-03-01' }]

  it('is new to whoever chose it before it changed, until it was seen', () => {
    const changed = fiche({ history })
    expect(ficheStanding('F1', changed, choices())).toBe('changed')
    expect(ficheStanding('F1', changed, choices({ seen: { F1: 'new' } }))).toBe('current')
    expect(ficheStanding('F1', changed, choices({ seen: { F1: 'older' } }))).toBe('changed')
    const later = choices({ selection: { themes: [], ids: ['F1'], since: '2026-04-01' } })
    expect(ficheStanding('F1', changed, later)).toBe('current')
  })

  it('is gone until that was seen, then archived', () => {
    const gone = fiche({ gone: { since: '2026-03-01', to: null } })
    expect(ficheStanding('F1', gone, choices())).toBe('gone')
    expect(ficheStanding('F1', gone, choices({ seen: { F1: 'gone' } }))).toBe('archived')
  })

  it('is served by what takes its place, through chains', () => {
    const leads = (to: string | null) => fiche({ gone: { since: '2026-03-01', to } })
    const index = indexOf({
      F1: leads('F2'),
      F2: leads('F3'),
      F3: fiche(),
      F4: leads('N1'),
      F5: leads(null),
      F6: fiche(),
    })
    const chosen = choices({ selection: { themes: [], ids: ['F1', 'F4', 'F5'], since: '' } })
    expect([...servedFiches(index, chosen)]).toEqual(['F3'])
    expect([successorOf(index, 'F1'), successorOf(index, 'F4'), successorOf(index, 'F5')]).toEqual(['F3', 'N1', null])
  })
})

describe('comparing two texts', () => {
  it('gives both back, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = compareLines(before, after)
        const without = (kind: string) => changes.flatMap((change) => (change.kind === kind ? [] : change.lines))
        expect([without('added'), without('removed')]).toEqual([before, after])
      }),
    )
  })
})
