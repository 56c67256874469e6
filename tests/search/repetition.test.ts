import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { decide } from '../../src/assistant/decide.js'
import { readBase } from '../../src/commands/read-base.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { analyseQuestion, fold } from '../../src/search/french-analyser.js'
import { ASKING_WORDS, FILLERS, STOP_WORDS } from '../../src/search/french-words.js'
import { buildSearchIndex, type SearchIndex } from '../../src/search/search-index.js'
import { fc } from '../properties.js'

const MODEL = resolve('models/guichet-fr')
/** Where the dialogues keep what they embedded of the same content. */
const CACHE = resolve('node_modules/.cache/guichet/embeddings')
const ALL = 1_000
const MOST_RISE = 0.02

const documents: SearchDocument[] = await readBase({ knowledge: 'knowledge', intentsDir: 'intents', withIntents: true })
const bank = documents.flatMap(({ questions }) => questions)
const vocabulary = [...new Set(bank.flatMap((question) => analyseQuestion(question).map(({ form }) => fold(form))))]
let index: SearchIndex

beforeAll(async () => {
  const loaded = await loadEncoder(MODEL)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const { calibration } = await loadCalibration(MODEL)
  index = await buildSearchIndex(documents, loaded.encoder, calibration, { cacheDir: CACHE })
}, 300_000)

const ask = async (text: string) => index.search(text, { limit: ALL, patient: true })
const isAnswered = async (text: string) => {
  const { candidates, policy } = await ask(text)
  return decide(candidates, policy).kind === 'answer'
}

/** A way of saying a question again, louder or longer, that asks nothing more. */
type Insistence = (question: string) => string

const place = fc.nat({ max: 50 })
const wordsOf = (text: string) => text.split(/\s+/u)
/** Puts something behind a word. */
const insert = (text: string, at: number, more: string) => {
  const words = wordsOf(text)
  return words.toSpliced(1 + (at % words.length), 0, more).join(' ')
}
const GRAMMAR = [...STOP_WORDS].filter((word) => !ASKING_WORDS.has(word))
const POLITENESS = ['Bonjour,', 'svp', "merci d'avance", "s'il vous plaît", 'Cordialement', 'Bonsoir madame,', 'euh']
const SIGNS = ['!!!', '???', '...', ' ?!', '🙏', '❤️', '😀😀', '   ', '\n', '«»', '*']

const insistence: fc.Arbitrary<Insistence> = fc.oneof(
  fc.tuple(fc.integer({ min: 2, max: 10 }), fc.constantFrom(' ', '\n', '. ', ', ', ' ! ')).map(
    ([times, between]): Insistence =>
      (question) =>
        Array(times).fill(question).join(between),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 9 })).map(
    ([at, times]): Insistence =>
      (question) => {
        const words = wordsOf(question)
        return insert(
          question,
          at,
          Array(times)
            .fill(words[at % words.length])
            .join(' '),
        )
      },
  ),
  fc.constant<Insistence>((question) => {
    const [first = '', ...others] = question.split(/(?<=[.!?]) /u)
    return [first, first, ...others].join(' ')
  }),
  fc.constant<Insistence>((question) => question.toUpperCase()),
  fc.tuple(place, fc.constantFrom(...SIGNS)).map(
    ([at, sign]): Insistence =>
      (question) =>
        insert(question, at, sign),
  ),
  fc.tuple(fc.constantFrom('', ...SIGNS), fc.constantFrom(...SIGNS)).map(
    ([before, after]): Insistence =>
      (question) =>
        `${before}${question}${after}`,
  ),
  fc.tuple(place, fc.constantFrom(...FILLERS)).map(
    ([at, filler]): Insistence =>
      (question) =>
        insert(question, at, filler),
  ),
  fc.tuple(fc.constantFrom('', ...POLITENESS), fc.constantFrom(...POLITENESS)).map(
    ([before, after]): Insistence =>
      (question) =>
        `${before} ${question} ${after}`,
  ),
  fc.tuple(fc.array(fc.constantFrom(...GRAMMAR), { maxLength: 4 }), fc.array(fc.constantFrom(...GRAMMAR))).map(
    ([before, after]): Insistence =>
      (question) =>
        [...before, question, ...after].join(' '),
  ),
  fc.tuple(place, fc.integer({ min: 3, max: 8 })).map(
    ([at, times]): Insistence =>
      (question) =>
        holdLetter(question, at, times),
  ),
)

/** Holds a letter down. One that is double is spelt in two ways: which was meant is not known. */
function holdLetter(question: string, at: number, times: number): string {
  const letters = [...question]
  const folded = letters.map(fold)
  const single = letters.flatMap((letter, i) =>
    /\p{L}/u.test(letter) && folded[i] !== folded[i - 1] && folded[i] !== folded[i + 1] ? [i] : [],
  )
  const held = single[at % Math.max(1, single.length)] ?? 0
  return letters.map((letter, i) => (i === held ? letter.repeat(times) : letter)).join('')
}

describe('the confidence', () => {
  it('of no candidate rises by saying a question again, louder or longer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bank),
        fc.array(insistence, { minLength: 1, maxLength: 2 }),
        async (question, insist) => {
          const said = insist.reduce((text, more) => more(text), question)
          const before = new Map((await ask(question)).candidates.map(({ id, confidence }) => [id, confidence]))
          for (const { id, confidence } of (await ask(said)).candidates) {
            const rise = confidence - (before.get(id) ?? 0)
            if (rise > MOST_RISE) throw new Error(`${id} rises by ${rise.toFixed(3)}: ${JSON.stringify(said)}`)
          }
        },
      ),
      { numRuns: 400 },
    )
  }, 120_000)

  it('of one word is not enough to answer it when it is said again and again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...vocabulary), fc.integer({ min: 3, max: 12 }), async (word, times) => {
        expect(await isAnswered(Array(times).fill(word).join(' '))).toBe(false)
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('of a list of words that have nothing to do with each other is not enough to answer it', async () => {
    const list = fc.uniqueArray(fc.constantFrom(...vocabulary), { minLength: 6, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 3 }), async (words, times) => {
        expect(await isAnswered(Array(times).fill(words.join(' ')).join(' '))).toBe(false)
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('of what people type most stays', async () => {
    for (const words of [
      'carte grise',
      'extrait de naissance',
      'bibliothèque',
      'nid de frelons',
      'location salle des fêtes',
    ])
      expect({ words, answered: await isAnswered(words) }).toEqual({ words, answered: true })
  })
})
