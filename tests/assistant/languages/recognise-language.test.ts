import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { foreignWords } from '../../../src/assistant/languages/foreign-words.js'
import { languageTables, learnLanguages } from '../../../src/assistant/languages/language-tables.js'
import { recogniseLanguage } from '../../../src/assistant/languages/listen.js'
import type { LanguageExamples } from '../../../src/assistant/words/load-lexicons.js'
import { RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../../src/platform/model/language.js'
import { idsIn, intentsDir, readIntent } from '../../features/entries/installed.js'
import { fc } from '../../properties.js'
import { lexicons, tables } from './installed-lexicons.js'

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

type Examples = Map<RecognisedLanguage, string[]>

/** Example questions of the intents that the tables have not seen, one part in five, with tables of the others; by intent. */
const FOLDS = 5
const intents = [intentsDir, join(intentsDir, 'background')].flatMap((folder) =>
  idsIn(folder, '.json').map(
    (id) => Object.entries(readIntent(id, folder).utterances) as [RecognisedLanguage, string[]][],
  ),
)
const examplesOf = (chosen: typeof intents): Examples => {
  const examples: Examples = new Map()
  for (const [language, questions] of chosen.flat())
    examples.set(language, [...(examples.get(language) ?? []), ...questions])
  return examples
}
const unseen = examplesOf(intents.filter((_, index) => index % FOLDS === 0))
const seen: LanguageExamples = examplesOf(intents.filter((_, index) => index % FOLDS !== 0))
const tablesOfSeen = languageTables(learnLanguages(lexicons, seen))

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
    'João Pereira dos Santos',
    'Youssef Ben Ahmed',
    '17 bis rue Antonio Machado',
    'bonjour je cherche le passport office',
    'cherche cours de portugais, obrigado bom dia',
    'Je m’appelle Maria Fernandes da Silva, carte de séjour',
    '',
    '12',
    '😀',
  ])('"%s"', (question) => {
    expect(recogniseLanguage(question, tables)).toBe('fr')
  })

  it('among the example questions of intents that the tables have not seen: at most 2 in 1,000', () => {
    const questions = unseen.get('fr') ?? []
    expect(foreignAmong(questions, tablesOfSeen).length / questions.length).toBeLessThanOrEqual(0.002)
  })

  it('among the questions of one national fiche in ten, that the tables never see: at most 1 in 1,000', () => {
    const folder = join(intentsDir, 'service-public')
    const questions = idsIn(folder, '.json')
      .filter((_, index) => index % 10 === 0)
      .flatMap((id) => readIntent(id, folder).utterances.fr)
    expect(questions.length).toBeGreaterThan(7_000)
    expect(foreignAmong(questions).length / questions.length).toBeLessThanOrEqual(0.001)
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

  it.each(Object.entries(Object.fromEntries(unseen)).filter(([language]) => language !== 'fr'))(
    '%s: at least 95 in 100 of three words or more, of intents that the tables have not seen',
    (language, questions) => {
      const long = questions.filter(
        (question) => foreignWords(question).length > 2 && !foreignWords(question).every(tables.isFrench),
      )
      const missed = long.filter((question) => recogniseLanguage(question, tablesOfSeen) !== language)
      expect(missed.length / long.length).toBeLessThanOrEqual(0.05)
    },
  )

  it.each([
    ['bonjour I need a passeport for my son', 'en'],
    ['where is the mairie', 'en'],
    ['quiero cambiar la carte grise', 'es'],
    ['preciso de ajuda com a CAF', 'pt'],
    ['kifach ndir bach njedded passeport dyali', 'ar'],
    ['як подати dossier у mairie', 'uk'],
    ['carte grise yenilemek istiyorum', 'tr'],
    ['cum obtin un acte de naissance de la mairie', 'ro'],
    ['ich brauche einen termin bei der mairie', 'de'],
    ['ho bisogno di un appuntamento in mairie', 'it'],
  ])('by its grammar, whatever French things it names: "%s"', (question, language) => {
    expect(recogniseLanguage(question, tables)).toBe(language)
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

describe('whatever is typed', () => {
  it('some language is given', () => {
    const known: ReadonlySet<string> = new Set(RECOGNISED_LANGUAGES)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => known.has(recogniseLanguage(text, tables))))
  })

  it('no more than the beginning of a long message is weighed', () => {
    const weighed = new Set<string>()
    const counted = [...tables.likelihoods].map(([language, likelihood]) => {
      const log = (word: string) => {
        weighed.add(word)
        return likelihood.log(word)
      }
      return [language, { log, has: (word: string) => likelihood.has(word) }] as const
    })
    const long = Array.from({ length: 2_000 }, (_, index) => `mot${index.toString(36)}x`).join(' ')
    recogniseLanguage(long, { ...tables, likelihoods: new Map(counted) })
    expect(weighed.size).toBeGreaterThan(0)
    expect(weighed.size).toBeLessThanOrEqual(50)
  })
})
