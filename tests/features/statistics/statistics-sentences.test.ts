import { describe, expect, it } from '@jest/globals'
import type { StatisticsView } from '../../../src/features/statistics/contract.js'
import { statisticsWords } from '../../../src/features/statistics/pages/statistics-files.js'
import { statisticsSentences } from '../../../src/features/statistics/pages/statistics-sentences.js'
import { supervisionWords } from '../../../src/features/statistics/pages/supervision/supervision-words.js'
import { sampleStatistics } from '../../ui/console/sample-figures.js'

/** The sentences of a sample, with plain spaces. */
function said(patch: Partial<StatisticsView>, days = '28', language: 'fr' | 'en' = 'fr'): string[] {
  const view = { ...sampleStatistics({ days }), ...patch }
  const sentences = statisticsSentences(view, statisticsWords(language), supervisionWords(language))
  return sentences.map((one) => one.replace(/[\u202F\u00A0]/g, ' '))
}

describe('what a period says in sentences', () => {
  it.each([
    [
      { now: 312, before: 264 },
      '28',
      '312 questions en quatre semaines, 18 % de plus que les quatre semaines d’avant (264).',
    ],
    [
      { now: 200, before: 400 },
      '91',
      '200 questions en treize semaines, 50 % de moins que les treize semaines d’avant (400).',
    ],
    [{ now: 400, before: 401 }, '7', '400 questions en une semaine, autant que la semaine d’avant (401).'],
    // A share of few says nothing.
    [{ now: 9, before: 4 }, '1', '9 questions en un jour, 5 de plus que la veille (4).'],
    [{ now: 1, before: 0 }, '10', '1 question en 10 jours, et aucune les 10 jours d’avant.'],
    [{ now: 60, before: 30 }, '35', '60 questions en 5 semaines, deux fois plus que les 5 semaines d’avant (30).'],
    // That is 603 % more.
    [
      { now: 654, before: 93 },
      '28',
      '654 questions en quatre semaines, sept fois plus que les quatre semaines d’avant (93).',
    ],
    [{ now: 100, before: 40 }, '7', '100 questions en une semaine, 2,5 fois plus que la semaine d’avant (40).'],
    [{ now: 79, before: 40 }, '7', '79 questions en une semaine, 98 % de plus que la semaine d’avant (40).'],
  ])('compares %j over %s days', (questions, days, sentence) => {
    expect(said({ questions }, days)[0]).toBe(sentence)
  })

  it('says in English how many times as many', () => {
    expect(said({ questions: { now: 654, before: 93 } }, '28', 'en')[0]).toContain(
      'seven times as many as the four weeks before (93)',
    )
  })

  it('tells what became of a hundred, beside the hundred before; of fewer, of them all', () => {
    const ends: StatisticsView['ends'] = [
      { key: 'answered', now: 210, before: 120 },
      { key: 'escalated', now: 89, before: 80 },
      { key: 'error', now: 1, before: 0 },
    ]
    expect(said({ questions: { now: 300, before: 200 }, ends })[1]).toBe(
      'Sur 100 questions, 70 ont reçu une réponse immédiate (avant : 60) et 30 sont passées à un agent (avant : 40).',
    )
    const few = [
      { key: 'answered' as const, now: 8, before: 0 },
      { key: 'unanswerable' as const, now: 1, before: 0 },
    ]
    expect(said({ questions: { now: 9, before: 0 }, ends: few })[1]).toBe(
      'Sur 9 questions, 8 ont reçu une réponse immédiate et 1 est restée sans réponse.',
    )
  })

  it('names at most three of what is asked, and leaves out what there is nothing to say of', () => {
    const row = (key: string, now: number) => ({ key, label: key, now, before: 0 })
    const rows = [row('Passeport', 9), row('Cantine', 8), row('Piscine', 7), row('Crèche', 6)]
    const none = { rows: [], others: { rows: 0, now: 0 } }
    const sentences = said({ entries: { ...none, rows }, departments: none, languages: none }, '28', 'en')
    expect(sentences).toContain('Entries given most: Passeport (9), Cantine (8) and Piscine (7).')
    expect(sentences.join(' ')).not.toMatch(/Departments|Languages/)
  })
})
