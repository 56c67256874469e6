import { describe, expect, it } from '@jest/globals'
import { meaningsOf, observePart, observeSet, observeYoung } from '../../src/commands/calibration-data.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { DEFAULT_CALIBRATION } from '../../src/search/calibration.js'
import { buildSearchIndex } from '../../src/search/search-index.js'

const subjects = ['passeport', 'cantine', 'mariage', 'piscine', 'déchetterie', 'crèche', 'cimetière', 'stationnement']

const documents = subjects.map(
  (subject): SearchDocument => ({
    id: subject,
    title: `La ${subject}`,
    text: `Tout savoir sur la ${subject} de la commune.`,
    questions: Array.from({ length: 20 }, (_, i) => `${subject} question numéro ${i}`),
  }),
)
const questions = subjects.map((subject) => ({ id: subject, question: `ma ${subject} svp`, targets: [subject] }))
const build = (all: SearchDocument[]) => buildSearchIndex(all, null, DEFAULT_CALIBRATION)

describe('observeYoung', () => {
  it('asks every question of a base for each draw, with other entries young each time, under a name of its own', async () => {
    const built: SearchDocument[][] = []
    const buildAndNote = (all: SearchDocument[]) => {
      built.push(all)
      return build(all)
    }
    const teaches = { ranking: 2, confidence: 0.3 }
    const set = { name: 'town', alone: false, teaches, documents, questions }
    const observed = await observeYoung(set, buildAndNote, { draws: 2, seed: 3 })
    expect(observed.map(({ group }) => group)).toEqual([...subjects, ...subjects])
    for (const one of observed) expect(one).toMatchObject({ set: 'town-young', teaches, scope: 'in' })
    const countsOf = (all: SearchDocument[] = []) => all.map((document) => document.questions.length)
    expect(built).toHaveLength(2)
    expect(countsOf(built[0])).not.toEqual(countsOf(built[1]))
    // What was observed is of the young entries: the number of questions is among the evidence.
    const seen = observed[0]?.lexical.find(({ right }) => right)?.features.questionCount
    expect(seen).toBeCloseTo(Math.log1p(countsOf(built[0])[0] ?? 0) / 4)
  })
})

describe('observePart', () => {
  it('asks what some of the entries answer, what nothing answers, and apart what the others answered', async () => {
    const teaches = { ranking: 0, confidence: 0.5 }
    const set = { name: 'town', alone: false, teaches, documents, questions }
    const others = [{ id: 'other', question: 'la météo de demain', targets: [] }]
    const observed = await observePart(set, build, { size: 6, seed: 3, others })
    const of = (scope: string) => observed.filter((one) => one.scope === scope)
    expect(of('in')).toHaveLength(6)
    expect(of('removed')).toHaveLength(2)
    expect(of('out').map(({ group }) => group)).toEqual(['other'])
    // Whatever answered before keeps a question on its side of a split.
    expect(new Set([...of('in'), ...of('removed')].map(({ group }) => group))).toEqual(new Set(subjects))
    for (const one of observed) {
      expect(one).toMatchObject({ set: 'town-part', teaches })
      expect(one.facts.entries).toBe(6)
      expect(one.lexical.some(({ right }) => right)).toBe(one.scope === 'in')
    }
  })
})

describe('meaningsOf', () => {
  it('makes a question of each meaning, the first counting twice, and all of a word together one', async () => {
    const words = [
      { id: 'w1', question: 'ville', targets: ['mariage', 'crèche', 'piscine'] },
      { id: 'w2', question: 'cantine', targets: ['cantine'] },
    ]
    const asked = meaningsOf(words)
    expect(asked.map(({ targets, counts }) => [targets[0], counts])).toEqual([
      ['mariage', 0.5],
      ['crèche', 0.25],
      ['piscine', 0.25],
      ['cantine', 1],
    ])
    const teaches = { ranking: 0, confidence: 1 }
    const observed = await observeSet({ name: 'words', alone: true, teaches, documents, questions: asked }, build)
    // A word is on one side of a split with all its meanings.
    expect(observed.map(({ group, counts }) => [group, counts])).toEqual([
      ['w1', 0.5],
      ['w1', 0.25],
      ['w1', 0.25],
      ['w2', 1],
    ])
  })
})
