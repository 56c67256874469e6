import { describe, expect, it } from '@jest/globals'
import { askedForm } from '../../src/search/asked-form.js'
import { doubtForm } from '../../src/search/doubt-form.js'
import type { ConfidentCandidate } from '../../src/search/fusion.js'

const candidate = (document: number, confidence: number, coverage = 1): ConfidentCandidate => {
  return { document, confidence, features: { coverage }, illustrated: true, score: 0, share: 0 }
}
const doubted = (message: string, coverage = 1) =>
  doubtForm(
    [candidate(1, 0.96, coverage), candidate(2, 0.02)],
    askedForm(message, () => 0),
  ).map(({ confidence }) => confidence)

describe('a text that has no form of a question', () => {
  it.each([
    ['répondez répondez répondez', 1],
    ['frelons girouette soupape', 0.3],
    ['frelons girouette soupape, de mandarine, horloge, tracteur', 0.2],
    ['12 rue des Frelons', 1],
  ])('%s: is never sure', (message, coverage) => {
    const [first = 1, second = 1] = doubted(message, coverage)
    expect(first).toBe(0.5)
    expect(second).toBeCloseTo(0.02 * (0.5 / 0.96))
  })

  it.each([
    ['frelons', 1],
    ['frelons frelons', 1],
    ['acte de naissance', 1],
    ['carte grise', 0.4],
    ['abri jardin 15m2', 0.6],
    ['il y a un nid de frelons sous le toit de mon voisin', 0.3],
    ['un nid de frelons un nid de frelons un nid de frelons', 1],
  ])('%s: is left as it is', (message, coverage) => {
    expect(doubted(message, coverage)).toEqual([0.96, 0.02])
  })

  it('is doubted the less, the more of it the first entry has, and never by a leap', () => {
    const bounds = [0.3, 0.35, 0.4, 0.45].map((share) => doubted('frelons girouette soupape', share)[0] as number)
    expect(bounds.map((bound) => Number(bound.toFixed(3)))).toEqual([0.5, 0.625, 0.75, 0.875])
    expect(doubted('frelons girouette soupape', 0.5)[0]).toBe(0.96)
  })

  it('is left where nothing is likely', () => {
    const unlikely = [candidate(1, 0.3, 0)]
    expect(
      doubtForm(
        unlikely,
        askedForm('a b c d', () => 0),
      ),
    ).toBe(unlikely)
  })
})
