import { describe, expect, it } from '@jest/globals'
import { askingSentence, withAskingSentence } from '../../../src/assistant/languages/asking-sentence.js'
import { searchMessage } from '../../../src/assistant/languages/search-message.js'
import type { SearchCandidate, SearchResult } from '../../../src/search/search-index.js'

function found(...confidences: [id: string, confidence: number][]): SearchResult {
  return {
    candidates: confidences.map(([id, confidence]) => ({ id, confidence }) as SearchCandidate),
    policy: { answer: 0.8, gap: 0.1, floor: 0.4, choice: 0.04 },
    encoderVersion: 'v',
    calibrated: { confidence: 0.5, by: 'v' },
    noticed: new Map([['danger', 0.2]]),
    durationsMs: { encode: 0, lexical: 0, dense: 0, fuse: 0 },
  }
}

const confidences = ({ candidates }: SearchResult) =>
  candidates.map(({ id, confidence }) => [id, Number(confidence.toFixed(3))])

describe('askingSentence', () => {
  it.each([
    ['Bonjour, je suis veuve et j’ai 78 ans. Comment refaire un passeport ?', 'Comment refaire un passeport ?'],
    ['Comment refaire un passeport ? Merci beaucoup.', 'Comment refaire un passeport ?'],
    ['I am new here.\nWhere do I vote in June?', 'Where do I vote in June?'],
    ['أنا جديد هنا. أين يمكنني التصويت؟', 'أين يمكنني التصويت؟'],
  ])('finds the one that asks in "%s"', (message, asking) => {
    expect(askingSentence(message)).toBe(asking)
  })

  it.each([
    ['one sentence alone', 'Comment refaire un passeport ?'],
    ['two that ask', 'Où est la mairie ? Quand ouvre la mairie ?'],
    ['none that asks', 'Mon passeport est périmé. Je pars en juin.'],
    ['one that means what was said before it', 'Mon chien est mort hier. Que faire ?'],
  ])('leaves %s', (_, message) => {
    expect(askingSentence(message)).toBeNull()
  })
})

describe('withAskingSentence', () => {
  it('answers what both readings say, though a story drowned it', () => {
    const both = withAskingSentence(found(['a', 0.5], ['b', 0.3]), found(['a', 0.96]), 10)
    expect(confidences(both)).toEqual([
      ['a', 0.845],
      ['b', 0.075],
    ])
    expect(both.calibrated).toBeUndefined()
    expect(both.noticed.get('danger')).toBe(0.2)
  })

  it('proposes both where each reading is sure of another', () => {
    const both = withAskingSentence(found(['a', 0.96]), found(['b', 0.96]), 10)
    expect(confidences(both)).toEqual([
      ['b', 0.72],
      ['a', 0.24],
    ])
  })

  it('is how a message is searched', async () => {
    const asked: string[] = []
    const index = {
      async search(text: string) {
        asked.push(text)
        return text.startsWith('Comment') ? found(['passeport', 0.95]) : found(['deces', 0.6], ['passeport', 0.3])
      },
    }
    const listen = () => ({ language: 'fr' as const, words: '', french: null })
    const text = 'Mon mari est mort l’an dernier. Comment refaire un passeport ?'
    const { candidates } = await searchMessage({ text, language: 'fr' }, { index, listen })
    expect(asked).toEqual([text, 'Comment refaire un passeport ?'])
    expect(candidates.map(({ id }) => id)).toEqual(['passeport', 'deces'])
    expect((await searchMessage({ text, language: 'fr' }, { index, listen, limit: 1 })).candidates).toHaveLength(1)
  })

  it('reads the whole where the sentence by itself is not sure', () => {
    const whole = found(['a', 0.9])
    expect(withAskingSentence(whole, found(['b', 0.7]), 10)).toBe(whole)
  })
})
