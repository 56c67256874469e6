import { describe, expect, test } from '@jest/globals'
import { analyseDocument } from '../../src/search/analysed-document.js'
import { likenessOfQuestionKinds, questionKindsOf } from '../../src/search/asking.js'
import { analyse } from '../../src/search/french-analyser.js'
import { LexicalIndex } from '../../src/search/lexical-index.js'
import { Vocabulary } from '../../src/search/vocabulary.js'

const alike = (a: string, b: string) => likenessOfQuestionKinds(questionKindsOf(a), questionKindsOf(b))

async function indexOf(titles: string[]): Promise<LexicalIndex> {
  const vocabulary = new Vocabulary()
  const documents = titles.map((title, i) => ({ id: `${i}`, title, questions: [], text: '' }))
  return LexicalIndex.build(
    documents.map((document) => analyseDocument(document, vocabulary)),
    vocabulary,
  )
}

describe('what a question asks for', () => {
  test.each([
    ["Qu'est-ce que le livret de famille ?", "Livret de famille, c'est quoi ?"],
    ['a quoi sert le quotient familial', 'Le quotient familial, c’est quoi ?'],
    [
      'la concession au cimetière elle dure combien de temps',
      'Concession : combien de temps reste-t-elle à la famille ?',
    ],
    ['combien ça coûte', 'Passeport : quel est le prix ?'],
    ['je dois donner quels papiers', 'Quelles pièces justificatives faut-il fournir ?'],
    ['a qui je dois le dire', 'Auprès de qui déclarer ?'],
  ])('%s — %s', (question, title) => {
    expect(alike(question, title)).toBeGreaterThan(0)
  })

  test.each([
    ["qu'est-ce que le Pacs", 'Pacs : combien de temps faut-il ?'],
    ['pourquoi cette amende', 'Amende : combien de temps pour payer ?'],
  ])('%s is not %s', (question, title) => {
    expect(alike(question, title)).toBeLessThan(alike(question, question))
  })

  test('says nothing when one of them does not say', () => {
    expect(alike('passeport perdu', 'Passeport : que faire en cas de perte ?')).toBe(0)
    expect(alike('combien de temps', 'Passeport')).toBe(0)
  })

  test('is the same whatever the accents, the capitals and the apostrophe', () => {
    expect(questionKindsOf('QUELLE EST LA DUREE DE VALIDITE')).toBe(questionKindsOf('quelle est la durée de validité'))
    expect(questionKindsOf("c'est quoi")).toBe(questionKindsOf('c’est quoi'))
  })

  test('-1 when both say and nothing is shared', () => {
    expect(alike('pourquoi le Pacs', 'Le Pacs : combien de temps')).toBe(-1)
  })
})

describe('as evidence of a document', () => {
  test('counts as far as the titles of the base are questions', async () => {
    const asked = questionKindsOf("c'est quoi le quotient familial")
    const questions = await indexOf(["Quotient familial : c'est quoi ?", 'Quotient familial : combien de temps ?'])
    const names = await indexOf(["Quotient familial : c'est quoi ?", 'Quotient familial', 'Cantine', 'Piscine'])
    const stems = analyse('quotient familial')
    const [among, between] = [questions.score(stems, asked), names.score(stems, asked)]
    expect(among.askingLikeness(0)).toBeCloseTo(1)
    expect(among.askingLikeness(1)).toBeCloseTo(-1)
    expect(between.askingLikeness(0)).toBeCloseTo(1 / 16)
    expect(between.askingLikeness(1)).toBe(0)
  })

  test('an index that is built upon another keeps it', async () => {
    const former = await indexOf(["Le cadastre : c'est quoi ?", 'Le cadastre : à quelle adresse ?'])
    const next = await LexicalIndex.build([former.analysisOf(1), former.analysisOf(0)], former.vocabulary, former)
    const scores = next.score(analyse('cadastre'), questionKindsOf("qu'est-ce que le cadastre"))
    expect([scores.askingLikeness(0), scores.askingLikeness(1)].map(Math.sign)).toEqual([-1, 1])
  })

  test('nothing in an empty base', async () => {
    expect((await indexOf([])).score([], 1).total).toHaveLength(0)
  })
})
