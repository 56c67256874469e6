import { describe, expect, it } from '@jest/globals'
import { tryWords } from '../../../src/features/entries/pages/try/tried-question.js'
import { questionsInText, triedCsv } from '../../../src/features/entries/pages/try/try-many.js'
import { chosenBy, filterOf, isUsual, readQuery } from '../../../src/features/failures/pages/failures-page.js'
import { moveOf } from '../../../src/features/failures/pages/group-card.js'
import { decodeText } from '../../../src/platform/text/clean-text.js'
import { translator } from '../../../src/ui/kit/console-words.js'

describe('the filter of failed questions', () => {
  it('is what the address says, what it does not know left out', () => {
    const query = readQuery(new Map(Object.entries({ kind: 'remark', state: 'lost', from: 'hier', page: '3' })))
    expect(query).toEqual({ kind: 'remark', page: 3 })
    expect(chosenBy(query)).toEqual({ kind: 'remark', page: '3' })
    expect(filterOf(query)).toEqual({ kind: 'remark', state: 'open' })
    expect(filterOf({ state: 'all', page: 1 })).toEqual({})
    expect([isUsual({ page: 2 }), isUsual(query)]).toEqual([true, false])
  })
})

describe('the keys of a group', () => {
  const key = (name: string, code = `Key${name.toUpperCase()}`, held = {}) => ({
    key: name,
    code,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    repeat: false,
    ...held,
  })
  it('are read off the keyboard, digits without shift, and none while words are typed', () => {
    expect(moveOf(key('&', 'Digit1'), false)).toEqual({ move: 'propose', nth: 0 })
    expect(moveOf(key('2', 'Numpad2'), false)).toEqual({ move: 'propose', nth: 1 })
    expect(moveOf(key('ArrowDown', 'Numpad2'), false)).toBeNull()
    expect(moveOf(key('H'), false)).toEqual({ move: 'decide', state: 'out_of_scope' })
    expect(moveOf(key('q'), false)).toBeNull()
    expect(moveOf(key('h'), true)).toBeNull()
    expect(moveOf(key('r', 'KeyR', { ctrlKey: true }), false)).toBeNull()
  })
})

describe('a key that is held down', () => {
  it.each([
    ['x', null],
    ['z', null],
    ['j', { move: 'next' }],
  ])('%s makes %j of its repetitions', (name, move) => {
    const event = { key: name, code: `Key${name.toUpperCase()}`, ctrlKey: false, altKey: false, metaKey: false }
    expect(moveOf({ ...event, repeat: true }, false)).toEqual(move)
  })
})

describe('a file of questions', () => {
  it.each<BufferEncoding>(['utf8', 'latin1'])('is read with its accents, saved in %s', (encoding) => {
    expect(decodeText(Buffer.from('où déposer mes gravats ?', encoding))).toBe('où déposer mes gravats ?')
  })

  it('is read where a spreadsheet saved it as Unicode', () => {
    expect(decodeText(Buffer.from('\uFEFFcarte d’identité', 'utf16le'))).toBe('carte d’identité')
  })
})

describe('questions to try', () => {
  it('are lines, or the column of a table that holds them', () => {
    expect(questionsInText('voter\n\n où voter, et quand ?\r\n')).toEqual(['voter', 'où voter, et quand ?'])
    expect(questionsInText('\uFEFFid;Question\n1;"voter ; où ?"\n2;"dit ""non"""\n')).toEqual([
      'voter ; où ?',
      'dit "non"',
    ])
    expect(questionsInText('question\nvoter, demain\n')).toEqual(['voter, demain'])
    expect(questionsInText('voter;1\npacs;2')).toEqual(['voter', 'pacs'])
    expect(questionsInText('')).toEqual([])
  })

  it('are told in a file in which nothing is a formula', () => {
    const tried = [
      {
        question: '=cmd|calc',
        outcome: 'answered' as const,
        reason: 'sure' as const,
        candidates: [{ id: 'pacs', title: '@pacs', confidence: 0.5 }],
      },
    ]
    const [, row] = triedCsv(tried, tryWords('fr'), translator('fr')).split('\r\n')
    expect(row).toContain("'=cmd|calc;")
    expect(row).toContain(";'@pacs;0,5;;")
  })
})
