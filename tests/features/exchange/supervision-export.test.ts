import { describe, expect, it } from '@jest/globals'
import { fileName, toCsv, toJson } from '../../../src/features/statistics/pages/supervision/export-file.js'
import { busyHours } from '../../../src/features/statistics/pages/supervision/figures-section.js'
import { isPeriod } from '../../../src/features/statistics/pages/supervision/period-form.js'
import {
  durationInWords,
  supervisionWords,
  weekdayInWords,
} from '../../../src/features/statistics/pages/supervision/supervision-words.js'
import { tablesOf } from '../../../src/features/statistics/pages/supervision/tables.js'
import { sampleFigures } from '../../ui/console/sample-figures.js'

const fr = supervisionWords('fr')
const figures = sampleFigures({ days: '7' })
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('the CSV file', () => {
  const csv = toCsv(figures, fr)
  const lines = csv.slice(1).split('\r\n')

  it('opens in a French spreadsheet: mark, semicolons, decimal commas', () => {
    expect(csv.startsWith('\uFEFFRubrique;Ligne;Valeur;Période d’avant;Unité\r\n')).toBe(true)
    expect(lines).toContain('À propos;Période;2026-11-18 – 2026-11-24;2026-11-11 – 2026-11-17;')
    expect(lines).toContain('À propos;Fuseau horaire;Europe/Paris;Europe/Paris;')
    expect(lines).toContain('Nombres;Demandes terminées;29;29;demandes')
    expect(lines.find((line) => line.startsWith('Première réponse;La moitié sous;'))).toMatch(
      /;\d+,\d;\d+,\d;secondes$/,
    )
    expect(fileName(figures, 'csv')).toBe('guichet-2026-11-18-2026-11-24.csv')
  })

  it('says how each measure is counted', () => {
    expect(lines.filter((line) => line.startsWith('Définition;'))).toHaveLength(22)
    expect(plain(csv)).toContain('Ceux de la commune, pas ceux de l’ordinateur')
    expect(JSON.parse(toJson(figures, fr))).toMatchObject({
      period: figures.period,
      timeZone: 'Europe/Paris',
      definitions: { first: expect.stringContaining('premier message') },
    })
  })

  it('has no cell that a spreadsheet would run, nor one that ends its line', () => {
    for (const title of ['=HYPERLINK("x")', '+33 6', '-2', '@SUM(A1)', '\tx', 'a;b', 'a\nb', 'a"b']) {
      const row = { key: 'x', label: title, now: 9, before: 9 }
      const made = toCsv({ ...figures, topics: { rows: [row], others: { rows: 0, now: 0 } } }, fr)
      expect(made).not.toMatch(/(?:^|[;\n]"?)[=+\-@\t]/m)
      const quoted = /[;\n"]/.test(title) ? title.replaceAll('"', '""') : title
      expect(made).toContain(quoted)
    }
  })
})

describe('the tables', () => {
  it('name what the domain names, and never what is too small', () => {
    const tables = tablesOf(figures, fr)
    const rows = (id: string) => tables.find((one) => one.id === id)?.rows.map(({ name, now }) => [plain(name), now])
    expect(rows('topics')).toEqual([
      ['Passeport : demande en urgence', 17],
      ['Aucune fiche', 6],
      ['Cantine : inscrire son enfant', 6],
    ])
    expect(rows('ends')).toEqual([
      ['Réponse donnée', 17],
      ['Personne n’a répondu à temps', 6],
    ])
    const small = tablesOf(sampleFigures({ days: '3' }), fr).find(({ id }) => id === 'languages')
    expect(small?.rows.map(({ name }) => plain(name))).toEqual(['français', '1 autre, de moins de 5 demandes'])
    expect(tables.map(({ id }) => id)).not.toContain('moves')
  })

  it('say the subject of every category and the end of every request in words', () => {
    expect(fr.named('category', 'animaux')).toBe('Animaux')
    expect(fr.named('reason', 'anger')).toBe('Mécontentement')
    expect(fr.named('category', 'unheard-of')).toBe('unheard-of')
  })
})

describe('durations and days', () => {
  it('are told no finer than they are known', () => {
    const inWords = (seconds: number) => plain(durationInWords(seconds, fr))
    expect([1, 43, 89, 91, 600, 3599].map(inWords)).toEqual(['1 s', '45 s', '90 s', '2 min', '10 min', '60 min'])
    expect([3600, 7_980, 86_399].map(inWords)).toEqual(['1 h 00', '2 h 15', '24 h 00'])
    expect([90_000, 220_000].map(inWords)).toEqual(['1 jour', '2,5 jours'])
    expect(weekdayInWords('2026-12-01', 'fr')).toBe('mardi 1er décembre')
    expect(weekdayInWords('2026-12-01', 'en')).toBe('Tuesday 1 December')
  })

  it('make a period when the first is not after the second, within a year', () => {
    expect(isPeriod({ from: '2026-11-01', to: '2026-11-01' })).toBe(true)
    expect(isPeriod({ from: '2026-11-02', to: '2026-11-01' })).toBe(false)
    expect(isPeriod({ from: '', to: '2026-11-01' })).toBe(false)
    expect(isPeriod({ from: '2025-11-01', to: '2026-11-01' })).toBe(true)
    expect(isPeriod({ from: '2025-11-01', to: '2026-11-02' })).toBe(false)
  })

  it('show the hours at which something was asked, and those of any office', () => {
    const byHour = (...hours: number[]) => ({
      byHour: hours.map((hour) => ({ hour, requests: 1, first: { count: 0, medianS: null, p90S: null } })),
    })
    expect(busyHours(byHour(10))).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17])
    expect(busyHours(byHour(7, 21)).length).toBe(15)
  })
})
