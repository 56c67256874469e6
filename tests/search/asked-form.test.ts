import { describe, expect, it } from '@jest/globals'
import { askedForm } from '../../src/search/asked-form.js'
import { stemOf } from '../../src/search/french-analyser.js'

const KNOWN = new Map([
  [stemOf('carte'), 9],
  [stemOf('tennis'), 5],
])
const formOf = (message: string) => askedForm(message, (stem) => KNOWN.get(stem) ?? 0)

describe('what is searched of a message', () => {
  it.each([
    ['Ma carte d’identité est perdue !', "carte d'identité est perdue"],
    ["ma carte d'identite est perdue", "carte d'identite est perdue"],
    ['Bonjour, MA CARTE   D’IDENTITÉ, svp, est perdue ??? 🙏🙏 merci d’avance', "carte d'identité est perdue"],
    ['carte carte carte grise carte', 'carte grise'],
    ['une carte grise\nune carte grise\nune carte grise', 'carte grise'],
    ['de la le carte grise pour vous que', 'carte grise'],
    ['cartttte de tennnnis', 'carte de tennis'],
    ['comment faire une carte sans papiers', 'comment faire une carte sans papiers'],
    ['une carte grise et une carte comment', 'carte grise comment'],
    ['carte grise combien', 'carte grise combien'],
    ['la carte de ma mère et la carte de mon père, quand', 'carte de ma mère mon père quand'],
    ["c'est !!! quoi une carte", 'carte'],
    ['Veuillez agréer mes salutations ! carte perdue', 'carte perdue'],
    ['', ''],
    ['Bonjour, merci', ''],
    ['Acte de naissance, un grand merci pour votre aide', 'acte de naissance'],
    ['acte de naissance merci beaucoup', 'acte de naissance'],
    ['Bonsoir, excusez-moi de vous déranger, acte de naissance', 'acte de naissance'],
    ['comment', ''],
    ['oui oui oui oui', ''],
    ['❤️ ?!', ''],
  ])('%j', (message, text) => {
    expect(formOf(message).text).toBe(text)
  })

  it('keeps its words as they were typed, each once, and counts what was said', () => {
    const { words, said } = formOf('Ma Carte, ma CARTE grise')
    expect(words.map(({ form }) => form)).toEqual(['Carte', 'grise'])
    expect(said).toEqual({ words: 3, grammar: 2 })
  })

  it('makes one question of two that differ in their grammar, and two of those that ask otherwise', () => {
    const keyOf = (message: string) => formOf(message).key
    expect(keyOf('la carte est perdue')).toBe(keyOf('carte perdue'))
    expect(keyOf('la carte est perdue')).not.toBe(keyOf('perdue, ma carte'))
    expect(keyOf('quand la carte est perdue')).not.toBe(keyOf('carte perdue'))
    expect(keyOf("la carte n'est pas perdue")).not.toBe(keyOf('carte perdue'))
  })

  it('knows a message that says who one is and nothing else', () => {
    expect(formOf('12 rue des Lilas').isIdentity).toBe(true)
    expect(formOf("j'habite 3 place du Cimetière").isIdentity).toBe(true)
    expect(formOf("j'habite 3 place du Cimetière, ma carte est perdue").isIdentity).toBe(false)
    expect(formOf('carte perdue').isIdentity).toBe(false)
  })
})
