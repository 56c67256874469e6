import { describe, expect, it } from '@jest/globals'
import type { EntryView } from '../../../src/features/entries/contract.js'
import { faultsOf, isWithin } from '../../../src/features/entries/pages/editor/editor-context.js'
import { fieldChosen, openingOf } from '../../../src/features/entries/pages/editor/opening.js'
import { likenessesOf, splitPasted } from '../../../src/features/entries/pages/editor/question-list.js'
import {
  insertLink,
  insertText,
  type Selected,
  toggleList,
  toggleStrong,
} from '../../../src/features/entries/pages/editor/rich-field.js'
import { beginEdits, recordEdit, redoEdit, undoEdit } from '../../../src/features/entries/pages/editor/use-editing.js'
import { entriesWords } from '../../../src/features/entries/pages/entry-states.js'
import { fieldInWords } from '../../../src/features/entries/pages/field-in-words.js'
import { askedOf, sourceOf, startOf } from '../../../src/features/entries/pages/gate/publish-page.js'
import { chosenBy, isNarrow, queryOf, readFilter } from '../../../src/features/entries/pages/list/entry-list.js'
import { parsePlace } from '../../../src/ui/kit/place.js'
import { sampleContent } from './pages/sample-content.js'

describe('steps to undo', () => {
  const typed = (at: number, field = 'title') => ({ field, at })

  it('are one for what is typed in one go in a field, and another after a pause or elsewhere', () => {
    let edits = beginEdits('')
    edits = recordEdit(edits, 'a', typed(0))
    edits = recordEdit(edits, 'ab', typed(400))
    edits = recordEdit(edits, 'abc', typed(5_000))
    edits = recordEdit(edits, 'abcd', typed(5_100, 'summary'))
    const texts: string[] = []
    for (let step = undoEdit(edits); step.now !== texts.at(-1); step = undoEdit(step)) texts.push(step.now)
    expect(texts).toEqual(['abc', 'ab', ''])
  })

  it('are done again until something else is written', () => {
    const edits = undoEdit(recordEdit(beginEdits('a'), 'b', typed(0)))
    expect(redoEdit(edits).now).toBe('b')
    expect(redoEdit(recordEdit(edits, 'c', typed(9_000))).now).toBe('c')
    expect(recordEdit(edits, edits.now, typed(9_000))).toBe(edits)
  })
})

describe('example questions', () => {
  it('tell their doubles, whatever the case and accents, and those that are nearly the same', () => {
    const found = likenessesOf([
      'Où se garer pour le marché du samedi matin',
      'ou se garer pour le marche du samedi matin ?',
      'où se garer pour le marché du samedi',
      'tarif',
      'tarif piscine',
      '',
    ])
    expect([...found].map(([at, { kind }]) => [at, kind])).toEqual([
      [1, 'same'],
      [2, 'near'],
    ])
  })

  it('are pasted one a line, without bullets, quotes, nor those that are there already', () => {
    const pasted = '- nager le dimanche\n\n2) « bassin couvert »\r\nPISCINE OUVERTE ?\nNager le dimanche'
    expect(splitPasted(pasted, ['piscine ouverte'])).toEqual({
      added: ['nager le dimanche', 'bassin couvert'],
      repeated: ['PISCINE OUVERTE ?', 'Nager le dimanche'],
    })
  })
})

describe('formatting', () => {
  /** `[` and `]` stand around what is selected. */
  const at = (marked: string): Selected => {
    const start = marked.indexOf('[')
    return { text: marked.replace(/[[\]]/g, ''), start, end: marked.indexOf(']') - 1 }
  }
  const shown = ({ text, start, end }: Selected) =>
    `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`

  it('gives weight and takes it away', () => {
    expect(shown(toggleStrong(at('il est [gratuit].'), 'x'))).toBe('il est **[gratuit]**.')
    expect(shown(toggleStrong(at('il est [**gratuit**].'), 'x'))).toBe('il est [gratuit].')
    expect(shown(toggleStrong(at('il est [].'), 'votre texte'))).toBe('il est **[votre texte]**.')
  })

  it('makes lists and steps of whole lines, and lines again', () => {
    expect(shown(toggleList(at('a\nb[b\nc]c\nd'), false))).toBe('a\n[- bb\n- cc]\nd')
    expect(shown(toggleList(at('[- a\n- b]'), true))).toBe('[1. a\n2. b]')
    expect(shown(toggleList(at('[1. a\n2. b]'), true))).toBe('[a\nb]')
  })

  it('inserts a link whose address is ready to be written, and variables where the cursor is', () => {
    expect(toggleStrong).toBeDefined()
    const link = insertLink(at('voir [le site]'), 'x')
    expect(link.text).toBe('voir [le site](https://)')
    expect(link.text.slice(link.start, link.end)).toBe('https://')
    expect(insertText(at('Tél[]'), ' {{accueil.telephone}}')).toEqual({
      text: 'Tél {{accueil.telephone}}',
      start: 25,
      end: 25,
    })
  })
})

describe('the field on which an editor opens', () => {
  const content = { ...sampleContent(), questions: ['nager', 'Où nager ?', 'bassin'] }
  const chosen = (query: string) => fieldChosen(content, parsePlace(`#/entries/piscine?${query}`).chosen)

  it('is that of the question that the address names, or where more are added when it is gone', () => {
    expect(chosen('question=bassin')).toBe('questions.2')
    expect(chosen('question=ou%20nager')).toBe('questions.1')
    expect(chosen('question=velo')).toBe('questions')
  })

  it('is one by its name, or none', () => {
    expect([chosen('field=title'), chosen('')]).toEqual(['title', null])
  })
})

describe('an editor opens', () => {
  const by = { userId: 'ada', userName: 'Ada' }
  const view = (changes: Partial<EntryView> = {}) =>
    ({ draft: null, served: sampleContent(), servedRevision: 3, submission: null, ...changes }) as EntryView
  const mine = sampleContent({ title: 'Piscine' })
  const draft = { content: sampleContent({ title: 'Bassin' }), basedOn: 2, version: 7, at: '2026-11-24T09:00:00Z', by }

  it('with what is served, and begins from it', () => {
    const opening = openingOf(view(), null, null)
    expect(opening).toMatchObject({ basedOn: 3, seen: 0, state: { kind: 'untouched' }, isRecovered: false })
  })

  it('with the draft, and says whose it is', () => {
    const opening = openingOf(view({ draft }), null, null)
    expect(opening).toMatchObject({
      content: { title: 'Bassin' },
      basedOn: 2,
      seen: 7,
      state: { kind: 'saved', by: 'Ada' },
    })
  })

  it('with what this browser kept, when the draft is still the one it was written over', () => {
    const kept = { content: mine, basedOn: 2, seen: 7, at: '2026-11-24T09:01:00Z' }
    expect(openingOf(view({ draft }), kept, null)).toMatchObject({ content: { title: 'Piscine' }, isRecovered: true })
    expect(openingOf(view({ draft }), { ...kept, content: draft.content }, null)).toMatchObject({ isRecovered: false })
  })

  it('with a conflict, when somebody has saved since', () => {
    const kept = { content: mine, basedOn: 2, seen: 6, at: '2026-11-24T09:01:00Z' }
    expect(openingOf(view({ draft }), kept, null)).toMatchObject({
      content: { title: 'Piscine' },
      seen: 6,
      state: { kind: 'conflict', theirs: { draft: { version: 7 } } },
    })
  })

  it('with what waits for review, rather than with what is served', () => {
    const submission = { revision: 4, at: '', by, why: '', mayReview: true }
    const waiting = view({ submission })
    expect(openingOf(waiting, null, mine)).toMatchObject({ content: { title: 'Piscine' }, basedOn: 4, seen: 0 })
    expect(openingOf({ ...waiting, draft }, null, mine)).toMatchObject({ content: { title: 'Bassin' }, basedOn: 2 })
    const only = view({ served: null, servedRevision: 0, submission: { ...submission, revision: 1 } })
    expect(openingOf(only, null, mine)).toMatchObject({ content: { title: 'Piscine' }, basedOn: 1 })
    expect(openingOf(view({ served: null }), null, null)).toBeNull()
  })
})

describe('what is published', () => {
  const by = { userId: 'ada', userName: 'Ada' }
  const draft = { content: sampleContent(), basedOn: 1, version: 7, at: '2026-11-24T09:00:00Z', by }
  const asked = (query: string) => askedOf(parsePlace(`#/entries/piscine/publish?${query}`).chosen)

  it('is the draft that was read, never one that somebody saved since', () => {
    expect(sourceOf({ id: 'piscine', draft }, asked('draft=7'))).toEqual({ entryId: 'piscine', draftVersion: 7 })
    expect(sourceOf({ id: 'piscine', draft }, asked('draft=6'))).toBe('changed')
    expect(sourceOf({ id: 'piscine', draft: null }, asked('draft=6'))).toBe('changed')
  })

  it('is read from a day to come, which is told', () => {
    expect(startOf({ validFrom: '2027-01-01' }, '2026-11-24')).toBe('2027-01-01')
    expect([startOf({ validFrom: '2026-11-24' }, '2026-11-24'), startOf({}, '2026-11-24')]).toEqual([null, null])
  })

  it('is a version that the address names, else the draft, if there is one', () => {
    expect(sourceOf({ id: 'piscine', draft }, asked('revision=2'))).toEqual({ entryId: 'piscine', revision: 2 })
    expect(sourceOf({ id: 'piscine', draft }, asked(''))).toEqual({ entryId: 'piscine', draftVersion: 7 })
    expect(sourceOf({ id: 'piscine', draft: null }, asked(''))).toBeNull()
  })
})

describe('faults', () => {
  it('are told at their field, and counted with those of its parts', () => {
    const faults = [
      { field: 'online.1.url', message: 'Adresse.' },
      { field: 'servicePublic.0', message: 'Numéro.' },
    ]
    expect(faultsOf(faults, 'online.1.url')).toBe('Adresse.')
    expect(faultsOf(faults, 'online.1')).toBe('')
    expect(faultsOf(faults, 'servicePublic')).toBe('Numéro.')
    expect([isWithin('online.1.url', 'online'), isWithin('onlineX', 'online')]).toEqual([true, false])
  })

  it('name their field as the editor does', () => {
    const words = entriesWords('fr')
    expect(fieldInWords('sections.brief', words)).toBe('En bref')
    expect(fieldInWords('online.1.url', words)).toBe('Liens en ligne, 2')
    expect(fieldInWords('validUntil', words)).toBe('Valable jusqu’au')
    expect(fieldInWords('source.url', words)).toBe('Adresse de la source')
    expect(fieldInWords('questions.0', words)).toBe('Questions d’exemple, 1')
  })
})

describe('the filter of the list', () => {
  it('is what the address says, and the address what it is', () => {
    const { chosen } = parsePlace('#/entries?search=%C3%A9tat&state=draft&trouble=confused&owner=ccas&page=3')
    const filter = readFilter(chosen)
    expect(filter).toMatchObject({ search: 'état', state: 'draft', trouble: 'confused', owner: 'ccas', page: 3 })
    expect(readFilter(new Map(Object.entries(chosenBy(filter))))).toEqual(filter)
    expect(queryOf(filter)).toBe('search=%C3%A9tat&state=draft&owner=ccas&trouble=confused&offset=100&limit=50')
  })

  it('leaves out what nobody knows', () => {
    const filter = readFilter(parsePlace('#/entries?state=lost&category=9&page=-4').chosen)
    expect(filter).toMatchObject({ state: '', category: '', page: 1 })
    expect(isNarrow(filter)).toBe(false)
  })
})
