import { describe, expect, it } from '@jest/globals'
import { openData, statisticsCsv, statisticsWords } from '../../../src/features/statistics/pages/statistics-files.js'
import { supervisionWords } from '../../../src/features/statistics/pages/supervision/supervision-words.js'
import { sampleStatistics } from '../../ui/console/sample-figures.js'

const view = sampleStatistics({ days: '7' })
const linesOf = (csv: string) => csv.slice(1).trimEnd().split('\r\n')

describe('the statistics as a file', () => {
  it('has what is shown, for a spreadsheet', () => {
    const lines = linesOf(statisticsCsv(view, statisticsWords('fr'), supervisionWords('fr')))
    expect(lines[0]).toBe('Partie;Rang;Valeur;Avant')
    expect(lines).toContain('Questions;Questions;230;230')
    expect(lines).toContain('Fiches données en réponse;Passeport : demande en urgence;115;115')
    expect(lines.find((line) => line.startsWith('La promesse;Part'))).toBe('La promesse;Part attendue de fausses;0,02;')
  })

  it('as open data, tells no count under five, nor one that a total would give away', () => {
    const lines = linesOf(openData(view)).slice(1)
    const counts = lines.map((line) => Number(line.split(';')[4]))
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(5)
    expect(lines).toContain(`${view.period.from};${view.period.to};questions_by_end;answered;161`)
    const oneSmall = {
      ...view,
      ends: view.ends.map((end, index) => ({ ...end, now: [40, 3, 9, 20, 0, 0][index] ?? 0 })),
    }
    const ends = linesOf(openData(oneSmall)).filter((line) => line.includes('questions_by_end'))
    // 3 is too small, and 9 goes with it: 72 − 40 − 20 − 9 would have told it.
    expect(ends.map((line) => line.split(';')[3])).toEqual(['answered', 'unanswerable'])
  })
})
