import { describe, expect, it } from '@jest/globals'
import { excerptsOf } from '../../../src/features/conversations/search-conversations.js'
import { foldedWords, foldText, foundIn } from '../../../src/platform/text/fold-text.js'
import { fc } from '../../properties.js'

describe('words as they are compared', () => {
  it('have neither accents nor capitals nor ligatures', () => {
    expect(foldedWords('L’Œuvre, à Besançon : ÉTÉ')).toEqual(['l', 'oeuvre', 'a', 'besancon', 'ete'])
    expect(foldedWords('Київ العربيّة')).toEqual(['киів', 'العربية'])
    expect(foldText('Un mot')).toBe(' un mot')
  })

  it('are the same however a letter is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldedWords(text.normalize('NFD'))).toEqual(foldedWords(text.normalize('NFC')))
      }),
    )
  })

  it('are found where a word begins so', () => {
    const text = 'Ma carte, l’écart'
    expect(foundIn(text, ['cart']).map(({ start, end }) => text.slice(start, end))).toEqual(['carte'])
  })
})

describe('excerpts', () => {
  const said = (text: string, seq: number) => ({
    id: String(seq),
    seq,
    author: 'citizen' as const,
    at: '2026-11-25T10:00:00Z',
    language: 'fr' as const,
    payload: { type: 'text' as const, text },
  })

  it('are the two messages with most of the words, in order, and hold what was found', () => {
    const messages = [said('vélo', 1), said('un vélo, deux vélos', 2), said('rien', 3), said('mon vélo volé', 4)]
    expect(excerptsOf(messages, ['velo', 'vol']).map(({ text }) => text)).toEqual([
      'un vélo, deux vélos',
      'mon vélo volé',
    ])
  })

  it('are cut within a long word too', () => {
    const [excerpt] = excerptsOf([said(`${'a'.repeat(400)} passeport${'x'.repeat(400)}`, 1)], ['passeport'])
    expect(excerpt?.text).toContain('passeport')
    expect(excerpt?.text.length).toBeLessThan(600)
  })
})
