import { describe, expect, it } from '@jest/globals'
import { observeYoung } from '../../src/commands/calibration-data.js'
import { DEFAULT_CALIBRATION } from '../../src/retrieval/calibration.js'
import type { SearchDocument } from '../../src/retrieval/search-document.js'
import { buildSearchIndex } from '../../src/retrieval/search-index.js'

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

describe('observeYoung', () => {
  it('asks every question of a base for each draw, with other entries young each time, under a name of its own', async () => {
    const built: SearchDocument[][] = []
    const build = (all: SearchDocument[]) => {
      built.push(all)
      return buildSearchIndex(all, null, DEFAULT_CALIBRATION)
    }
    const teaches = { ranking: 2, confidence: 0.3 }
    const set = { name: 'town', own: false, teaches, documents, questions }
    const observed = await observeYoung(set, build, { draws: 2, seed: 3 })
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
