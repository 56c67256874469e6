import { describe, expect, it } from '@jest/globals'
import type { JudgedCandidate, Observed } from '../../src/commands/calibration-data.js'
import type { FitPlan } from '../../src/commands/fit-fusion.js'
import { leaveOutFeatures } from '../../src/commands/leave-out-features.js'
import { leaveOutSources, sourcesOf } from '../../src/commands/leave-out-sources.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'

const CANDIDATES = 4
const random = seededRandom(5)

/** A question of a set; `featuresOf` says what is known of its right candidate and of the others. */
function observe(
  of: { set: string; id: number; scope?: Observed['scope'] },
  featuresOf: (isRight: boolean) => Record<string, number>,
): Observed {
  const { set, id, scope = 'in' } = of
  const candidates = Array.from({ length: CANDIDATES }, (_, document): JudgedCandidate => {
    const isFound = document === id % CANDIDATES
    return { document, illustrated: true, right: isFound && scope === 'in', features: featuresOf(isFound) }
  })
  return {
    set,
    group: `${set} ${id}`,
    scope,
    counts: 1,
    teaches: { ranking: 1, confidence: 1 },
    facts: { words: 4, unknownShare: 0, entries: 4, elsewhere: null, elsewhereQuestion: null },
    fused: candidates,
    lexical: candidates,
    abroad: [],
    isOtherLanguage: false,
  }
}

function times(count: number, make: (id: number) => Observed): Observed[] {
  return Array.from({ length: count }, (_, id) => make(id))
}

/** The rows of a Markdown table by their first cell, each a cell by its column's name. */
function read(table: string): Map<string, Map<string, string>> {
  const [head = [], , ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').slice(1, -1))
  const names = head.map((name) => name.trim())
  return new Map(rows.map((row) => [row[0]?.trim() ?? '', new Map(row.map((one, i) => [names[i] ?? '', one.trim()]))]))
}

/** The figures of a cell. */
function figures(table: Map<string, Map<string, string>>, row: string, column: string): number[] {
  const cell = table.get(row)?.get(column)
  if (cell === undefined) throw new Error(`no ${row}, ${column} among ${[...table.keys()].join('; ')}`)
  return cell.split(' / ').map(Number)
}

const plan: FitPlan = {
  side: 'fused',
  features: ['titleLikeness', 'lexicalTitle', 'textLength'],
  signals: ['lead', 'coverage', 'logWords'],
  seed: 3,
  promise: 0.1,
  bounds: { illustrated: { least: 0, most: 1 }, bare: { least: 0, most: 1 } },
  strictness: 0,
  networks: 1,
}

describe('leaveOutFeatures', () => {
  /** Both likenesses of the title show the entry; that none answers shows in the words of the question that it has, and in nothing else. */
  const featuresOf = (isFound: boolean, coverage: number) => {
    const titleLikeness = (isFound ? 0.7 : 0.2) + 0.2 * random()
    return { titleLikeness, lexicalTitle: titleLikeness + 0.01 * random(), textLength: random(), coverage }
  }
  const observed = [
    ...times(80, (id) => observe({ set: 'town', id }, (isFound) => featuresOf(isFound, 0.8))),
    ...times(80, (id) => observe({ set: 'town', id: id + 80, scope: 'out' }, (isFound) => featuresOf(isFound, 0.3))),
    ...times(40, (id) => ({
      ...observe({ set: 'doubt', id }, (isFound) => featuresOf(!isFound, 0.3)),
      teaches: { ranking: 0, confidence: 1 },
    })),
  ]
  const told: string[] = []
  const [ranking, confidence] = leaveOutFeatures(observed, { ...plan, onProgress: (next) => told.push(next) })
    .split('\n\n')
    .map(read)

  it('shows what is lost without a feature, and without those that say the same together', () => {
    if (!ranking) throw new Error('no table')
    expect([...ranking.keys()]).toEqual(['all', 'all, another seed', 'lexicalTitle, titleLikeness', 'textLength'])
    expect(figures(ranking, 'all', 'town').slice(0, 2)).toEqual([1, 1])
    const [first = 0, five, loss = 0] = figures(ranking, 'lexicalTitle, titleLikeness', 'town')
    expect(first).toBeLessThan(-0.5)
    expect(five).toBe(0)
    expect(loss).toBeGreaterThan(1)
    const [firstWithout, , lossWithout = 1] = figures(ranking, 'textLength', 'town')
    expect(firstWithout).toBe(0)
    expect(Math.abs(lossWithout)).toBeLessThan(0.1)
  })

  it('gives the mean of the sets, each counting once, and its difference', () => {
    if (!ranking) throw new Error('no table')
    const [town = [], doubt = []] = ['town', 'doubt'].map((set) => figures(ranking, 'all', set))
    expect(doubt[0]).toBe(0)
    expect(figures(ranking, 'all', 'mean').slice(0, 2)).toEqual([0.5, 1])
    expect(figures(ranking, 'all', 'mean')[2]).toBeCloseTo(((town[2] ?? 0) + (doubt[2] ?? 0)) / 2, 2)
    const name = 'lexicalTitle, titleLikeness'
    const [mean = [], difference = []] = ['mean', 'difference'].map((column) => figures(ranking, name, column))
    expect((mean[0] ?? 0) - 0.5).toBeCloseTo(difference[0] ?? 0, 2)
  })

  it('shows what is lost without a signal, the ranking being what it is', () => {
    if (!confidence) throw new Error('no table')
    expect([...confidence.keys()]).toEqual(['all', 'all, another seed', 'lead', 'coverage', 'logWords'])
    const [brier = 1, answered = 0, auroc = 0] = figures(confidence, 'all', 'town')
    expect(brier).toBeLessThan(0.02)
    expect(answered).toBeGreaterThan(0.9)
    expect(auroc).toBeGreaterThan(0.95)
    const [brierLost = 0, answeredLost = 0, aurocLost = 0] = figures(confidence, 'coverage', 'town')
    expect(brierLost).toBeGreaterThan(0.15)
    expect(answeredLost).toBeLessThan(-0.5)
    expect(aurocLost).toBeLessThan(-0.3)
    for (const lost of figures(confidence, 'logWords', 'town')) expect(Math.abs(lost)).toBeLessThan(0.05)
    // It was asked nothing that no entry answers.
    expect(confidence.get('all')?.get('doubt')).toMatch(/ \/ —$/)
  })

  it('tells how far it is', () => {
    expect(told[0]).toBe('features, 1 / 4 (all): fused: ranking, part 1 / 5')
    expect(told.at(-1)).toBe('signals, 5 / 5 (logWords): fused: confidence without')
  })
})

describe('sourcesOf', () => {
  it('takes sets for one source that have a base or questions in common, or each with a third', () => {
    const places = [
      { name: 'town', base: 'knowledge', file: 'town.jsonl' },
      { name: 'faq', base: 'faq.jsonl', file: 'asked.jsonl' },
      { name: 'town-own', base: './knowledge/', file: undefined },
      { name: 'alone', base: 'alone.jsonl', file: undefined },
      { name: 'part', base: 'part.jsonl', file: 'part-asked.jsonl' },
      { name: 'both', base: 'part.jsonl', file: './asked.jsonl' },
    ]
    expect(sourcesOf(places)).toEqual([['town', 'town-own'], ['alone'], ['faq', 'part', 'both']])
  })
})

describe('leaveOutSources', () => {
  /** In the town the title shows the entry; elsewhere it misleads, and the words of the question that it has show it. */
  const ofTown = (isFound: boolean) => ({ titleLikeness: (isFound ? 0.7 : 0.2) + 0.2 * random(), coverage: 0.5 })
  const ofFaq = (isFound: boolean) => {
    return { titleLikeness: (isFound ? 0.3 : 0.5) + 0.1 * random(), coverage: isFound ? 0.9 : 0.1 }
  }
  const observed = [
    ...times(60, (id) => observe({ set: 'town', id }, ofTown)),
    ...['faq', 'faq-young', 'faq-bare'].flatMap((set) => times(40, (id) => observe({ set, id }, ofFaq))),
    ...times(40, (id) => ({
      ...observe({ set: 'unread', id }, ofFaq),
      teaches: { ranking: 0, confidence: 0 },
    })),
  ]
  const most = { least: 0, most: 0.9 }
  const plain = { ...plan, features: ['titleLikeness', 'coverage'], bounds: { illustrated: most, bare: most } }

  it('judges a source by what the others teach, beside what it teaches itself', () => {
    const told: string[] = []
    const sources = [['town'], ['faq', 'faq-bare'], ['unread']]
    const table = read(leaveOutSources(observed, sources, { ...plain, onProgress: (next) => told.push(next) }))
    // What never teaches is no source to leave out.
    expect([...table.keys()]).toEqual(['town', 'faq', 'faq-young', 'faq-bare'])
    for (const set of ['faq', 'faq-young', 'faq-bare']) {
      expect(table.get(set)?.get('hit@1')).toBe('0.000 (1.000)')
      expect(table.get(set)?.get('hit@5')).toBe('1.000 (1.000)')
      expect(table.get(set)?.get('questions')).toBe('40')
      // The others say that such an entry is right.
      const [, error = 0, errorWithin = 1] =
        /^(\S+) \((\S+)\)$/.exec(table.get(set)?.get('calibration error') ?? '') ?? []
      expect(Number(error)).toBeGreaterThan(0.5)
      expect(Number(errorWithin)).toBeLessThan(0.1)
      expect(table.get(set)?.get('answered')).toBe('1.000 (1.000)')
      expect(table.get(set)?.get('wrong')).toBe('1.000 (0.000)')
    }
    expect(told).toContain('without faq, faq-bare: fused: ranking, part 1 / 5')
  })

  it('tells which source nothing would teach without', () => {
    const told: string[] = []
    const faq = observed.filter(({ set }) => set !== 'town')
    const table = leaveOutSources(faq, [['faq', 'faq-bare']], { ...plain, onProgress: (next) => told.push(next) })
    expect(read(table).size).toBe(0)
    expect(told.at(-1)).toBe('fused: nothing teaches without faq, faq-bare')
  })
})
