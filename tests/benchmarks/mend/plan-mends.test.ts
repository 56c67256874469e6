import { describe, expect, it } from '@jest/globals'
import { type Asked, exampleQuestions, type Fate, withoutQuestions } from '../../../benchmarks/mend/ask-base.js'
import { type MendPlan, planMends, type Way } from '../../../benchmarks/mend/plan-mends.js'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'
import { FakeEncoder } from '../../features/entries/fake-encoder.js'

const asked = (question: string, target: string, fate: Fate): Asked => ({
  id: question,
  question,
  targets: [target],
  fate,
})
const FAILED = [
  asked('piscine le dimanche', 'piscine', 'unsure'),
  asked('la piscine ouvre le dimanche matin', 'piscine', 'wrong'),
  asked('où nager dimanche', 'piscine', 'unsure'),
  asked('Piscine, le dimanche ?', 'piscine', 'unsure'),
  asked('maillot de bain', 'piscine', 'unsure'),
  asked('dimanche à vélo', 'velo', 'unsure'),
]
const RIGHT = [
  asked('piscine du samedi', 'piscine', 'right'),
  asked('marché le dimanche', 'marche', 'right'),
  asked('xylophone', 'musique', 'right'),
  asked('place le dimanche', 'marche', 'right'),
]

function plan(options: Partial<MendPlan> = {}) {
  const rest = { encoder: new FakeEncoder(), count: 1, random: seededRandom(1), paraphrases: null }
  return planMends([...FAILED, ...RIGHT], { ...rest, ...options })
}

/** A draw that begins with one question, as if it were the one with written paraphrases. */
const written = (id: string, paraphrases: string[] = []) => ({ paraphrases: new Map([[id, paraphrases]]) })

describe('planMends', () => {
  it('mends what was not answered rightly, as many as asked, drawn by the seed', async () => {
    const all = await plan({ count: 99 })
    expect(all.map(({ id }) => id).sort()).toEqual(FAILED.map(({ id }) => id).sort())
    const draw = async (seed: number) => (await plan({ count: 2, random: seededRandom(seed) })).map(({ id }) => id)
    expect(await draw(3)).toHaveLength(2)
    expect(await draw(3)).toEqual(await draw(3))
    expect(new Set((await Promise.all([1, 2, 3, 4, 5, 6].map(draw))).map(String)).size).toBeGreaterThan(1)
  })

  it('asks a question again word for word, politely and with one letter wrong', async () => {
    const [mend] = await plan(written('piscine le dimanche'))
    const of = (wanted: Way) => mend?.askings.filter(({ way }) => way === wanted).map(({ question }) => question)
    expect(of('word for word')).toEqual(['piscine le dimanche'])
    expect(of('courtesies around')).toEqual([expect.stringMatching(/^(Bonj|Bons|Mad).*piscine le dimanche.+/)])
    const [mistyped = ''] = of('one letter wrong') ?? []
    expect(mistyped).not.toBe('piscine le dimanche')
    expect(Math.abs(mistyped.length - 'piscine le dimanche'.length)).toBeLessThanOrEqual(1)
  })

  it('does not mistype a question of short words', async () => {
    const [mend] = await planMends([asked('OTV ici', 'piscine', 'unsure')], {
      ...{ encoder: new FakeEncoder(), count: 1, random: seededRandom(1), paraphrases: null },
    })
    expect(mend?.askings.map(({ way }) => way)).toEqual(['word for word', 'courtesies around'])
  })

  it('takes written paraphrases, two at most, of the questions that have some first', async () => {
    for (const { id } of FAILED) {
      const [mend] = await plan(written(id, ['un', 'deux', 'trois']))
      expect(mend?.id).toBe(id)
      const paraphrases = mend?.askings.filter(({ way }) => way === 'paraphrase')
      expect(paraphrases?.map(({ question }) => question)).toEqual(['un', 'deux'])
      expect(mend?.askings.some(({ way }) => way === 'another question of the entry')).toBe(false)
    }
  })

  it('else takes failed questions of the same entry that share words, nearest first, and are not mended themselves', async () => {
    const othersOf = async (count: number, seed: number) =>
      (await plan({ count, random: seededRandom(seed) })).map(({ id, askings }) => ({
        id,
        others: askings.filter(({ way }) => way === 'another question of the entry').map(({ question }) => question),
      }))
    const draws = (await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((seed) => othersOf(1, seed)))).flat()
    // "Piscine, le dimanche ?" has the same words: it is the question itself.
    const drawn = draws.find(({ id }) => id === 'piscine le dimanche')
    expect(drawn?.others).toEqual(['la piscine ouvre le dimanche matin', 'où nager dimanche'])
    expect((await othersOf(99, 1)).every(({ others }) => others.length === 0)).toBe(true)
  })

  it('takes for neighbours the nearest in meaning among what other entries answered rightly', async () => {
    const [mend] = await plan(written('piscine le dimanche'))
    const neighbours = mend?.askings.filter(({ way }) => way === 'neighbour')
    expect(neighbours?.map(({ question, targets }) => [question, targets])).toEqual([
      ['place le dimanche', ['marche']],
      ['marché le dimanche', ['marche']],
    ])
  })
})

describe('exampleQuestions', () => {
  const documents = ['a', 'b', 'c'].map(
    (id): SearchDocument => ({
      id,
      title: id,
      text: '',
      questions: ['shared', ...Array.from({ length: 11 }, (_, i) => `${id}${i}`)],
    }),
  )

  it('are a third of those of each entry, without what two entries have', () => {
    const asked = exampleQuestions(documents)
    expect(asked.length).toBeGreaterThanOrEqual(9)
    expect(asked.length).toBeLessThanOrEqual(12)
    expect(new Set(asked.map(({ targets: [id] }) => id)).size).toBe(3)
    expect(asked.every(({ question, targets: [id = ''] }) => question.startsWith(id))).toBe(true)
  })

  it('are no longer in the base', () => {
    const asked = exampleQuestions(documents)
    const left = withoutQuestions(documents, asked).flatMap(({ questions }) => questions)
    expect(left).toHaveLength(36 - asked.length)
    expect(asked.some(({ question }) => left.includes(question))).toBe(false)
  })
})
