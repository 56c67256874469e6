import { beforeAll, describe, expect, it } from '@jest/globals'
import { momentOf, nextWorkingMorning } from '../../../src/features/handoffs/pages/lifecycle/later-menu.js'
import { lifeNewsBetween, lostTo } from '../../../src/features/handoffs/pages/lifecycle/life-acts.js'
import { stepInWords } from '../../../src/features/handoffs/pages/lifecycle/steps-in-words.js'
import { closingsOf } from '../../../src/features/handoffs/pages/lifecycle/verbs.js'
import { noteField } from '../../../src/features/handoffs/shapes.js'
import type { HandoffStep } from '../../../src/platform/model/handoff.js'
import { MAX_NOTE_LENGTH } from '../../../src/platform/model/note.js'
import { translator } from '../../../src/ui/kit/console-words.js'
import { setTownZone } from '../../../src/ui/kit/town-clock.js'
import { sampleItem, sampleQueue } from '../../ui/console/sample-town.js'

const t = translator('fr')
const now = new Date(2026, 10, 24, 10)
// The town's clock is the machine's here, whatever another file has set in the same process.
beforeAll(() => setTownZone(new Intl.DateTimeFormat().resolvedOptions().timeZone))

describe('a step in words', () => {
  const say = (step: Partial<HandoffStep> & Pick<HandoffStep, 'type'>) =>
    stepInWords({ handoffId: 'h', at: now.toISOString(), by: 'Léa', ...step }, { t, language: 'fr', now })
      .replace(/\s/g, ' ')
      .trim()
  it('says who did what, to whom and until when', () => {
    expect(say({ type: 'transfer', to: 'Karim' })).toBe('Léa l’a transférée à Karim.')
    expect(say({ type: 'transfer', department: 'Urbanisme' })).toBe('Léa l’a transférée au service : Urbanisme.')
    expect(say({ type: 'transfer' })).toBe('Léa l’a remise à ses collègues.')
    expect(say({ type: 'snooze', until: new Date(2026, 10, 24, 11, 5).toISOString() })).toBe(
      'Léa l’a mise en attente : 11 h 05.',
    )
    const half = { day: '2026-11-26', half: 'morning' as const }
    const [startsAt, endsAt] = [new Date(2026, 10, 26, 8, 30).toISOString(), new Date(2026, 10, 26, 12).toISOString()]
    expect(say({ type: 'reschedule', slot: { ...half, startsAt, endsAt } })).toBe(
      'Léa a déplacé le rappel : jeudi 26 novembre, matin (8 h 30 – 12 h).',
    )
    expect(say({ type: 'wake', by: null, from: 'Léa' })).toBe('Elle est revenue de l’attente.')
    expect(say({ type: 'wake' })).toBe('Léa l’a reprise.')
    expect(say({ type: 'resolve', reason: 'answered' })).toBe('Léa a terminé : Réponse donnée.')
    expect(say({ type: 'resolve', reason: 'Carte remise' })).toBe('Léa a terminé : Carte remise.')
    expect(say({ type: 'lose', by: null, from: 'Léa' })).toBe('La connexion avec Léa a été perdue.')
    expect(say({ type: 'invented' as 'claim' })).toBe('Autre étape.')
  })
})

describe('reasons for closing', () => {
  it('have the commune’s names, and a call that nobody answered where there is a phone', () => {
    const reasons = [
      { id: 'carte', nom: 'Carte remise', outcome: 'answered' as const },
      { id: 'done', outcome: 'done' as const },
    ]
    const names = (of: Parameters<typeof closingsOf>[0]) => closingsOf(of, reasons, t).map(({ name }) => name)
    expect(names({ kind: 'live', contact: null })).toEqual(['Carte remise', 'Traitée'])
    expect(names({ kind: 'callback', contact: { name: 'J', phone: '0199001234' } })[1]).toBe(
      t('resolution.not_reached'),
    )
  })
})

describe('moments', () => {
  it('are later ones: minutes of the server’s clock, the next working morning, or a date', () => {
    expect(nextWorkingMorning(new Date(2026, 10, 27, 16))).toEqual(new Date(2026, 10, 30, 9))
    expect(momentOf('2026-11-24T11:00', now)).toBe(new Date(2026, 10, 24, 11).toISOString())
    for (const wrong of ['', '2026-11-24T09:00']) expect(momentOf(wrong, now)).toBeNull()
  })
})

describe('what changes hands without the agent', () => {
  const mine = sampleItem('a', {
    mine: true,
    status: 'assigned',
    agentId: 'claire',
    snoozedUntil: '2026-11-24T11:00:00Z',
  })
  const { snoozedUntil: _, ...back } = mine
  it('is news when a colleague passed it, and when it comes back by itself', () => {
    const kinds = (before: Parameters<typeof sampleQueue>[0], after: Parameters<typeof sampleQueue>[0]) =>
      lifeNewsBetween(sampleQueue(before), sampleQueue(after)).map(({ kind }) => kind)
    expect(kinds({}, { mine: [{ ...back, passedBy: 'Karim' }] })).toEqual(['transferred'])
    expect(kinds({}, { mine: [back] })).toEqual([])
    expect(kinds({ mine: [mine] }, { mine: [back] })).toEqual(['woken'])
    expect(kinds({ mine: [mine] }, { mine: [{ ...back, lastAt: '2026-11-24T10:30:00Z' }] })).toEqual([])
  })

  it('is told to who lost it to a supervisor, and to nobody else', () => {
    const taken = { ...back, mine: false, agentId: 'ada', agentName: 'Ada', takenFrom: 'claire' }
    const lost = (userId: string) => lostTo(sampleQueue({ mine: [back] }), sampleQueue({ others: [taken] }), userId)
    expect([lost('claire'), lost('karim')]).toEqual([['Ada'], []])
    expect(lostTo(null, sampleQueue({ others: [taken] }), 'claire')).toEqual([])
  })
})

it('the longest note is the server’s', () => {
  const isTaken = (length: number) => noteField.safeParse('x'.repeat(length)).success
  expect([isTaken(MAX_NOTE_LENGTH), isTaken(MAX_NOTE_LENGTH + 1)]).toEqual([true, false])
})
