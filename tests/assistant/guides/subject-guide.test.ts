import { describe, expect, it } from '@jest/globals'
import { subjectGuide } from '../../../src/assistant/guides/compose-guide.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import type { Guide } from '../../../src/platform/model/guide.js'
import { entry } from '../../features/entries/sample-entry.js'

function guide(title: string, ends: readonly string[], given: Guide['given'] = {}): Guide {
  const commands = { back: [], restart: [], unsure: [], general: [], leave: [] }
  const branches = ends.map((entryId) => ({ entryId, when: {} }))
  return { id: title, title, questions: [], branches, otherwise: { entryId: ends[0] ?? '' }, given, commands }
}

function entriesOf(...some: [string, Guide][]): Map<string, Entry> {
  return new Map(some.map(([id, one]) => [id, { ...entry(id), guide: one }]))
}

const FOUR = ['mineur', 'perdu', 'premier', 'renouveler']

describe('subjectGuide', () => {
  const passport = entriesOf(
    ['premier', guide('Passeport', FOUR, { situation: 'premiere' })],
    ['perdu', guide('Passeport', FOUR)],
    ['pacs', guide('Pacs (pacte civil de solidarité)', [...FOUR, 'pacs'])],
  )

  it.each(['passeport', 'Passeports ?', 'mon passeport svp'])(
    'begins by the entry that presumes nothing: %s',
    (text) => {
      expect(subjectGuide(passport, text)?.id).toBe('perdu')
    },
  )

  it('leaves out what is in brackets', () => {
    expect(subjectGuide(passport, 'pacs')?.id).toBe('pacs')
  })

  it.each(['passeport perdu', 'carte', '', 'pass'])('does not begin for %s', (text) => {
    expect(subjectGuide(passport, text)).toBeNull()
  })

  it('leaves a guide to buttons that can hold all that it leads to, and an entry that has expired', () => {
    expect(
      subjectGuide(entriesOf(['cantine', guide('Cantine', ['inscription', 'tarif', 'pai'])]), 'cantine'),
    ).toBeNull()
    const expired = new Map([
      ['perdu', { ...entry('perdu'), guide: guide('Passeport', FOUR), expired: 'over' as const }],
    ])
    expect(subjectGuide(expired, 'passeport')).toBeNull()
  })
})
