import { beforeAll, describe, expect, it } from '@jest/globals'
import { analyseQuestion } from '../../src/retrieval/french-analyser.js'
import { quantise } from '../../src/retrieval/quantised-vector.js'
import { TitleWords, wordsOfTitle } from '../../src/retrieval/title-words.js'

/** Words with a direction of their own, but "patron", which is .8 of "employeur", and what is unlike it. */
const AXES = ['employeur', 'salaire', 'controle', 'technique', 'vehicule', 'utilitaire', 'amende']
function vectorOf(word: string): Float32Array {
  const vector = new Float32Array(AXES.length + 1)
  if (word === 'patron') vector.set([0.8], 0)
  if (word === 'patron') vector.set([0.6], AXES.length)
  if (AXES.includes(word)) vector[AXES.indexOf(word)] = 1
  return vector
}

const documents = ['Employeur', 'Contrôle technique', "Contrôle technique d'un véhicule utilitaire", 'Salaire']
const build = (titles: readonly string[]) =>
  TitleWords.build(titles.map(wordsOfTitle), (form) => quantise(vectorOf(form)), AXES.length + 1)
let titles: TitleWords
beforeAll(async () => {
  titles = await build(documents)
})
const all = documents.map((_, i) => i)

function compare(question: string, readable: readonly string[] = ['patron', 'amende']) {
  const elsewhere = new Map(readable.map((word) => [word, vectorOf(word)]))
  return all.map(titles.compare(analyseQuestion(question), elsewhere, all))
}

describe('the words of a title and of a question', () => {
  it('explain each other in other words, as far as these are alike', () => {
    const [employer, , , salary] = compare('mon patron')
    expect(employer?.said).toBeCloseTo(0.8, 2)
    expect(employer?.asked).toBeCloseTo(0.8, 2)
    expect(salary).toEqual({ said: 0, asked: 0 })
  })

  it('tell what the question leaves unsaid of a title', () => {
    const [, plain, van] = compare('le contrôle technique')
    expect(plain?.said).toBeCloseTo(1, 5)
    // "véhicule" and "utilitaire" are rarer here than what is said: they weigh more than half.
    expect(van?.said).toBeGreaterThan(0.3)
    expect(van?.said).toBeLessThan(0.5)
    expect([plain?.asked, van?.asked]).toEqual([1, 1])
  })

  it('tell what of the question the title does not speak of', () => {
    const [, plain] = compare('amende contrôle technique')
    expect(plain?.said).toBeCloseTo(1, 5)
    expect(plain?.asked).toBeLessThan(0.7)
  })

  it('are the same for one stem, and without a vector', () => {
    const [employer] = compare('les employeurs', [])
    expect(employer).toEqual({ said: 1, asked: 1 })
    expect(compare('mon patron', [])[0]).toEqual({ said: 0, asked: 0 })
  })

  it('are nothing where there are none', async () => {
    expect(compare('')).toEqual(all.map(() => ({ said: 0, asked: 0 })))
    const empty = await build([''])
    expect(empty.compare(analyseQuestion('patron'), new Map(), [0])(0)).toEqual({ said: 0, asked: 0 })
  })

  it('are asked of the encoder where no title has them, the first of a long mail only', () => {
    expect(titles.unknownOf(analyseQuestion('mon patron et le contrôle, patron !'))).toEqual(['patron'])
    const mail = Array.from({ length: 60 }, (_, i) => `mot${i}`).join(' ')
    expect(titles.unknownOf(analyseQuestion(mail))).toHaveLength(32)
  })

  it('are there for the next index, with their vectors', () => {
    const van = wordsOfTitle("Contrôle technique d'un véhicule utilitaire")
    expect(van.map(({ form }) => form)).toEqual(['controle', 'technique', 'vehicule', 'utilitaire'])
    expect(titles.wordsOf(2)).toEqual(van)
    expect(titles.vectorOf('salaire')).toEqual(quantise(vectorOf('salaire')))
    expect(titles.vectorOf('patron')).toBeUndefined()
  })
})
