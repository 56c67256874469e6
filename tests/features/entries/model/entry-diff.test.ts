import { describe, expect, it } from '@jest/globals'
import { diffContents } from '../../../../src/features/entries/model/entry-diff.js'
import { content } from '../../../contract/sample-entry-content.js'

describe('a comparison of two contents', () => {
  it('says nothing of what did not change', () => {
    expect(diffContents(content(), content())).toEqual([])
  })

  it('tells texts by words, questions and links by items', () => {
    const before = content({ questions: ['un acte', 'acte de naissance'] })
    const after = content({
      summary: 'C’est gratuit et rapide.',
      short: { cost: 'C’est gratuit.' },
      questions: ['acte de naissance', 'copie d’acte'],
      online: [{ label: 'Demander', url: 'https://exemple.fr/acte' }],
      validUntil: '2026-12-31',
    })
    expect(diffContents(before, after)).toEqual([
      {
        kind: 'text',
        field: 'summary',
        parts: [
          { kind: 'same', text: 'C’est gratuit' },
          { kind: 'added', text: ' et rapide' },
          { kind: 'same', text: '.' },
        ],
      },
      { kind: 'text', field: 'validUntil', parts: [{ kind: 'added', text: '2026-12-31' }] },
      { kind: 'text', field: 'short.cost', parts: [{ kind: 'added', text: 'C’est gratuit.' }] },
      { kind: 'list', field: 'questions', added: ['copie d’acte'], removed: ['un acte'], kept: 1 },
      { kind: 'list', field: 'online', added: ['Demander — https://exemple.fr/acte'], removed: [], kept: 0 },
    ])
  })

  it('tells a translation that came or went', () => {
    const { sections } = content()
    const en = { title: 'Birth', summary: 'Free.', online: [], sections, translatedFrom: 'fr-0', date: '2025-01-01' }
    const translated = content({ translations: { en: { ...en, translatedBy: 'Ada', reviewed: true } } })
    expect(diffContents(content(), translated).map(({ field }) => field)).toContain('translations.en.title')
    expect(diffContents(translated, content())).toContainEqual({
      kind: 'text',
      field: 'translations.en.title',
      parts: [{ kind: 'removed', text: 'Birth' }],
    })
  })
})
