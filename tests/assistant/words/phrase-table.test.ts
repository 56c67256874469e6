import { describe, expect, it } from '@jest/globals'
import {
  AS_WRITTEN,
  isKnown,
  readingsAt,
  type Spelling,
  tableOf,
  wordsOfPhrase,
} from '../../../src/assistant/words/phrase-table.js'
import { foldedWords, foldWord } from '../../../src/platform/text/fold-text.js'

const phrase = (text: string) => ({ text, words: wordsOfPhrase(text, foldWord) })
const saidIn = (text: string, isFixed = true) => foldedWords(text).map((word) => ({ forms: [word], isFixed }))

/** The phrases that stand at a word of a message, each with where it ends. */
function read(text: string, phrases: readonly string[], spelling: Spelling = AS_WRITTEN, at = 0) {
  const table = tableOf(phrases.map(phrase), spelling)
  const said = saidIn(text, spelling.wrongIn === undefined)
  return readingsAt(said, at, table).map(({ phrase, end, edits }) => [phrase.text, end, edits])
}

describe('a table of phrases', () => {
  it('folds words, and keeps what they end with', () => {
    expect(wordsOfPhrase("pièce* d'identité", foldWord)).toEqual(['piece*', 'd', 'identite'])
    expect(wordsOfPhrase('perdu _ papier*', foldWord)).toEqual(['perdu', '_', 'papier*'])
  })

  it('finds every phrase that stands at a word, and no part of one', () => {
    expect(read('les papiers d’identité', ['les', 'les papier*', 'papier*', 'les papiers de'])).toEqual([
      ['les', 1, 0],
      ['les papier*', 2, 0],
    ])
    expect(read('les papiers', ['papier*', 'papiers'], AS_WRITTEN, 1)).toEqual([
      ['papiers', 2, 0],
      ['papier*', 2, 0],
    ])
    expect(read('les', ['les papiers'])).toEqual([])
  })

  it('takes up to three words of any kind, the most first', () => {
    expect(read('perdu mes papiers', ['perdu _ papier*'])).toEqual([['perdu _ papier*', 3, 0]])
    expect(read('perdu papiers papiers', ['perdu _ papier*'])).toEqual([['perdu _ papier*', 3, 0]])
    expect(read('perdu un deux trois papiers', ['perdu _ papier*'])).toEqual([['perdu _ papier*', 5, 0]])
    expect(read('perdu un deux trois quatre papiers', ['perdu _ papier*'])).toEqual([])
  })

  it('bounds an ending and counts wrong letters, as it is told', () => {
    const spelling: Spelling = { mostEnding: 2, wrongIn: ([form = ''], word) => (form.at(1) === word.at(1) ? 1 : null) }
    expect(read('ouvertes', ['ouvert*'], { mostEnding: 2 })).toEqual([['ouvert*', 1, 0]])
    expect(read('ouvertement', ['ouvert*'], { mostEnding: 2 })).toEqual([])
    expect(read('auvert demain', ['ouvert demain'], spelling)).toEqual([['ouvert demain', 2, 1]])
    expect(read('offert demain', ['ouvert demain'], spelling)).toEqual([])
  })

  it('knows the words of its phrases', () => {
    const table = tableOf(['vieux frigo', 'ouvert*'].map(phrase), { mostEnding: 2 })
    expect(['frigo', 'ouverts', 'ouvertures', 'jaune'].map((word) => isKnown([word], table))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
