import { describe, expect, it } from '@jest/globals'
import { analyse } from '../../src/retrieval/french-analyser.js'
import { analyseDocument, LexicalIndex } from '../../src/retrieval/lexical-index.js'
import type { SearchDocument } from '../../src/retrieval/search-document.js'
import { topK } from '../../src/retrieval/top-k.js'

const documents: SearchDocument[] = [
  {
    id: 'cantine',
    title: 'Inscrire son enfant à la cantine',
    text: 'Le dossier se remplit au guichet.',
    questions: ['repas école midi'],
  },
  {
    id: 'encombrants',
    title: 'Faire enlever des encombrants',
    text: 'Les meubles sont enlevés sur rendez-vous.',
    questions: [],
  },
  {
    id: 'passeport',
    title: 'Renouveler son passeport',
    text: 'Il faut une photo et un timbre fiscal.',
    questions: ['passeport périmé'],
  },
]
const index = new LexicalIndex(documents.map(analyseDocument))

function first(question: string): string | undefined {
  return documents[topK(index.score(analyse(question)).total, 1, 0)[0] ?? -1]?.id
}

describe('LexicalIndex', () => {
  it('finds an entry by a word of its title, its questions or its text', () => {
    expect(first('cantines')).toBe('cantine')
    expect(first('repas du midi')).toBe('cantine')
    expect(first('vieux meubles')).toBe('encombrants')
  })

  it.each([
    ['cantinne', 'cantine'],
    ['paseport perimé', 'passeport'],
    ['encombrens', 'encombrants'],
  ])('corrects the typo of "%s"', (typed, id) => {
    expect(first(typed)).toBe(id)
  })

  it('gives every score in [0, 1], and 1 out of reach', () => {
    const { byField, coverage, total, titleLikeness, questionLikeness } = index.score(
      analyse('passeport passeport périmé'),
    )
    for (const values of [...Object.values(byField), coverage, total]) {
      for (const value of values) expect(value >= 0 && value < 1.0001).toBe(true)
    }
    expect(Math.max(...byField.title)).toBeLessThan(1)
    expect(titleLikeness(2)).toBeLessThanOrEqual(1)
    expect(questionLikeness(2)).toBeCloseTo(1)
    expect(questionLikeness(1)).toBe(0)
  })

  it('says how much of a question no entry contains', () => {
    expect(index.score(analyse('zygomatique')).unknownShare).toBe(1)
    expect(index.score(analyse('passeport')).unknownShare).toBe(0)
    expect(index.score([]).unknownShare).toBe(0)
  })

  it('names the words of the question that an entry contains', () => {
    expect(index.score(analyse('photo pour passeport urgent')).matchedStems(2)).toEqual(analyse('photo passeport'))
  })

  it('is harmless without documents', () => {
    expect(new LexicalIndex([]).score(analyse('passeport')).total).toHaveLength(0)
  })
})
