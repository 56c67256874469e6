import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { createLanguageTables } from '../../../src/assistant/languages/language-tables.js'
import { recogniseLanguage } from '../../../src/assistant/languages/recognise-language.js'
import { examples, lexicons, tables } from './installed-lexicons.js'

const short = JSON.parse(readFileSync(resolve('tests/assistant/languages/short-questions.json'), 'utf8')) as Record<
  string,
  string[]
>
const townQuestions = ['town-questions', 'town-unanswerable', 'town-words'].flatMap((name) =>
  readFileSync(resolve(`benchmarks/quality/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question),
)

/** Questions taken for another language than French. */
const foreignAmong = (questions: readonly string[], with_ = tables) =>
  questions.filter((question) => recogniseLanguage(question, with_) !== 'fr')

describe('a French question is not taken for another language', () => {
  it.each([
    'passport perdu',
    'jveu refair ma cart d identité svp',
    'food truck sur le parking',
    'ma fille va en Erasmus, carte européenne ?',
    'est ce que la mairie est open samedi',
    'rdv passeport Villeurbanne',
    'logement pour réfugié ukrainien',
    'ok',
    'no',
    'mairie de San Giuliano',
    'traduction officielle birth certificate',
    'cherche cours de portugais, obrigado bom dia',
    'Je m’appelle Maria Fernandes da Silva, carte de séjour',
    '',
    '12',
    '😀',
  ])('"%s"', (question) => {
    expect(recogniseLanguage(question, tables)).toBe('fr')
  })

  it('among the example questions of entries that the tables have not seen: at most 2 in 1,000', () => {
    const ids = [...new Set(examples.map(({ id }) => id))]
    const heldOut = [0, 1, 2].flatMap((fold) => {
      const inFold = (id: string) => ids.indexOf(id) % 3 === fold
      const seen = examples.filter(({ id }) => !inFold(id)).map(({ question }) => question)
      const unseen = examples.filter(({ id }) => inFold(id)).map(({ question }) => question)
      return foreignAmong(unseen, createLanguageTables(lexicons, seen))
    })
    expect(heldOut.length / examples.length).toBeLessThanOrEqual(0.002)
  })

  it('among the questions of the quality benchmark: at most 2 in 1,000', () => {
    expect(foreignAmong(townQuestions).length / townQuestions.length).toBeLessThanOrEqual(0.002)
  })
})

describe('a short question in another language is recognised', () => {
  it.each(Object.entries(short))('%s: at least 17 of 20', (language, questions) => {
    const missed = questions.filter((question) => recogniseLanguage(question, tables) !== language)
    expect(missed.length).toBeLessThanOrEqual(3)
  })

  it('by script, whatever the words', () => {
    expect(recogniseLanguage('لا أفهم شيئا', tables)).toBe('ar')
    expect(recogniseLanguage('їжачок', tables)).toBe('uk')
    expect(recogniseLanguage('ёжик и объём', tables)).toBe('ru')
  })

  it('but Persian is not taken for Arabic, nor a name in Cyrillic for the language of the message', () => {
    expect(recogniseLanguage('چگونه گذرنامه بگیرم', tables)).toBe('fr')
    expect(recogniseLanguage('je m’appelle Олена, je cherche un logement', tables)).toBe('fr')
  })
})
