import { describe, expect, it } from '@jest/globals'
import { analyse, analyseQuestion, fold, withoutPoliteness } from '../../src/search/french-analyser.js'
import { fc } from '../properties.js'

describe('fold', () => {
  it('makes accents, capitals, ligatures and typographic apostrophes one', () => {
    expect(fold('DÉCÈS d’une Sœur')).toBe("deces d'une soeur")
  })

  it('is idempotent', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(fold(fold(text))).toBe(fold(text))))
  })
})

describe('analyse', () => {
  it('gives the same stems with and without accents, elisions and plurals', () => {
    const stems = analyse("les cartes d'identité")
    expect(analyse('carte identite')).toEqual(stems)
    expect(analyse("L'identité de la carte").sort()).toEqual([...stems].sort())
  })

  it('drops elided words whatever the apostrophe', () => {
    expect(analyse("lorsqu'il faut qu’on l'inscrive jusqu'à l'école")).toEqual(analyse('inscrive école'))
  })

  it('keeps numbers, also those stuck to letters', () => {
    expect(analyse('moins de 18 ans, 13ème mois')).toEqual(expect.arrayContaining(['18', '13eme']))
  })

  it('finds no word in emoji, punctuation and grammar', () => {
    expect(analyse('😀 ?! … est-ce que vous avez')).toEqual([])
  })
})

describe('analyseQuestion', () => {
  it('leaves the politeness out and keeps words as typed', () => {
    const words = analyseQuestion(
      'Bonjour, je me permets de vous contacter pour la Crèche. Merci d’avance, cordialement',
    )
    expect(words.map(({ form }) => form)).toEqual(['Crèche'])
  })

  it('finds nothing in a message that is only polite', () => {
    expect(analyseQuestion('Bonjour, merci, bonne journée !')).toEqual([])
    expect(withoutPoliteness("s'il vous plaît")).toBe('')
  })
})
