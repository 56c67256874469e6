import { describe, expect, it } from '@jest/globals'
import { createChoiceHearer, type PendingChoices } from '../../../src/assistant/follow-up/hear-choices.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import { intentsDir } from '../../features/entries/installed.js'

const { typedChoice } = createChoiceHearer(await readTable('choices', { intentsDir }))

const CENSUS: PendingChoices = {
  proposed: [
    { id: 'citoyen', title: 'Se faire recenser à 16 ans (recensement citoyen)' },
    { id: 'population', title: 'Répondre au recensement de la population' },
  ],
  shown: false,
}
const ONE: PendingChoices = { proposed: [{ id: 'fibre', title: 'Signaler une panne de fibre' }], shown: false }
const SHOWN: PendingChoices = { proposed: [], shown: true }
const NOTHING: PendingChoices = { proposed: [], shown: false }

describe('typedChoice', () => {
  it.each(['oui', 'Oui c’est ça', 'ouais', "d'accord", 'exactement !', 'oui oui', 'oui merci', 'oui, s’il vous plaît'])(
    '%s takes the only proposal',
    (text) => {
      expect(typedChoice(text, ONE)).toBe('entry:fibre')
      expect(typedChoice(text, CENSUS)).toBeNull()
      expect(typedChoice(text, SHOWN)).toBeNull()
    },
  )

  it.each([
    ['1', 'citoyen'],
    ['le premier', 'citoyen'],
    ['numéro 2', 'population'],
    ['la deuxième réponse', 'population'],
    ['le dernier', 'population'],
    ['le deuxième, merci', 'population'],
    ["la première s'il vous plaît", 'citoyen'],
    ['oui le premier', 'citoyen'],
    ['plutôt la dernière svp', 'population'],
    ['nº 2', 'population'],
    ['à 16 ans', 'citoyen'],
    ['celui de la population', 'population'],
  ])('%s takes the proposal that it means', (text, id) => {
    expect(typedChoice(text, CENSUS)).toBe(`entry:${id}`)
  })

  it.each([
    '3',
    'merci',
    'pas le deuxième',
    'pas celui de la population',
    'recensement',
    'carte grise à 16 ans',
    'population de la ville de Paris',
    '',
    '?',
  ])('%s is a message of its own', (text) => expect(typedChoice(text, CENSUS)).toBeNull())

  it('takes no proposal whose title denies what is said, or compares its number otherwise', () => {
    const titled = (title: string): PendingChoices => ({ proposed: [{ id: 'a', title }], shown: false })
    for (const text of ["j'ai un domicile", 'domicile'])
      expect(typedChoice(text, titled('Être sans domicile'))).toBeNull()
    expect(typedChoice('sans domicile', titled('Être sans domicile'))).toBe('entry:a')
    for (const text of ['18', 'plus de 18 ans'])
      expect(typedChoice(text, titled('Un enfant (moins de 18 ans)'))).toBeNull()
    for (const text of ['moins de 18', "c'est un enfant"])
      expect(typedChoice(text, titled('Un enfant (moins de 18 ans)'))).toBe('entry:a')
  })

  it.each(['non', 'aucun des deux', 'aucune', "ni l'un ni l'autre", 'non merci', 'aucune, merci'])(
    '%s refuses proposals',
    (text) => {
      expect(typedChoice(text, CENSUS)).toBe('none')
      expect(typedChoice(text, SHOWN)).toBeNull()
    },
  )

  it.each([
    "ce n'est pas ça",
    "merci mais c'est pas ma question",
    'pas ça',
    "c'est pas ce que je demande",
    'rien à voir',
  ])('%s refuses an answer too', (text) => {
    expect(typedChoice(text, SHOWN)).toBe('none')
    expect(typedChoice(text, CENSUS)).toBe('none')
    expect(typedChoice(text, NOTHING)).toBeNull()
  })
})
