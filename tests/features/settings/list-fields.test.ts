import { describe, expect, it } from '@jest/globals'
import type { SettingsValues } from '../../../src/features/settings/contract.js'
import { moved, withKind } from '../../../src/features/settings/pages/close-reasons-fields.js'
import { withCategories } from '../../../src/features/settings/pages/group-fields.js'
import { withSuggestions } from '../../../src/features/settings/pages/suggestions-fields.js'

describe('the topics whose answers are checked', () => {
  it('are put beside the threshold, and leave nothing behind when they go', () => {
    expect(withCategories({ validation: { below: 0.9 } }, ['animaux'])).toEqual({
      validation: { below: 0.9, categories: ['animaux'] },
    })
    expect(withCategories({ validation: { below: 0.9, categories: 'all' } }, [])).toEqual({
      validation: { below: 0.9 },
    })
    expect(withCategories({ nom: 'Bourg', validation: { categories: ['animaux'] } }, [])).toEqual({ nom: 'Bourg' })
  })
})

describe('a reason for closing', () => {
  const reason = { id: 'given', nom: 'Donné', outcome: 'done' as const }
  it('is offered for all kinds without naming them, and always for one at least', () => {
    const some = withKind(reason, 'live', false)
    expect(some.kinds).toEqual(['desk', 'message', 'callback'])
    expect(withKind(some, 'live', true)).toEqual(reason)
    const one = { ...reason, kinds: ['desk' as const] }
    expect(withKind(one, 'desk', false)).toBe(one)
  })

  it('goes up and down in its list', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
  })
})

describe('the suggested questions', () => {
  it('are left out when nothing is in them', () => {
    const values: SettingsValues = { suggestions: { pages: [{ path: '/', entries: ['pacs'] }], default: ['pacs'] } }
    expect(withSuggestions(values, { pages: [] })).toEqual({ suggestions: { default: ['pacs'] } })
    expect(withSuggestions({ nom: 'Bourg', suggestions: { default: ['pacs'] } }, { default: [] })).toEqual({
      nom: 'Bourg',
    })
  })
})
