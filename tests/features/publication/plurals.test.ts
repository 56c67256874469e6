import { describe, expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { PromiseView } from '../../../src/features/publication/contract.js'
import { ChecksTold, PromiseReport } from '../../../src/features/publication/pages/publication.js'
import { translator } from '../../../src/ui/kit/console-words.js'
import { pageWords } from '../../../src/ui/kit/page-words.js'

const words = pageWords(
  { answersOne: '{count} réponse', answersOther: '{count} réponses' },
  { answersOne: '{count} answer', answersOther: '{count} answers' },
)

describe('a sentence that depends on a number', () => {
  it.each([
    [0, '0 réponse', '0 answers'],
    [1, '1 réponse', '1 answer'],
    [1.7, '1,7 réponse', '1.7 answers'],
    [1.96, '2 réponses', '2 answers'],
    [1.04, '1 réponse', '1 answer'],
    [2, '2 réponses', '2 answers'],
  ])('agrees with %d as it is read', (count, french, english) => {
    expect(words('fr').many('answers', count)).toBe(french)
    expect(words('en').many('answers', count)).toBe(english)
  })
})

describe('the promise', () => {
  const report = (promise: number): PromiseView => ({
    promises: { wrong: promise, offered: 0.97 },
    verdict: 'kept',
    heldVerdict: 'kept',
    asked: 1,
    questions: 1,
    answered: 0,
    coverage: null,
    error: null,
    held: null,
    wrong: 0,
    offered: 0,
    entries: 0,
    least: 0,
    offer: null,
    thefts: [],
  })
  const told = (promise: number) =>
    renderToString(h(PromiseReport, { t: translator('fr'), language: 'fr', report: report(promise) })).replace(
      /\s/g,
      ' ',
    )

  it('agrees in French from 2 on', () => {
    expect(told(0.015)).toContain('1,5 réponse fausse sur 100')
    expect(told(0.02)).toContain('2 réponses fausses sur 100')
  })

  it('says whether agents’ checks refitted the confidence, and how often it came true', () => {
    const checked = (refit: { stretch: number; shift: number; from: number } | null) =>
      renderToString(
        h(ChecksTold, {
          t: translator('fr'),
          language: 'fr',
          checks: { answers: 250, right: 210, said: 0.943, refit },
        }),
      ).replace(/\s/g, ' ')
    expect(checked({ stretch: 0.8, shift: -0.5, from: 0.9 })).toMatch(
      /réajustée d’après 250 réponses.*estimait avoir raison 94,3 fois sur 100 ; il a eu raison 84 fois sur 100/,
    )
    expect(checked(null)).toMatch(/avant leur envoi : 250, dont fausses : 40. Sur 100, on en attend 11 à 22\./)
    expect(checked(null)).toMatch(/n’est pas réajustée.*250 \(il en faut 200\), dont fausses : 40 \(il en faut 20\)/)
  })
})
