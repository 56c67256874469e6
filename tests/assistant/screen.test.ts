import { describe, expect, it } from '@jest/globals'
import { screenText } from '../../src/assistant/screen.js'
import { createSignalMatcher } from '../../src/assistant/signal-matcher.js'
import { readTable } from '../../src/assistant/words/tables.js'
import { cleanText } from '../../src/platform/text/clean-text.js'
import { intentsDir } from '../features/entries/installed.js'
import { fc } from '../properties.js'
import { maskPersonalData } from './personal-data/mask-of-tests.js'

const phrases = {
  'danger-vital': ['il y a le feu'],
  thanks: ['merci'],
  anger: ['vous êtes nuls', "j'en ai marre", 'marre de ce robot', 'putain'],
}
const matchSignals = createSignalMatcher(phrases, await readTable('signals', { intentsDir }))
const screen = (raw: string) =>
  screenText(raw, { matchSignals, mask: maskPersonalData, maskLabel: (kind) => `[${kind}]` })

describe('cleanText', () => {
  it.each([
    ['  bonjour  ', 'bonjour'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\n\n\n\n\nb', 'a\n\nb'],
    ['a \t b\u00a0\u202fc', 'a b c'],
    ['a\u0000b\u0007c\u200bd\ufeffe', 'abcde'],
    ['e\u0301tat civil', 'état civil'],
    ['\u202egauche', 'gauche'],
    ['👩‍👧 famille ❤\ufe0f', '👩‍👧 famille ❤\ufe0f'],
    ['0\ufe0f\u20e36\ufe0f\u20e3', '06'],
    ['2\u200d5\u034f5', '255'],
    ['e\u200b\u0301tat', 'état'],
    ['\u0000\u200b \n', ''],
  ])('%j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean)
  })

  it('changes nothing the second time, and leaves nothing invisible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const clean = cleanText(raw)
        expect(cleanText(clean)).toBe(clean)
        expect(clean).not.toMatch(/[^\P{C}\n\u200d]/u)
      }),
    )
  })
})

describe('screenText', () => {
  it('cleans, masks, and listens to what was really written', () => {
    expect(screen('Il y a le\u200b feu, 06 12 34 56 78 !')).toEqual({
      text: 'Il y a le feu, [phone] !',
      searchable: 'Il y a le feu, !',
      masked: ['phone'],
      values: [{ kind: 'phone', value: '06 12 34 56 78' }],
      signals: ['danger-vital'],
      hasWords: true,
    })
  })

  it('masks a number of which each figure is an emoji, or joined by nothing that is seen', () => {
    const keycaps = [...'0612345678'].map((figure) => `${figure}\ufe0f\u20e3`).join('')
    expect(screen(keycaps).masked).toEqual(['phone'])
    expect(screen([...'0612345678'].join('\u200d')).masked).toEqual(['phone'])
    expect(screen([...'FR7630006000011234567890189'].join('\u034f')).masked).toEqual(['iban'])
  })

  it.each([
    ['🙂🙂', false],
    ['?!…', false],
    ['', false],
    ['é', true],
    ['15', true],
    ['مرحبا', true],
  ])('%s has words: %s', (raw, hasWords) => {
    expect(screen(raw).hasWords).toBe(hasWords)
  })
})

describe('what is searched of an angry message', () => {
  it.each([
    ["Vous êtes nuls mais comment refaire ma carte d'identité", "comment refaire ma carte d'identité"],
    ["vous ETES vraiment NULLES !!! comment refaire ma carte d'identité ?", "comment refaire ma carte d'identité ?"],
    ['Putain, encore une amende', 'encore une amende'],
    ['la cantine, putain, jen ai marre de ce robot', 'la cantine, ,'],
    ["j'en ai marre du bruit des voisins", 'du bruit des voisins'],
    ['le 06 12 34 56 78 ne répond plus, vous êtes nuls', 'le ne répond plus,'],
    ["vous n'êtes pas nuls, comment refaire ma carte ?", "vous n'êtes pas nuls, comment refaire ma carte ?"],
    ["j'en ai marre", ''],
    ['putain, et alors ?', ''],
  ])('%s', (raw, searchable) => {
    expect(screen(raw).searchable).toBe(searchable)
  })

  it('is stored whole', () => {
    const { text, signals } = screen('Vous êtes nuls, comment refaire ma carte ?')
    expect({ text, signals }).toEqual({ text: 'Vous êtes nuls, comment refaire ma carte ?', signals: ['anger'] })
  })
})
