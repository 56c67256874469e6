import { describe, expect, it } from '@jest/globals'
import { bucketOf } from '../../../src/features/statistics/duration-histogram.js'
import { factsOf } from '../../../src/features/statistics/handoff-facts.js'
import type { Message } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import type { Turn } from '../../../src/platform/model/turn.js'

const PARIS = 'Europe/Paris'
/** Half past nine in the evening in UTC, half past ten in Paris. */
const ASKED = '2026-11-24T21:30:00.000Z'
const later = (minutes: number) => new Date(Date.parse(ASKED) + minutes * 60_000).toISOString()

function handoff(patch: Partial<Handoff> = {}): Handoff {
  return {
    id: 'h1',
    conversationId: 'c1',
    communeId: 'bourg',
    kind: 'live',
    reference: 'VR-7K3-46Q',
    status: 'resolved',
    reason: 'citizen_wish',
    urgent: false,
    language: 'uk',
    requestedAt: ASKED,
    deadlineAt: null,
    contact: { name: 'Jeanne', phone: '06 39 98 12 34' },
    subject: 'mon passeport est-il prêt ?',
    assignedAt: later(2),
    agentId: 'agent-7',
    agentName: 'Anne',
    endedAt: later(20),
    resolution: 'answered',
    ...patch,
  }
}

function said(author: Message['author'], minutes: number): Message {
  const payload = { type: 'text' as const, text: 'Bonjour Jeanne' }
  return { id: `m${minutes}`, seq: minutes, author, at: later(minutes), language: 'fr', payload }
}

const turn = (entryId: string | null, minutes: number) => ({ at: later(minutes), entryId }) as Turn
const talk = {
  messages: [said('agent', -30), said('agent', 4), said('agent', 9)],
  turns: [turn('carte-identite', -3), turn('passeport-urgence', -2), turn(null, -1), turn('mariage', 30)],
  steps: [],
  channel: 'web' as const,
}
const NOTHING = { messages: [], turns: [], steps: [], channel: 'phone' as const }
const bucket = (minutes: number) => bucketOf(minutes * 60_000)

describe('facts of a handoff', () => {
  it('are numbers of the day and hour of the request, in the commune’s time zone', () => {
    expect(factsOf(handoff({ department: 'etat-civil' }), talk, PARIS)).toEqual({
      day: '2026-11-24',
      increments: {
        'handoff.kind.live': 1,
        'handoff.hour.22': 1,
        'handoff.reason.citizen_wish': 1,
        'handoff.language.uk': 1,
        'handoff.channel.web': 1,
        'handoff.department.etat-civil': 1,
        'handoff.topic.passeport-urgence': 1,
        'handoff.end.live.answered': 1,
        [`handoff.wait.22.${bucket(2)}`]: 1,
        [`handoff.first.22.${bucket(4)}`]: 1,
        [`handoff.talk.${bucket(20)}.passeport-urgence`]: 1,
      },
    })
  })

  it('have no text, no name, no reference and no identifier', () => {
    const facts = JSON.stringify(factsOf(handoff(), talk, PARIS))
    for (const secret of ['Jeanne', '06 39', 'VR-', 'h1', 'c1', 'Anne', 'agent-7', 'prêt'])
      expect(facts).not.toContain(secret)
  })

  it('count the first agent who came, whoever holds the talk at the end', () => {
    const { increments } = factsOf(
      handoff({ firstTakenAt: later(2), assignedAt: later(12), returnedAt: later(10) }),
      NOTHING,
      PARIS,
    )
    expect(increments).toMatchObject({
      [`handoff.wait.22.${bucket(2)}`]: 1,
      'handoff.returned': 1,
      'handoff.topic.-': 1,
    })
  })

  it('count a request that was passed on once, however often it was', () => {
    const steps = [{ type: 'claim' as const }, { type: 'transfer' as const }, { type: 'transfer' as const }]
    expect(factsOf(handoff(), { ...talk, steps }, PARIS).increments).toHaveProperty(['handoff.transferred'], 1)
    expect(factsOf(handoff(), talk, PARIS).increments).not.toHaveProperty(['handoff.transferred'])
  })

  it('tell an expired wait from one that was given up, and from a talk that the citizen left', () => {
    const endOf = (patch: Partial<Handoff>) =>
      Object.keys(factsOf(handoff({ resolution: null, ...patch }), NOTHING, PARIS).increments)
    expect(endOf({ status: 'expired', assignedAt: null })).toContain('handoff.end.live.expired')
    const given = endOf({ status: 'cancelled', assignedAt: null })
    expect(given).toContain('handoff.end.live.abandoned')
    expect(given.filter((name) => /wait|first|talk/.test(name))).toEqual([])
    expect(endOf({ status: 'cancelled' })).toContain('handoff.end.live.left')
    // An agent had come, and had handed her over: she did not give up before one came.
    const handedOver = { assignedAt: null, firstTakenAt: later(2), returnedAt: later(9) }
    expect(endOf({ status: 'cancelled', ...handedOver })).toContain('handoff.end.live.left')
    // Nobody had come in time; who opens it again afterwards changes nothing of that.
    const reopened = endOf({ status: 'cancelled', reopenedAt: later(30), assignedAt: later(30) })
    expect(reopened).toContain('handoff.end.live.abandoned')
    expect(reopened.filter((name) => name.startsWith('handoff.wait'))).toEqual([])
    expect(() => endOf({ status: 'assigned' })).toThrow()
  })

  it('say of a call whether it was reached, in time, and how often nobody answered', () => {
    const slot = { day: '2026-11-25', half: 'morning' as const, startsAt: later(600), endsAt: later(800) }
    const call = (patch: Partial<Handoff>) =>
      Object.entries(factsOf(handoff({ kind: 'callback', slot, ...patch }), NOTHING, PARIS).increments).filter(
        ([name]) => name.startsWith('handoff.call'),
      )
    expect(call({ resolution: 'reached', endedAt: later(700), missedCalls: [later(610), later(650)] })).toEqual([
      ['handoff.call.reached', 1],
      ['handoff.call.inTime', 1],
      ['handoff.call.tries', 2],
    ])
    expect(call({ resolution: 'called_back', endedAt: later(900) })).toContainEqual(['handoff.call.late', 1])
    expect(call({ resolution: 'done', missedCalls: [later(610)] })).toContainEqual(['handoff.call.unreached', 1])
    expect(call({ resolution: 'done' })).toEqual([['handoff.call.other', 1]])
    expect(call({ status: 'cancelled', resolution: null })).toEqual([])
  })

  it('of a message left are how long it waited for its end', () => {
    const { increments } = factsOf(handoff({ kind: 'message', endedAt: later(2880) }), NOTHING, PARIS)
    expect(increments).toMatchObject({ [`handoff.answer.${bucket(2880)}`]: 1 })
  })

  it('of a request that comes back are only that it did', () => {
    const { increments } = factsOf(handoff({ talliedAt: later(20), endedAt: later(60) }), talk, PARIS)
    expect(increments).toEqual({ 'handoff.reopened': 1 })
  })
})
