import { describe, expect, it } from '@jest/globals'
import { analyseDocument } from '../../src/search/analysed-document.js'
import { analyse } from '../../src/search/french-analyser.js'
import { LexicalIndex } from '../../src/search/lexical-index.js'
import { mayBeMisspelt } from '../../src/search/spelling.js'
import { Vocabulary } from '../../src/search/vocabulary.js'

const stem = (word: string) => analyse(word)[0] ?? ''

describe('the spelling of words', () => {
  it.each([
    ['battre', 'abattre'],
    ['breton', 'béton'],
    ['quai', 'quart'],
    ['paysan', 'paysage'],
  ])('%s is a French word, and no misspelt %s', (word, other) => {
    expect(mayBeMisspelt(stem(word), stem(other))).toBe(false)
  })

  it.each([
    ['pasport', 'passeport'],
    ['judicière', 'judiciaire'],
    ['poubel', 'poubelle'],
    ['demenajement', 'déménagement'],
    ['valide', 'validé'],
  ])('%s may be %s', (word, other) => {
    expect(mayBeMisspelt(stem(word), stem(other))).toBe(true)
  })

  it('is corrected in what is searched, that of French words left as it is', async () => {
    const vocabulary = new Vocabulary()
    const document = { id: 'arbre', title: 'Abattre un arbre', text: 'Demandez à la mairie.', questions: [] }
    const index = await LexicalIndex.build([analyseDocument(document, vocabulary)], vocabulary)
    expect(index.score(analyse('battre')).coverage[0]).toBe(0)
    expect(index.score(analyse('abatre')).coverage[0]).toBeGreaterThan(0)
  })

  it('is corrected alike by an index built upon another, and never towards what only that one has', async () => {
    const texts = (word: string) => ({
      id: word,
      title: word,
      text: 'Demandez à la mairie le formulaire.',
      questions: [],
    })
    const build = async (words: string[], vocabulary: Vocabulary, previous?: LexicalIndex) =>
      LexicalIndex.build(
        words.map((word) => analyseDocument(texts(word), vocabulary)),
        vocabulary,
        previous,
      )
    const vocabulary = new Vocabulary()
    const shared = await build(['Cimetière', 'Piscine', 'Poubelle', 'Passeport', 'Déménagement'], vocabulary)
    const own = await build(['Cimetière', 'Piscine', 'Poubelle', 'Passeport', 'Médiathèque'], vocabulary, shared)
    const alone = await build(['Cimetière', 'Piscine', 'Poubelle', 'Passeport', 'Médiathèque'], new Vocabulary())
    const covered = (index: LexicalIndex, word: string) => [...index.score(analyse(word)).coverage]
    for (const word of ['cimetiere', 'poubbelle', 'mediateque', 'demenajement'])
      expect([word, covered(own, word)]).toEqual([word, covered(alone, word)])
    expect(covered(own, 'mediateque')[4]).toBeGreaterThan(0)
    expect(covered(own, 'demenajement').every((share) => share === 0)).toBe(true)
    expect(covered(shared, 'demenajement')[4]).toBeGreaterThan(0)
  })
})
