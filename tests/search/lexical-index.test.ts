import { describe, expect, it } from '@jest/globals'
import { analyseDocument, type SearchDocument } from '../../src/search/analysed-document.js'
import { topK } from '../../src/search/dense-index.js'
import { analyse } from '../../src/search/french-analyser.js'
import { LexicalIndex } from '../../src/search/lexical-index.js'
import { Vocabulary } from '../../src/search/vocabulary.js'

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
const vocabulary = new Vocabulary()
const analysed = documents.map((document) => analyseDocument(document, vocabulary))
const index = await LexicalIndex.build(analysed, vocabulary)

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

  it('is harmless without documents', async () => {
    const empty = await LexicalIndex.build([], vocabulary)
    expect(empty.score(analyse('passeport')).total).toHaveLength(0)
    expect(empty.score(analyse('pasport')).unknownShare).toBe(1)
  })

  it('gives after edits the scores of an index built anew, typos and stems that are gone included', async () => {
    const edited = documents.map((document) =>
      document.id === 'passeport'
        ? { ...document, title: 'Refaire un passeport', questions: ['visa perdu'] }
        : document,
    )
    const next = await LexicalIndex.build(
      [index.analysisOf(1), analyseDocument(edited[2] as SearchDocument, vocabulary), index.analysisOf(0)],
      vocabulary,
      index,
    )
    const fresh = new Vocabulary()
    const reordered = [edited[1], edited[2], edited[0]] as SearchDocument[]
    const anew = await LexicalIndex.build(
      reordered.map((document) => analyseDocument(document, fresh)),
      fresh,
    )
    for (const question of ['passeport périmé', 'refaire pasport', 'renouveler', 'repas de midi au guichet', 'visas']) {
      const [a, b] = [next.score(analyse(question)), anew.score(analyse(question))]
      for (const name of ['total', 'joint', 'coverage', 'byField', 'unknownShare'] as const)
        expect(a[name]).toEqual(b[name])
      for (const document of reordered.keys()) {
        for (const name of ['titleLikeness', 'questionLikeness', 'utterancesLikeness', 'matchedStems'] as const)
          expect(a[name](document)).toEqual(b[name](document))
      }
    }
  })

  it('compares each utterance by itself', () => {
    const { titleLikeness, questionLikeness, utterancesLikeness, questionsOf } = index.score(analyse('repas école'))
    expect(titleLikeness(0)).toBe(0)
    expect(questionLikeness(0)).toBeGreaterThan(0.8)
    expect(utterancesLikeness(0)).toBeCloseTo(questionLikeness(0) / 2)
    expect(documents.map((_, i) => questionsOf(i))).toEqual(documents.map(({ questions }) => questions.length))
  })
})
