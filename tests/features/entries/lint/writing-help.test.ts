import { describe, expect, it } from '@jest/globals'
import { readPlainWords } from '../../../../src/features/entries/lint/plain-words.js'
import { writingHelp } from '../../../../src/features/entries/lint/writing-help.js'
import type { EntryContent } from '../../../../src/features/entries/model/entry-record.js'
import { intentsDir } from '../installed.js'
import { sampleContent } from '../pages/sample-content.js'

const words = await readPlainWords({ intentsDir })
const day = '2026-06-01'
const served = sampleContent()
const helpOf = (changes: Partial<EntryContent>, before: EntryContent | null = served) =>
  writingHelp(sampleContent(changes), { served: before, day, words }).map(({ field, message }) => `${field} ${message}`)

describe('help while writing', () => {
  it('says nothing of what is served, until it changes', () => {
    expect(helpOf({})).toEqual([])
    expect(helpOf({}, null)).toContain('sections.cost help.no_amount')
  })

  it('tells words that are hard to read, where they are, three at most', () => {
    const hard =
      'Il ne faut pas ne pas venir. Le récépissé, le CCAS, le SIVOM, le CERFA et le PLU. Vous payez IV €. Il ne faut pas ne pas dormir.'
    expect(helpOf({ summary: hard })).toHaveLength(3)
    const [first] = writingHelp(sampleContent({ summary: hard }), { served, day, words })
    expect(first).toMatchObject({ field: 'summary', offset: expect.any(Number) })
    expect(helpOf({ simple: hard }).length).toBeGreaterThan(3)
  })

  it('tells the fact that is missing, in the field in which it is looked for', () => {
    expect(helpOf({ short: { cost: 'Vous payez au gardien.' } })).toEqual(['short.cost help.no_amount'])
    expect(helpOf({ short: { cost: 'C’est gratuit.', delay: 'Trois jours.', where: '{{accueil.adresse}}.' } })).toEqual(
      [],
    )
    expect(helpOf({ short: { delay: 'Vite.', where: 'À la mairie.' } })).toEqual([
      'short.delay help.no_time',
      'short.where help.no_place',
    ])
    const sections = { ...served.sections, cost: 'Vous payez 5 €.' }
    expect(helpOf({ sections })).toEqual(['short.cost help.no_sentence'])
  })

  it('tells a source that is old and a date that has passed', () => {
    const source = { ...served.source, date: '2024-01-01' }
    expect(helpOf({ source, verifiedAt: null, reviewBy: '2026-05-01' })).toEqual([
      'source.date help.source_old',
      'reviewBy help.review_past',
    ])
  })
})
