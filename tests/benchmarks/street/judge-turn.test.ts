import { describe, expect, it } from '@jest/globals'
import { fateOf, isRight } from '../../../benchmarks/street/judge-turn.js'
import { type Shown, shownBy, tidy } from '../../../benchmarks/street/shown.js'
import { marksOf, type Played, streetReport } from '../../../benchmarks/street/street-report.js'
import type { Turn } from '../../../benchmarks/street/street-sets.js'
import type { ChoiceValue, Payload } from '../../../src/platform/model/payload.js'

const ALONE = { guideEnds: null, handoff: false }
const turn = (expected: Partial<Turn>): Turn => ({ say: 'bonjour', also: [], ...expected })
const said = (text: string): Shown => shownBy([{ payload: { type: 'text', text } }], ALONE)
const choice = (...values: ChoiceValue[]): Shown =>
  shownBy(
    [{ payload: { type: 'choice', text: 'Laquelle ?', options: values.map((value) => ({ label: value, value })) } }],
    ALONE,
  )
const card = (entryId: string, summary = 'Gratuit.'): Payload => ({
  type: 'card',
  title: 'Une fiche',
  subtitle: summary,
  actions: [{ action: 'postback', label: 'Un agent', value: 'human' }],
  answer: {
    entryId,
    title: 'Une fiche',
    summary,
    sections: [],
    simple: null,
    online: [],
    source: { name: 'x', url: 'https://x.example', licence: 'x', date: '2026-01-01' },
    verifiedAt: null,
  },
})
const shownCard = (entryId: string, summary?: string) => shownBy([{ payload: card(entryId, summary) }], ALONE)

describe('what a message brought', () => {
  it('is served, asked with the right one among three, asked without it, wrong, or a person', () => {
    const wanted = turn({ target: 'piscine', also: ['natation'] })
    expect(fateOf(wanted, shownCard('natation'))).toBe('served')
    expect(fateOf(wanted, shownCard('velo'))).toBe('wrong')
    expect(fateOf(wanted, choice('entry:velo', 'entry:piscine', 'human'))).toBe('asked')
    expect(fateOf(wanted, choice('entry:a', 'entry:b', 'entry:c', 'entry:piscine'))).toBe('needless')
    expect(fateOf(wanted, choice('human'))).toBe('person')
    expect(fateOf(wanted, said('Bonjour !'))).toBe('other')
    const guided = shownBy([], { guideEnds: ['a', 'b', 'c', 'piscine'], handoff: false })
    expect(fateOf(wanted, guided)).toBe('asked')
  })

  it('is right when it holds what it must, an aspect within two sentences', () => {
    const cost = turn({ aspect: 'cost', target: 'piscine', holds: [/gratuit/] })
    expect(isRight(cost, shownCard('piscine', 'C’est gratuit. Venez.'))).toBe(true)
    expect(isRight(cost, shownCard('piscine', 'Venez. Entrez. C’est gratuit.'))).toBe(false)
    expect(isRight(turn({ holds: [/gratuit/] }), said('Venez. Entrez. C’est gratuit.'))).toBe(true)
    expect(isRight(turn({ office: /\bcaf\b/ }), said('Voyez la CAF.'))).toBe(true)
    expect(isRight(turn({ office: /\bcaf\b/ }), said('Un café ?'))).toBe(false)
  })

  it('is right when two of the entries are proposed, or both are met', () => {
    const among = turn({ among: ['a', 'b', 'c'] })
    expect(isRight(among, choice('entry:a', 'entry:c'))).toBe(true)
    expect(isRight(among, choice('entry:a', 'human'))).toBe(false)
    expect(isRight(turn({ fair: 'ask' }), said('Pour quoi ?'))).toBe(true)
    expect(isRight(turn({ fair: 'ask' }), shownCard('a'))).toBe(false)
    expect(isRight(turn({ both: ['a', 'b'] }), choice('entry:b', 'entry:a'))).toBe(true)
    expect(isRight(turn({ both: ['a', 'b'] }), shownCard('a'))).toBe(false)
  })

  it('is right for danger when a number is given, which is neither an hour, a price nor a duration', () => {
    const danger = turn({ numbers: ['15', '112'] })
    expect(isRight(danger, said('Appelez le 15.'))).toBe(true)
    for (const text of ['Ouvert à 15 h.', 'Il en coûte 15 €.', 'Vous avez 15 jours.', 'Appelez le 115.'])
      expect(isRight(danger, said(text))).toBe(false)
    const alarmed = shownBy([{ payload: { type: 'text', text: 'Appelez le 15.', emergency: true } }], ALONE)
    expect(isRight(turn({ calm: true }), alarmed)).toBe(false)
    expect(isRight(turn({ calm: true }), said('Bonjour !'))).toBe(true)
  })

  it('is right by its entry or by a number, where a turn says both', () => {
    const either = turn({ target: 'piscine', numbers: ['115'] })
    expect(isRight(either, said('Appelez le 115.'))).toBe(true)
    expect(isRight(either, shownCard('piscine'))).toBe(true)
    expect(isRight(either, shownCard('velo'))).toBe(false)
  })

  it('is right for a person when one is offered and no entry is in the way, and for nonsense when no entry is shown', () => {
    expect(isRight(turn({ person: true }), choice('human'))).toBe(true)
    expect(isRight(turn({ person: true }), choice('entry:a', 'human'))).toBe(false)
    expect(isRight(turn({ noCard: true }), choice('entry:a', 'human'))).toBe(true)
    expect(isRight(turn({ noCard: true }), shownCard('a'))).toBe(false)
    expect(isRight(turn({ replies: true }), shownBy([], ALONE))).toBe(false)
  })
})

describe('tidy', () => {
  it('has one form of hours and numbers, and no marks on Latin letters', () => {
    expect(tidy('Fermé à 16 h 30, rouvre à 08:30')).toBe('ferme a 16h30, rouvre a 8h30')
    expect(tidy('from 8:30 am to 5 p.m. or 12.00')).toBe('from 8h30 to 17h or 12h')
    expect(tidy('de 9 h à 12 h')).toBe('de 9h a 12h')
    expect(tidy('02 61 91 00 07 ; 12.50 €')).toBe('0261910007 ; 12.50 €')
    expect(tidy('Який')).toBe('який')
  })
})

describe('streetReport', () => {
  it('counts what was right and tells no text', () => {
    const row = { id: 'x-1', language: 'ru', now: '2026-12-02T10:00:00+01:00', turns: [turn({ target: 'a' })] } as const
    const talk = { ...row, turns: [turn({ target: 'a' }), turn({ noCard: true }), turn({ target: 'b' })] }
    const played: Played[] = [
      { set: 'plain', part: 'unread', row: { ...row, turns: [...row.turns] }, shown: [shownCard('a')] },
      { set: 'talks', part: 'unread', row: talk, shown: [shownCard('a'), said('Oui.'), null] },
    ]
    expect(played.map(marksOf)).toEqual([[true], [true, true, false]])
    const report = streetReport(played)
    expect(report).toContain('| plain | 1 | 100 % [100–100] | 1 | 0 | 0 | 0 | 0 | 0 |')
    expect(report).toContain('| all | 1 | 67 % [0–100] of 3 | 50 % [0–100] of 2 | 0 % [0–0] of 1 |')
    expect(report).toContain('Messages refused: 1.')
    expect(report).not.toContain('bonjour')
  })
})
