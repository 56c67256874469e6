import { describe, expect, it } from '@jest/globals'
import { endOfPhrase, firstWords, readPhrases, wordsOf } from '../../src/assistant/phrase.js'

const toWords = (text: string) => text.toLowerCase().match(/\p{L}+/gu) ?? []
const never = () => false
const hears = (utterances: string[], text: string, isSkippable: (word: string) => boolean = never) => {
  const words = toWords(text)
  return readPhrases(utterances, toWords).some((phrase) =>
    words.some((_, from) => endOfPhrase(words, from, phrase, isSkippable) !== null),
  )
}

describe('a phrase', () => {
  it('is heard where its words follow one another', () => {
    expect(hears(['où en est'], 'dites, où en est le dossier')).toBe(true)
    expect(hears(['où en est'], 'où il en est')).toBe(false)
    expect(hears(['où en est'], 'où il en est', (word) => word === 'il')).toBe(true)
  })

  it('takes in a slot whatever an utterance of the intent shows there', () => {
    const utterances = [
      'est-ce que [mon](mine) permis est [prêt](done)',
      '[nos papiers](mine) sont là',
      'dossier [pris en compte](done)',
    ]
    expect(hears(utterances, 'est-ce que nos papiers permis est pris en compte')).toBe(true)
    expect(hears(utterances, 'est-ce que mon permis est prêt')).toBe(true)
    expect(hears(utterances, 'est-ce que ton permis est prêt')).toBe(false)
  })

  it('takes one to eight words in an open slot', () => {
    const utterances = ['mon [permis](any) est-il prêt']
    expect(hears(utterances, 'mon permis est-il prêt')).toBe(true)
    expect(hears(utterances, 'mon a b c d e f g h est-il prêt')).toBe(true)
    expect(hears(utterances, 'mon a b c d e f g h i est-il prêt')).toBe(false)
    expect(hears(utterances, 'mon est-il prêt')).toBe(false)
  })

  it('may have to end the message', () => {
    expect(hears(['dossier prêt [?](end)'], 'mon dossier prêt ?')).toBe(true)
    expect(hears(['dossier prêt [?](end)'], 'mon dossier prêt à envoyer')).toBe(false)
  })

  it('begins by any of the words that its first slot takes, never by an open slot', () => {
    const [mine, open] = readPhrases(['[mon](mine) dossier', '[x](any) dossier', '[nos](mine) papiers'], toWords)
    expect(firstWords(mine ?? [])).toEqual(['mon', 'nos'])
    expect(firstWords(open ?? [])).toEqual([])
    expect(wordsOf(mine ?? [])).toEqual(['dossier'])
  })

  it('tries each rest of a phrase once at each word, however a message repeats itself', () => {
    const [phrase] = readPhrases(['mon [permis](any) [a](any) [b](any) est-il prêt'], toWords)
    const words = ['mon', ...new Array<string>(600).fill('bien')]
    let looked = 0
    const isSkippable = () => {
      looked += 1
      return true
    }
    expect(endOfPhrase(words, 0, phrase ?? [], isSkippable)).toBeNull()
    expect(looked).toBeLessThan(words.length * 10 * 8)
  })
})
