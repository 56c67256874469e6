import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Handoff,
  type HandoffAction,
  type HandoffStatus,
  isOpen,
  RESOLUTIONS,
  type TransitionRefusal,
  transition,
} from '../../src/domain/handoff.js'

const at = '2026-11-24T09:00:00.000Z'
const later = '2026-11-24T09:10:00.000Z'

function handoff(patch: Partial<Handoff> = {}): Handoff {
  return {
    id: 'h1',
    conversationId: 'c1',
    communeId: 'bourg',
    kind: 'live',
    status: 'pending',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: at,
    deadlineAt: later,
    contact: null,
    subject: 'une question',
    assignedAt: null,
    agentId: null,
    agentName: null,
    endedAt: null,
    resolution: null,
    ...patch,
  }
}

const claim = (agentId: string): HandoffAction => ({ type: 'claim', agentId, agentName: `Agent ${agentId}`, at })
const ACTIONS = {
  claim: claim('anne'),
  resolve: { type: 'resolve', agentId: 'anne', resolution: 'answered', at },
  release: { type: 'release', agentId: 'anne', deadlineAt: later, at },
  expire: { type: 'expire', at },
  cancel: { type: 'cancel', at },
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
}
const TABLE: Record<string, Record<keyof typeof ACTIONS, Expected>> = {
  pending: {
    claim: 'assigned',
    resolve: 'refused: not_yours',
    release: 'refused: not_yours',
    expire: 'expired',
    cancel: 'cancelled',
  },
  'held by Anne': {
    claim: 'refused: taken',
    resolve: 'resolved',
    release: 'pending',
    expire: 'refused: not_pending',
    cancel: 'cancelled',
  },
  'held by Bruno': {
    claim: 'refused: taken',
    resolve: 'refused: not_yours',
    release: 'refused: not_yours',
    expire: 'refused: not_pending',
    cancel: 'cancelled',
  },
  resolved: ENDED,
  expired: ENDED,
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
    const watch = { agentDueAt: later, citizenDueAt: later, askedAt: null }
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
    const lose = (when: string): HandoffAction => ({ type: 'lose', deadlineAt: later, at: when })
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

    it('gives the wait back at the head of the queue at its deadline, and not before', () => {
      expect(transition(talk(), lose(at))).toEqual(refused)
      expect(transition(talk(), lose(later))).toEqual({
        ok: true,
        handoff: handoff({ deadlineAt: later, returnedAt: later }),
      })
      expect(transition(handoff(), lose(later))).toEqual(refused)
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

describe('whatever happens to a handoff', () => {
  const agentId = fc.constantFrom('anne', 'bruno', 'chloé')
  const action: fc.Arbitrary<HandoffAction> = fc.oneof(
    agentId.map(claim),
    fc
      .record({ agentId, resolution: fc.constantFrom(...RESOLUTIONS) })
      .map((by) => ({ type: 'resolve' as const, ...by, at })),
    agentId.map((id) => ({ type: 'release' as const, agentId: id, deadlineAt: later, at })),
    fc.constant(ACTIONS.expire),
    fc.constant(ACTIONS.cancel),
  )

  it('never leaves a final state', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let current = handoff()
        for (const next of actions) {
          const result = transition(current, next)
          if (!isOpen(current)) expect(result).toEqual({ ok: false, refusal: 'ended' })
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
