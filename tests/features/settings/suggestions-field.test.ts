import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { unknownSuggestions } from '../../../src/features/entries/catalogue/leave-out.js'
import { suggestionsField } from '../../../src/features/settings/commune-schema.js'
import { commune } from '../../platform/model/sample-commune.js'
import { idsIn, knowledgeDir, villebourg } from '../entries/installed.js'

function faultOf(written: unknown): string {
  const read = suggestionsField.safeParse(written)
  return read.success ? '' : z.prettifyError(read.error)
}

describe('suggestions in the file of a commune', () => {
  it('may be of every day, of pages and of seasons, or nothing', () => {
    expect(faultOf({})).toBe('')
    expect(faultOf(villebourg.suggestions)).toBe('')
    expect(faultOf({ default: [], seasons: [{ from: '02-29', to: '01-31', entries: ['a'] }] })).toBe('')
  })

  it.each([
    [
      'a path of another site',
      { pages: [{ path: 'https://x.example', entries: ['a'] }] },
      /begins with "\/"[\s\S]*pages\[0\].path/,
    ],
    ['a path with a query', { pages: [{ path: '/a?b', entries: ['a'] }] }, /no space, "\?" or "#"/],
    ['an endless path', { pages: [{ path: `/${'*a'.repeat(200)}`, entries: ['a'] }] }, /200 characters at most/],
    [
      'a day that does not exist',
      { seasons: [{ from: '02-30', to: '03-01', entries: ['a'] }] },
      /MM-DD[\s\S]*seasons\[0\].from/,
    ],
    ['a date with its year', { seasons: [{ from: '2026-02-03', to: '03-01', entries: ['a'] }] }, /MM-DD/],
    ['a page without entry', { pages: [{ path: '/a', entries: [] }] }, /one entry at least/],
    ['a title instead of an id', { default: ['Voter par procuration'] }, /the id of an entry/],
    ['a field of another name', { season: [] }, /season/],
  ])('refuse %s, saying where', (_, written, fault) => {
    expect(faultOf(written)).toMatch(fault)
  })

  it('name entries that exist in the demonstration', () => {
    expect(unknownSuggestions(villebourg, new Set(idsIn(knowledgeDir, '.md')))).toEqual([])
  })

  it('are looked through for entries that do not exist', () => {
    const suggestions = {
      default: ['b'],
      pages: [{ path: '/', entries: ['c', 'a'] }],
      seasons: [{ from: '01-01', to: '01-02', entries: ['c'] }],
    }
    expect(unknownSuggestions(commune({ suggested: ['a'], suggestions }), new Set(['a']))).toEqual(['b', 'c'])
  })
})
