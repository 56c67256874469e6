import { describe, expect, it } from '@jest/globals'
import { createToFrench } from '../../../src/assistant/languages/listen.js'
import { lexicons, tables } from './installed-lexicons.js'

const rows = [
  { foreign: 'birth certificate', french: 'acte de naissance' },
  { foreign: 'birth', french: 'naissance' },
  { foreign: 'school', french: 'école' },
  { foreign: 'the', french: '' },
  { foreign: 'my', french: '' },
]
const toFrench = createToFrench('en', rows, (word) => word === 'caf')

describe('toFrench', () => {
  it('takes the longest phrase first', () => {
    expect(toFrench('the birth certificate')).toEqual({ text: 'acte de naissance', knownShare: 1 })
    expect(toFrench('Birth')).toEqual({ text: 'naissance', knownShare: 1 })
  })

  it('knows plurals by their beginning, and says a thing once', () => {
    expect(toFrench('schools, my school')).toEqual({ text: 'école', knownShare: 1 })
  })

  it('counts the words that it does not know, grammar aside', () => {
    expect(toFrench('the purple school')).toEqual({ text: 'école', knownShare: 0.5 })
    expect(toFrench('purple')).toEqual({ text: '', knownShare: 0 })
    expect(toFrench('the')).toEqual({ text: '', knownShare: 0 })
  })

  it('keeps numbers, and words that French has', () => {
    expect(toFrench('CAF school 2026')).toEqual({ text: 'caf école 2026', knownShare: 1 })
  })

  it.each([
    ['ar', 'وبالمدرسة', 'école'],
    ['ar', 'لِلْبَلَدِيَّةِ', 'mairie'],
    ['uk', 'у школі', 'école'],
    ['ru', 'о паспортах', 'passeport'],
    ['tr', 'pasaportumu', 'passeport'],
    ['ro', 'școlile', 'école'],
    ['es', 'MATRICULAR', 'inscription inscrire'],
    ['de', 'Geburtsurkunden', 'acte de naissance'],
  ] as const)('knows forms of words in %s: %s', (language, text, french) => {
    const translate = createToFrench(language, lexicons.get(language) ?? [], tables.isFrench)
    expect(translate(text).text).toBe(french)
  })
})
