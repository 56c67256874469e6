import { describe, expect, it } from '@jest/globals'
import { contentOf } from '../../../src/features/entries/editing/curated-entries.js'
import type { EntryContent } from '../../../src/features/entries/model/entry-record.js'
import { carryChanges, sentenceChanges } from '../../../src/features/national-feed/carry-changes.js'
import { compareLines } from '../../../src/features/national-feed/compare-lines.js'
import { concernedEntries } from '../../../src/features/national-feed/concerned-entries.js'
import type { IndexedFiche } from '../../../src/features/national-feed/feed-index.js'
import { valuesOf } from '../../../src/features/national-feed/row-writer.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import { entry } from '../entries/sample-entry.js'

const BEFORE = [
  'Passeport',
  'Vous devez vous présenter en personne au guichet. Prenez rendez-vous en ligne.',
  'Pour une personne majeure, le timbre fiscal coûte 86 €.',
  'Le délai est de 3 semaines.',
]
const AFTER = [
  'Passeport',
  'Vous devez vous présenter en personne au guichet. Prenez rendez-vous en ligne ou par téléphone.',
  'Pour une personne majeure, le timbre fiscal coûte 91 €.',
  'Le délai est de 5 semaines.',
]

function carry(patch: Partial<EntryContent>, before = BEFORE, after = AFTER) {
  const content = { ...contentOf(entry('passeport')), ...patch }
  const changes = sentenceChanges(compareLines(before, after))
  return { ...carryChanges(content, changes, after), changes }
}
const sections = (patch: Partial<Entry['sections']>) => ({ ...entry('passeport').sections, ...patch })

describe('what has changed in a national text', () => {
  it('is told sentence by sentence, each beside the one that took its place', () => {
    expect(carry({}).changes).toEqual([
      { before: 'Prenez rendez-vous en ligne.', after: 'Prenez rendez-vous en ligne ou par téléphone.' },
      { before: BEFORE[2], after: AFTER[2] },
      { before: BEFORE[3], after: AFTER[3] },
    ])
    const apart = sentenceChanges(
      compareLines(['A', 'Une phrase retirée.'], ['A', 'B vient ici.', 'Un timbre de 91 €.']),
    )
    expect(apart).toContainEqual({ before: 'Une phrase retirée.', after: '' })
  })

  it('takes the place of the same words in an entry, whatever its spaces and apostrophes', () => {
    const steps = 'Chez nous, au 2e étage. Prenez rendez-vous\u00a0en ligne. Sonnez deux fois.'
    const { content, replaced } = carry({ sections: sections({ steps }) })
    expect(content.sections.steps).toBe(
      'Chez nous, au 2e étage. Prenez rendez-vous en ligne ou par téléphone. Sonnez deux fois.',
    )
    expect(replaced).toContainEqual(expect.objectContaining({ field: 'sections.steps' }))
  })

  it('takes the place of an amount or a time alone, in the field of such values or where the same is spoken of', () => {
    const { content, replaced, left } = carry({
      summary: 'Un timbre fiscal de 86 € pour les majeurs. Le repas reste à 86 €, pour les majeurs.',
      short: { cost: '86 euros, à régler chez nous.', delay: 'Comptez 3 semaines.' },
      sections: sections({ cost: 'À la mairie : **86,00 €**.', place: 'Caution de 86 € pour la salle.' }),
    })
    expect(content.short).toEqual({ cost: '91 €, à régler chez nous.', delay: 'Comptez 5 semaines.' })
    expect(content.sections.cost).toBe('À la mairie : **91 €**.')
    expect(content.summary).toBe('Un timbre fiscal de 91 € pour les majeurs. Le repas reste à 86 €, pour les majeurs.')
    expect(content.sections.place).toBe('Caution de 86 € pour la salle.')
    expect(replaced).toContainEqual({ field: 'short.cost', before: '86 euros', after: '91 €' })
    // What the town says of 86 € elsewhere is for a curator to look at.
    expect(left.map(({ before }) => before)).toEqual(['Prenez rendez-vous en ligne.', BEFORE[2]])
  })

  it('leaves the words of the town, and everything of which it cannot be sure', () => {
    const own = { short: { cost: 'Gratuit pour les Bourgeois.' }, sections: sections({ cost: 'Voyez avec nous.' }) }
    expect(carry(own)).toMatchObject({ replaced: [], left: [{}, {}, {}] })
    expect(carry(own).content).toEqual({ ...contentOf(entry('passeport')), ...own })
    const adult = { short: { cost: '86 €.' } }
    const still = [...AFTER, 'Pour un étranger, 86 €.']
    expect(carry(adult, [...BEFORE, 'Pour un étranger, 86 €.'], still).content.short).toEqual(adult.short)
    const divided = carry(adult, ['Majeur : 86 €.', '.', 'Mineur : 86 €.'], ['Majeur : 91 €.', '.', 'Mineur : 40 €.'])
    expect(divided.content.short).toEqual(adult.short)
    const twice = { summary: 'Un timbre fiscal de 86 € pour une personne majeure, et 86 € de repas.' }
    expect(carry(twice)).toMatchObject({ content: twice, replaced: [] })
    const long = 'Un timbre fiscal de 86 € pour une personne majeure.'.padEnd(300, '.')
    expect(
      carry(
        { summary: long },
        ['Timbre fiscal d’une personne majeure : 86 €'],
        ['Timbre fiscal d’une personne majeure : 1 286,50 €'],
      ).content.summary,
    ).toBe(long)
  })

  it('knows an amount and a time however they are written', () => {
    const keys = (text: string) => valuesOf(text).map(({ key }) => key)
    expect(keys('86 €, 86,00 euros et 1\u202f286,50 € en 3 ans ou 1 année')).toEqual([
      '86 €',
      '86 €',
      '1286.5 €',
      '3 an',
      '1 an',
    ])
    expect(keys('le 3 mai, au 12 rue des 4 vents')).toEqual([])
  })
})

describe('the entries that a change concerns', () => {
  const fiche = (patch: Partial<IndexedFiche>) => ({ digest: 'new', history: [], gone: null, ...patch }) as IndexedFiche
  const changed = fiche({ history: [{ digest: 'old', until: '2026-11-24T08:00:00.000Z' }] })
  const named = { ...entry('acte'), servicePublic: ['F7'], verifiedAt: '2026-11-23' }
  const of = (one: Entry, fiches: Record<string, IndexedFiche>, settled = {}) =>
    concernedEntries([one], { fiches }, { settled }).flatMap(({ news }) => news.map(({ id, former }) => [id, former]))

  it('are those that name a fiche which changed since their facts were read in it', () => {
    expect(of(named, { F7: changed })).toEqual([['F7', 'old']])
    expect(of({ ...named, verifiedAt: '2026-11-24' }, { F7: changed })).toEqual([])
    expect(of(named, { F8: changed })).toEqual([])
    expect(of({ ...named, quoted: [] }, { F7: changed })).toEqual([])
    expect(of(named, { F7: fiche({ gone: { since: '2026-11-24T08:00:00.000Z', to: null } }) })).toEqual([['F7', null]])
  })

  it('until somebody finds that it has no effect, and again at the next change', () => {
    expect(of(named, { F7: changed }, { acte: { F7: 'new' } })).toEqual([])
    const again = fiche({
      digest: 'newest',
      history: [...changed.history, { digest: 'new', until: '2026-11-25T08:00:00.000Z' }],
    })
    expect(of(named, { F7: again }, { acte: { F7: 'new' } })).toEqual([['F7', 'new']])
  })
})
