import { describe, expect, it } from '@jest/globals'
import { hearAnswers } from '../../../src/assistant/guides/hear-answers.js'
import { identityCard } from '../../platform/model/sample-guide.js'

const guide = identityCard()
const hear = (text: string, asking: string | null = null) => hearAnswers(guide, text, asking)

describe('hearAnswers', () => {
  it.each([
    ['la carte de MON FILS', { age: 'mineur' }],
    ['Perdues !', { situation: 'perdue' }],
    ["J'ai PERDU la carte d'un enfant", { age: 'mineur', situation: 'perdue' }],
    ['volee', { situation: 'volee' }],
    ['passeport', {}],
    ['', {}],
  ])('finds the answers of "%s", whatever the accents, capitals and endings', (text, values) => {
    expect(hear(text).values).toEqual(values)
  })

  it('hears neither of two answers to one question', () => {
    expect(hear('perdue ou volée').values).toEqual({})
  })

  it('prefers the longest words', () => {
    expect(hear('mon fils majeur').values).toEqual({ age: 'majeur' })
  })

  it('prefers what the guide has first, of two that are as long', () => {
    const [age] = guide.questions
    const [adult, child] = age?.choices ?? []
    if (!age || !adult || !child) throw new Error('the guide asks an age')
    const withWords = {
      ...guide,
      questions: [
        {
          ...age,
          choices: [
            { ...adult, words: ['enfant majeur'] },
            { ...child, words: ['mon enfant'] },
          ],
        },
      ],
    }
    expect(hearAnswers(withWords, 'la carte de mon enfant majeur', null).values).toEqual({ age: 'majeur' })
  })

  it('does not hear what is denied', () => {
    expect(hear('elle n’est pas perdue').values).toEqual({})
    expect(hear('pas perdue mais volée').values).toEqual({ situation: 'volee' })
    expect(hear("je n'ai pas d'enfant").values).toEqual({})
    expect(hear('il n’y a pas de perte').values).toEqual({})
  })

  it('does not take a word for another that begins alike', () => {
    expect(hear('mon vol est demain').values).toEqual({})
  })

  it('takes labels and replies for answers only when they are asked', () => {
    expect(hear('vol').values).toEqual({})
    expect(hear('vol', 'situation').values).toEqual({ situation: 'volee' })
    expect(hear('dites-moi', 'situation').values).toEqual({})
    expect(hear('moi', 'age').values).toEqual({ age: 'majeur' })
  })

  it('hears a command when it is all that is said, in answer to a question', () => {
    expect(hear('Retour, svp', 'age').command).toBe('back')
    expect(hear('Je ne sais pas', 'age').command).toBe('unsure')
    expect(hear('quel est le délai de retour', 'age').command).toBeNull()
    expect(hear('retour').command).toBeNull()
  })

  it('tells what else is said', () => {
    expect(hear("c'est pour mon fils, merci").rest).toBe('')
    expect(hear('mon fils de 8 ans').rest).toBe('')
    expect(hear('et la Fête de l’école de mon fils').rest).toBe('et la Fête de l école de')
  })
})
