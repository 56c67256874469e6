import { describe, expect, it } from '@jest/globals'
import { otherClauses } from '../../../src/assistant/digital-help/answer-digital-help.js'
import { language } from '../installed-language.js'

const { matchSignals } = language.heard

describe('otherClauses', () => {
  it.each([
    ["j'ai pas internet", ''],
    ["Bonjour, j'ai pas internet. Merci", ''],
    ["acte de naissance mais j'ai pas internet", 'acte de naissance'],
    [
      "Je n'ai pas d'ordinateur et je dois refaire ma carte, comment faire ?",
      'je dois refaire ma carte, comment faire',
    ],
    ['comment inscrire ma fille au collège, je sais pas lire', 'comment inscrire ma fille au collège'],
  ])('of "%s": "%s"', (text, rest) => {
    expect(otherClauses(text, matchSignals)).toBe(rest)
  })
})
