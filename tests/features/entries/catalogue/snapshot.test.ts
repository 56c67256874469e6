import { describe, expect, it } from '@jest/globals'
import { contentVersion, toSearchDocument } from '../../../../src/features/entries/catalogue/snapshot.js'
import { entry } from '../sample-entry.js'

describe('contentVersion', () => {
  it('is the same for the same content', () => {
    expect(contentVersion([entry('a'), entry('b')])).toBe(contentVersion([entry('a'), entry('b')]))
    expect(contentVersion([entry('a')])).toMatch(/^[0-9a-f]{12}$/)
  })

  it('changes with a word, a question or an entry', () => {
    const first = entry('a')
    const versions = [
      [first],
      [{ ...first, sections: { ...first.sections, cost: '25 €.' } }],
      [{ ...first, simple: 'Bref.' }],
      [{ ...first, questions: [...first.questions, 'une autre'] }],
      [first, entry('b')],
      [],
    ].map(contentVersion)
    expect(new Set(versions).size).toBe(versions.length)
  })
})

describe('toSearchDocument', () => {
  it('names the national fiches that the entry answers for', () => {
    expect(toSearchDocument({ ...entry('a'), servicePublic: ['F1', 'F2'] }).covers).toEqual(['F1', 'F2'])
  })

  it('searches the words of the entry, without Markdown nor variables', () => {
    const { id, title, text, questions } = toSearchDocument(
      entry('a', 'Mon titre', { place: '**Ici** : {{accueil.nom}}, [le site](https://a.fr)' }),
    )
    expect({ id, title, questions }).toEqual({ id: 'a', title: 'Mon titre', questions: ['question de a'] })
    expect(text).toContain("C'est gratuit.")
    expect(text).toContain('Ici : , le site')
    expect(text).not.toMatch(/\{\{|\*\*|https/)
  })

  it('leaves the simplified version out', () => {
    expect(toSearchDocument({ ...entry('a'), simple: 'Autrement dit.' })).toEqual(toSearchDocument(entry('a')))
  })
})
