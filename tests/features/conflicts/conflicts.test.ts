import { describe, expect, it } from '@jest/globals'
import type { Conflict } from '../../../src/features/conflicts/conflict.js'
import { hardlyServed, rankConflicts } from '../../../src/features/conflicts/conflict-findings.js'
import { isPoor, styleOf } from '../../../src/features/entries/lint/question-style.js'
import { isIgnored } from '../../../src/features/settings/settings-document.js'

function conflict(kind: Conflict['kind'], entryIds: string[], patch: Partial<Conflict> = {}): Conflict {
  return {
    key: [kind, ...entryIds].join(':'),
    kind,
    entryIds,
    questions: [],
    count: 4,
    taken: 0,
    of: 40,
    mark: 'm',
    ...patch,
  }
}

describe('the rank of conflicts', () => {
  it('follows the questions of citizens that are at stake, of which fewer than five are told as none', () => {
    const ranked = rankConflicts(
      [
        conflict('confused', ['a', 'b']),
        conflict('same_question', ['c', 'd']),
        conflict('same_content', ['e', 'f']),
        conflict('hardly_served', ['g']),
      ],
      { a: 30, b: 10, c: 500, d: 100, e: 9, g: 4 },
    )
    expect(ranked.map(({ kind, stake }) => [kind, stake])).toEqual([
      ['same_question', 60],
      ['same_content', 9],
      ['confused', 0],
      ['hardly_served', 0],
    ])
  })

  it('follows the kind and the example questions where nobody has asked', () => {
    const ranked = rankConflicts(
      [
        conflict('few_questions', ['a']),
        conflict('confused', ['a', 'b'], { count: 2 }),
        conflict('confused', ['c', 'd'], { count: 9 }),
      ],
      {},
    )
    expect(ranked.map(({ key }) => key)).toEqual(['confused:c:d', 'confused:a:b', 'few_questions:a'])
  })
})

describe('a conflict that is let be', () => {
  it('comes back when what it follows from changes', () => {
    const one = conflict('confused', ['a', 'b'])
    const ignored = [{ ...one, reason: 'assumé', at: '', userId: 'u', userName: 'Ada' }]
    expect(isIgnored(one, ignored)).toBe(true)
    expect(isIgnored({ ...one, mark: 'other' }, ignored)).toBe(false)
    expect(isIgnored(conflict('confused', ['a', 'c']), ignored)).toBe(false)
  })
})

describe('entries that are hardly ever given', () => {
  const entries = ['a', 'b', 'c'].map((id) => ({ id, questions: 20, mark: 'm', since: null as string | null }))

  it('are those of fewer than five answers, once many were given', () => {
    const found = hardlyServed(entries, { a: 90, b: 4 }, '2026-09-01')
    expect(found.map(({ key }) => key)).toEqual(['hardly_served:b', 'hardly_served:c'])
    expect(hardlyServed(entries, { a: 10, b: 4 }, '2026-09-01')).toEqual([])
  })

  it('are not those that came meanwhile', () => {
    const [a, b] = entries as [(typeof entries)[0], (typeof entries)[0]]
    const came = [a, b, { id: 'c', questions: 20, mark: 'm', since: '2026-10-01' }]
    expect(hardlyServed(came, { a: 90 }, '2026-09-01').map(({ key }) => key)).toEqual(['hardly_served:b'])
  })
})

describe('the style of a question', () => {
  it.each([
    ['passeport urgent', 'words'],
    ['Où refaire un passeport ?', 'question'],
    ['quels papiers pour le passeport', 'question'],
    ['refaire le passeport de la grand-mère avant les vacances', 'question'],
    ['j’ai perdu ma carte', 'told'],
    ['on nous a volé le vélo', 'told'],
  ])('of “%s” is %s', (question, style) => expect(styleOf(question)).toBe(style))

  it('must vary', () => {
    const words = Array.from({ length: 25 }, (_, at) => `passeport ${at}`)
    expect([isPoor(words), isPoor([...words, 'où aller ?']), isPoor(['où aller ?', 'passeport'])]).toEqual([
      true,
      false,
      true,
    ])
  })
})
