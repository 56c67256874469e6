import { describe, expect, it } from '@jest/globals'
import { createAspectHearer } from '../../src/assistant/hear-aspects.js'
import { readTable } from '../../src/assistant/words/tables.js'
import { ASPECTS } from '../../src/features/entries/model/aspect.js'
import { EXAMPLE_LANGUAGES, type RecognisedLanguage } from '../../src/platform/model/language.js'
import { intentsDir } from '../features/entries/installed.js'
import { lexicons } from './languages/installed-lexicons.js'

const words = await readTable('aspects', { intentsDir })
const hear = createAspectHearer(words, lexicons)
const aspectsOf = (text: string, language: RecognisedLanguage = 'fr') => hear(text, [language])?.aspects ?? []

describe('the aspects that a message asks for', () => {
  it.each([
    ['combien ça coûte ?', 'cost'],
    ['c gratuit', 'cost'],
    ['et le prix', 'cost'],
    ['combien de temps ça prend', 'delay'],
    ["c'est valable combien de jours", 'delay'],
    ["c'est long ?", 'delay'],
    ["c'est ouvert quand", 'hours'],
    ['vous fermez quand ?', 'hours'],
    ['quels papiers faut-il ?', 'papers'],
    ["c'est où", 'where'],
    ['le numéro de téléphone ?', 'where'],
    ['à qui je dois m’adresser', 'where'],
    ['je peux le faire en ligne ?', 'online'],
    ['il faut prendre rendez-vous ?', 'appointment'],
    ['comment faire', 'steps'],
    ['comment payer ?', 'cost'],
    ['et qui y a droit ?', 'who'],
  ] as const)('are heard where it names no subject: %s asks for %s', (text, aspect) => {
    expect(hear(text, ['fr'])).toEqual({ aspects: [aspect], isBare: true, language: 'fr' })
  })

  it.each([
    ['combien coûte un passeport ?', 'cost'],
    ['la cantine c’est gratuit pour les fratries', 'cost'],
    ['combien de temps pour avoir une carte d’identité', 'delay'],
    ['quels sont les papiers pour se marier', 'papers'],
    ['qu’est-ce que je dois apporter pour le dossier de mariage', 'papers'],
    ['qui peut demander un composteur', 'who'],
    ['où déposer des gravats', 'where'],
    ['acte de naissance en ligne', 'online'],
    ['horaires de la piscine', 'hours'],
    ['faut-il prendre rendez-vous pour un Pacs', 'appointment'],
  ] as const)('are heard in a whole question: %s asks for %s', (text, aspect) => {
    expect(hear(text, ['fr'])).toEqual({ aspects: [aspect], isBare: false, language: 'fr' })
  })

  it.each([
    'combien de témoins faut-il',
    'j’ai perdu mes papiers',
    'payer la cantine',
    'une pièce d’identité pour mon fils',
    'changement d’adresse sur la carte grise',
    'vélo ou trottinette au parc',
    'et après ?',
    'oui',
    'comment avoir un passeport',
  ])('are none where it names another thing: %s', (text) => {
    expect(aspectsOf(text)).toEqual([])
  })

  it('are both heard where two are asked, in their order', () => {
    expect(aspectsOf('quels papiers et combien ça coûte pour un passeport ?')).toEqual(['papers', 'cost'])
    expect(aspectsOf('c’est où et combien ?')).toEqual(['where', 'cost'])
  })

  it.each([
    ['en', 'how much is it?', 'cost', 'how much is a passport'],
    ['en', 'and how long does it take?', 'delay', 'how long does it take to get a passport'],
    ['es', '¿y cuánto cuesta?', 'cost', '¿cuánto cuesta un pasaporte?'],
    ['es', '¿dónde tengo que ir?', 'where', '¿dónde puedo pedir un pasaporte?'],
    ['pt', 'e quanto custa?', 'cost', 'quanto custa o passaporte'],
    ['pt', 'que documentos são precisos?', 'papers', 'que documentos para o passaporte'],
    ['ar', 'كم يكلف؟', 'cost', 'كم يكلف جواز السفر؟'],
    ['ar', 'ما هي الوثائق المطلوبة؟', 'papers', 'ما هي الوثائق المطلوبة لجواز السفر؟'],
    ['uk', 'а скільки це коштує?', 'cost', 'скільки коштує паспорт?'],
    ['uk', 'куди звертатися?', 'where', 'куди звертатися за паспортом?'],
    ['ru', 'а сколько это стоит?', 'cost', 'сколько стоит паспорт?'],
    ['ru', 'можно онлайн?', 'online', 'паспорт онлайн'],
    ['tr', 'peki ne kadar?', 'cost', 'pasaport ne kadar?'],
    ['tr', 'ne kadar sürer?', 'delay', 'pasaport ne kadar sürer?'],
    ['ro', 'și cât costă?', 'cost', 'cât costă un pașaport?'],
    ['ro', 'ce acte trebuie?', 'papers', 'ce acte trebuie pentru pașaport?'],
  ] as const)('are heard in %s: %s asks for %s, and so does %s', (language, bare, aspect, whole) => {
    expect(hear(bare, [language])).toEqual({ aspects: [aspect], isBare: true, language })
    expect(hear(whole, [language])).toEqual({ aspects: [aspect], isBare: false, language })
  })

  it('are heard in a language that was not recognised where the subject is left unsaid, and only there', () => {
    expect(hear('how much is it?', ['fr'])).toEqual({ aspects: ['cost'], isBare: true, language: 'en' })
    expect(hear('how much is a passport', ['fr'])).toBeNull()
    expect(hear('un acte', ['fr'])).toBeNull()
  })

  it('have words in every language that is served, each aspect some', () => {
    const served = ['fr', ...EXAMPLE_LANGUAGES] as const
    expect(Object.keys(words).sort()).toEqual([...served].sort())
    for (const language of served)
      for (const aspect of ASPECTS) {
        const { anywhere, alone } = words[language]?.[aspect] ?? { anywhere: [], alone: [] }
        expect({ language, aspect, some: [...anywhere, ...alone].length > 0 }).toEqual({ language, aspect, some: true })
      }
  })
})
