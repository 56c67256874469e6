import { describe, expect, it } from '@jest/globals'
import { waitOf } from '../../../src/features/handoffs/queue/usual-wait.js'
import {
  type Handoff,
  type HandoffAction,
  type HandoffStatus,
  isOpen,
  RESOLUTIONS,
  stepOf,
  type TransitionRefusal,
  transition,
  wokenByCitizen,
} from '../../../src/platform/model/handoff.js'
import { fc } from '../../properties.js'
import { sampleHandoff } from './sample-handoff.js'

const at = '2026-11-24T09:00:00.000Z'
const later = '2026-11-24T09:10:00.000Z'

const handoff = (patch: Partial<Handoff> = {}) => sampleHandoff({ requestedAt: at, deadlineAt: later, ...patch })

const claim = (agentId: string): HandoffAction => ({ type: 'claim', agentId, agentName: `Agent ${agentId}`, at })
const ACTIONS = {
  claim: claim('anne'),
  resolve: { type: 'resolve', agentId: 'anne', resolution: 'answered', at },
  release: { type: 'release', agentId: 'anne', deadlineAt: later, at },
  expire: { type: 'expire', at },
  cancel: { type: 'cancel', at },
  'pass to Bruno': { type: 'transfer', agentId: 'anne', at, to: { agentId: 'bruno', agentName: 'Bruno' } },
  'pass to a department': {
    type: 'transfer',
    agentId: 'anne',
    at,
    to: { department: { id: 'urbanisme', nom: 'Urbanisme' }, deadlineAt: later },
  },
  snooze: { type: 'snooze', agentId: 'anne', until: later, at },
  'wake in time': { type: 'wake', at: later, cause: { type: 'due' }, back: { to: 'agent' } },
  'wake to the queue': { type: 'wake', at: later, cause: { type: 'due' }, back: { to: 'queue', deadlineAt: later } },
  'take up': { type: 'wake', at, cause: { type: 'agent', agentId: 'anne' }, back: { to: 'agent' } },
  'take over': { type: 'take_over', agentId: 'anne', agentName: 'Anne', at },
  reopen: { type: 'reopen', agentId: 'anne', agentName: 'Anne', at: later, withinHours: 1 },
} as const satisfies Record<string, HandoffAction>

const SITUATIONS: Record<string, Handoff> = {
  pending: handoff(),
  'held by Anne': handoff({ status: 'assigned', agentId: 'anne', agentName: 'Anne', assignedAt: at, deadlineAt: null }),
  'held by Bruno': handoff({
    status: 'assigned',
    agentId: 'bruno',
    agentName: 'Bruno',
    assignedAt: at,
    deadlineAt: null,
  }),
  'put aside by Anne': handoff({
    status: 'assigned',
    agentId: 'anne',
    agentName: 'Anne',
    assignedAt: at,
    deadlineAt: null,
    snoozedUntil: later,
  }),
  resolved: handoff({ status: 'resolved', endedAt: at }),
  expired: handoff({ status: 'expired', endedAt: at }),
  rejected: handoff({ status: 'rejected', endedAt: at }),
  cancelled: handoff({ status: 'cancelled', endedAt: at }),
}

type Expected = HandoffStatus | `refused: ${TransitionRefusal}`
const ENDED: Record<keyof typeof ACTIONS, Expected> = {
  claim: 'refused: ended',
  resolve: 'refused: ended',
  release: 'refused: ended',
  expire: 'refused: ended',
  cancel: 'refused: ended',
  'pass to Bruno': 'refused: ended',
  'pass to a department': 'refused: ended',
  snooze: 'refused: ended',
  'wake in time': 'refused: ended',
  'wake to the queue': 'refused: ended',
  'take up': 'refused: ended',
  'take over': 'refused: ended',
  reopen: 'refused: not_reopenable',
}
const NOT_ASIDE = {
  'wake in time': 'refused: not_due',
  'wake to the queue': 'refused: not_due',
  'take up': 'refused: not_due',
  reopen: 'refused: not_reopenable',
} as const
const TABLE: Record<string, Record<keyof typeof ACTIONS, Expected>> = {
  pending: {
    claim: 'assigned',
    resolve: 'refused: not_yours',
    release: 'refused: not_yours',
    expire: 'expired',
    cancel: 'cancelled',
    'pass to Bruno': 'refused: not_yours',
    'pass to a department': 'refused: not_yours',
    snooze: 'refused: not_yours',
    'take over': 'refused: not_held',
    ...NOT_ASIDE,
  },
  'held by Anne': {
    claim: 'refused: taken',
    resolve: 'resolved',
    release: 'pending',
    expire: 'refused: not_pending',
    cancel: 'cancelled',
    'pass to Bruno': 'assigned',
    'pass to a department': 'pending',
    snooze: 'assigned',
    'take over': 'refused: taken',
    ...NOT_ASIDE,
  },
  'put aside by Anne': {
    claim: 'refused: taken',
    resolve: 'resolved',
    release: 'pending',
    expire: 'refused: not_pending',
    cancel: 'cancelled',
    'pass to Bruno': 'assigned',
    'pass to a department': 'pending',
    snooze: 'assigned',
    'wake in time': 'assigned',
    'wake to the queue': 'pending',
    'take up': 'assigned',
    'take over': 'refused: taken',
    reopen: 'refused: not_reopenable',
  },
  'held by Bruno': {
    claim: 'refused: taken',
    resolve: 'refused: not_yours',
    release: 'refused: not_yours',
    expire: 'refused: not_pending',
    cancel: 'cancelled',
    'pass to Bruno': 'refused: not_yours',
    'pass to a department': 'refused: not_yours',
    snooze: 'refused: not_yours',
    'take over': 'assigned',
    ...NOT_ASIDE,
  },
  resolved: { ...ENDED, reopen: 'assigned' },
  expired: { ...ENDED, reopen: 'assigned' },
  rejected: ENDED,
  cancelled: ENDED,
}

const cells = Object.entries(TABLE).flatMap(([situation, row]) =>
  Object.entries(row).map(([action, expected]) => ({ situation, action: action as keyof typeof ACTIONS, expected })),
)

describe('transition', () => {
  it.each(cells)('$situation + $action by Anne → $expected', ({ situation, action, expected }) => {
    const from = SITUATIONS[situation] ?? handoff()
    const result = transition(from, ACTIONS[action])
    expect(result.ok ? result.handoff.status : `refused: ${result.refusal}`).toBe(expected)
  })

  it('writes who claimed and when, and that nobody waits any more', () => {
    const result = transition(handoff(), claim('anne'))
    expect(result).toEqual({
      ok: true,
      handoff: handoff({
        status: 'assigned',
        agentId: 'anne',
        agentName: 'Agent anne',
        assignedAt: at,
        firstTakenAt: at,
        deadlineAt: null,
      }),
    })
  })

  it('puts a released live handoff back with a new deadline, and a message left without one', () => {
    const held = { status: 'assigned', agentId: 'anne', agentName: 'Anne', assignedAt: at, deadlineAt: null } as const
    expect(transition(handoff(held), ACTIONS.release)).toEqual({
      ok: true,
      handoff: handoff({ deadlineAt: later, returnedAt: at }),
    })
    const left = handoff({ kind: 'message', deadlineAt: null })
    expect(transition({ ...left, ...held }, ACTIONS.release)).toEqual({ ok: true, handoff: left })
  })

  describe('of a talk that falls silent', () => {
    const watch = { citizenDueAt: later, askedAt: null }
    const talk = (patch: Partial<Handoff> = {}) =>
      handoff({
        status: 'assigned',
        agentId: 'anne',
        agentName: 'Anne',
        assignedAt: at,
        deadlineAt: null,
        watch,
        ...patch,
      })
    const lose = (when: string): HandoffAction => ({ type: 'lose', agentId: 'anne', deadlineAt: later, at: when })
    const ask = (when: string): HandoffAction => ({
      type: 'ask',
      dueAt: '2026-11-24T09:15:00.000Z',
      lastSeq: 1,
      at: when,
    })
    const free = (when: string): HandoffAction => ({ type: 'free', lastSeq: 1, at: when })
    const refused = { ok: false, refusal: 'not_due' }

    it('begins the watch of a live talk only', () => {
      const watched = (kind: Handoff['kind']) =>
        transition(handoff({ kind }), { ...ACTIONS.claim, type: 'claim', watch } as HandoffAction)
      expect(watched('live')).toMatchObject({ handoff: { watch } })
      expect(watched('message')).not.toHaveProperty('handoff.watch')
    })

    it('gives the wait back when its agent is lost, and not when it has another meanwhile', () => {
      expect(transition(talk(), lose(later))).toEqual({
        ok: true,
        handoff: handoff({ deadlineAt: later, returnedAt: later }),
      })
      const notHers = { ok: false, refusal: 'not_yours' }
      expect(transition(talk({ agentId: 'bruno' }), lose(later))).toEqual(notHers)
      expect(transition(handoff(), lose(later))).toEqual(notHers)
    })

    it('asks once, and frees the agent only after that', () => {
      expect(transition(talk(), ask(at))).toEqual(refused)
      expect(transition(talk(), free(later))).toEqual(refused)
      const asked = transition(talk(), ask(later))
      expect(asked).toMatchObject({ handoff: { status: 'assigned', watch: { askedAt: later } } })
      const current = asked.ok ? asked.handoff : talk()
      expect(transition(current, ask('2026-11-24T09:15:00.000Z'))).toEqual(refused)
      expect(transition(current, free('2026-11-24T09:14:59.000Z'))).toEqual(refused)
      const freed = transition(current, free('2026-11-24T09:15:00.000Z'))
      expect(freed).toMatchObject({ handoff: { status: 'resolved', resolution: 'no_reply' } })
      expect(freed).not.toHaveProperty('handoff.watch')
    })
  })

  it('leaves the handoff that it was given as it is', () => {
    const from = Object.freeze(handoff())
    transition(from, ACTIONS.claim)
    expect(from).toEqual(handoff())
  })
})

describe('of a handoff that changes hands', () => {
  const watch = { citizenDueAt: later, askedAt: null }
  const held = (patch: Partial<Handoff> = {}) =>
    handoff({
      status: 'assigned',
      agentId: 'anne',
      agentName: 'Anne',
      assignedAt: at,
      deadlineAt: null,
      watch,
      ...patch,
    })
  const next = (from: Handoff, action: HandoffAction): Handoff => {
    const result = transition(from, action)
    if (!result.ok) throw new Error(result.refusal)
    return result.handoff
  }

  it('says whose it was, keeps when it was first taken, and begins a watch of its own', () => {
    const passed = next(held({ firstTakenAt: at }), {
      ...ACTIONS['pass to Bruno'],
      at: later,
      to: { agentId: 'bruno', agentName: 'Bruno', watch: { ...watch, citizenDueAt: at } },
    })
    expect(passed).toMatchObject({ agentId: 'bruno', passedBy: 'Anne', assignedAt: later, firstTakenAt: at })
    expect(passed.watch?.citizenDueAt).toBe(at)
    const taken = next(passed, { type: 'take_over', agentId: 'ada', agentName: 'Ada', at: later })
    expect(taken).toMatchObject({ agentId: 'ada', takenFrom: 'bruno', firstTakenAt: at })
    expect(taken).not.toHaveProperty('passedBy')
    expect(next(taken, { ...ACTIONS.release, agentId: 'ada' })).not.toHaveProperty('takenFrom')
  })

  it('waits for the department that it is passed to, before the others', () => {
    expect(next(held(), ACTIONS['pass to a department'])).toMatchObject({
      department: 'urbanisme',
      returnedAt: at,
      deadlineAt: later,
      agentId: null,
    })
    const kept = next(held({ department: 'etat-civil' }), {
      ...ACTIONS['pass to a department'],
      to: { deadlineAt: later },
    })
    expect(kept.department).toBe('etat-civil')
  })

  it('is not watched while it is put aside, and is again afterwards', () => {
    const aside = next(held(), ACTIONS.snooze)
    expect(aside).toMatchObject({ snoozedUntil: later, agentId: 'anne' })
    expect(aside).not.toHaveProperty('watch')
    const early = { ...ACTIONS['wake in time'], at }
    expect(transition(aside, early)).toEqual({ ok: false, refusal: 'not_due' })
    const back = next(wokenByCitizen(aside, at), { ...early, back: { to: 'agent', watch } })
    expect(back).toEqual(held())
    expect(wokenByCitizen(held(), at)).toEqual(held())
    expect(transition(aside, { ...ACTIONS['take up'], cause: { type: 'agent', agentId: 'bruno' } })).toEqual({
      ok: false,
      refusal: 'not_yours',
    })
  })

  it('is closed in the commune’s words, and opened again as the same one, within its hours', () => {
    const closed = next(held({ firstTakenAt: at, reference: 'VR-222-333' }), {
      ...ACTIONS.resolve,
      closeReason: { id: 'carte', nom: 'Carte remise' },
    })
    expect(closed).toMatchObject({ resolution: 'answered', closeReason: { id: 'carte', nom: 'Carte remise' } })
    const again = next(closed, { ...ACTIONS.reopen, agentId: 'bruno', agentName: 'Bruno' })
    expect(again).toMatchObject({
      status: 'assigned',
      agentId: 'bruno',
      reference: 'VR-222-333',
      endedAt: null,
      resolution: null,
      firstTakenAt: at,
      reopenedAt: later,
    })
    expect(again).not.toHaveProperty('closeReason')
    expect(transition(closed, { ...ACTIONS.reopen, at: '2026-11-24T10:00:00.001Z' })).toEqual({
      ok: false,
      refusal: 'too_late',
    })
  })

  it('counts its wait once, until it was first taken; of what expired and was opened again, not at all', () => {
    const wait = (of: Handoff) => waitOf(of)?.ms
    const passed = next(next(handoff(), claim('anne')), { ...ACTIONS['pass to Bruno'], at: later })
    expect([wait(passed), wait(next(next(handoff(), ACTIONS.expire), ACTIONS.reopen))]).toEqual([0, undefined])
    const expiredThenPassed = next(next(next(handoff(), ACTIONS.expire), ACTIONS.reopen), {
      ...ACTIONS['pass to Bruno'],
      at: later,
    })
    expect(wait(expiredThenPassed)).toBeUndefined()
  })
})

describe('what is kept of each step', () => {
  const held = handoff({ status: 'assigned', agentId: 'anne', agentName: 'Anne', assignedAt: at })
  it.each<[HandoffAction, object]>([
    [
      { ...ACTIONS['pass to Bruno'], note: 'connaît le dossier' },
      { by: 'Anne', to: 'Bruno', note: 'connaît le dossier' },
    ],
    [ACTIONS['pass to a department'], { by: 'Anne', department: 'Urbanisme' }],
    [ACTIONS.snooze, { by: 'Anne', until: later }],
    [
      { ...ACTIONS['take over'], agentId: 'ada', agentName: 'Ada' },
      { by: 'Ada', from: 'Anne' },
    ],
    [ACTIONS.resolve, { by: 'Anne', reason: 'answered' }],
    [
      { ...ACTIONS.resolve, closeReason: { id: 'x', nom: 'Carte remise' } },
      { by: 'Anne', reason: 'Carte remise' },
    ],
    [ACTIONS['wake in time'], { by: null, from: 'Anne' }],
    [ACTIONS['take up'], { by: 'Anne' }],
    [ACTIONS.cancel, { by: null, from: 'Anne' }],
  ])('%o', (action, expected) => {
    expect(stepOf(held, action)).toEqual({ handoffId: 'h1', type: action.type, at: action.at, ...expected })
  })

  it('is nothing of a question whether the citizen is there', () => {
    expect(stepOf(held, { type: 'ask', dueAt: later, lastSeq: 1, at })).toBeNull()
  })
})

describe('whatever happens to a handoff', () => {
  const agentId = fc.constantFrom('anne', 'bruno', 'chloé')
  const action: fc.Arbitrary<HandoffAction> = fc.oneof(
    agentId.map(claim),
    fc
      .record({ agentId, resolution: fc.constantFrom(...RESOLUTIONS) })
      .map((by) => ({ type: 'resolve' as const, ...by, at })),
    agentId.map((id) => ({ type: 'release' as const, agentId: id, deadlineAt: later, at })),
    fc.constantFrom(...Object.values(ACTIONS)),
    agentId.map((id) => ({ ...ACTIONS['take over'], agentId: id })),
    agentId.map((id) => ({ ...ACTIONS.snooze, agentId: id })),
  )

  it('never leaves a final state, but by being opened again', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let current = handoff()
        for (const next of actions) {
          const result = transition(current, next)
          if (!isOpen(current) && next.type !== 'reopen') expect(result).toEqual({ ok: false, refusal: 'ended' })
          if (result.ok) current = result.handoff
        }
      }),
    )
  })

  it('has an agent exactly when it is assigned, an end exactly when it is over', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let current = handoff()
        for (const next of actions) {
          const result = transition(current, next)
          if (result.ok) current = result.handoff
          expect(current.endedAt !== null).toBe(!isOpen(current))
          if (isOpen(current)) expect(current.agentId !== null).toBe(current.status === 'assigned')
          if (current.status === 'assigned') expect(current.deadlineAt).toBeNull()
          else expect(current).not.toHaveProperty('snoozedUntil')
          if (current.status === 'assigned') expect(current.firstTakenAt ?? current.reopenedAt).toBeDefined()
          if (current.resolution !== null) expect(current.status).toBe('resolved')
        }
      }),
    )
  })

  it('is held by one agent when two claim it, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['anne', 'bruno', 'chloé'], { minLength: 2 }), (agents) => {
        let current = handoff()
        const outcomes = agents.map((agent) => {
          const result = transition(current, claim(agent))
          if (result.ok) current = result.handoff
          return result.ok ? 'claimed' : result.refusal
        })
        expect(outcomes).toEqual(['claimed', ...agents.slice(1).map(() => 'taken')])
        expect(current.agentId).toBe(agents[0])
      }),
    )
  })
})
