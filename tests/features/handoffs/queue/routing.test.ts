import { describe, expect, it } from '@jest/globals'
import type { Presence } from '../../../../src/features/accounts/staff.js'
import { presenceNow } from '../../../../src/features/handoffs/queue/presence.js'
import {
  type AgentCapacity,
  capacityOf,
  chooseAgent,
  departmentFor,
  routingOf,
} from '../../../../src/features/handoffs/queue/routing.js'
import { type Handoff, transition } from '../../../../src/platform/model/handoff.js'
import { applyOffer, offeredTo } from '../../../../src/platform/model/offer.js'
import { applySolitude, QUIET_MS } from '../../../../src/platform/model/solitude.js'
import { commune } from '../../../platform/model/sample-commune.js'
import { sampleHandoff } from '../../../platform/model/sample-handoff.js'
import { fc } from '../../../properties.js'

const T0 = Date.parse('2026-11-24T09:00:00.000Z')
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString()
const when = (seconds: number) => new Date(T0 + seconds * 1000)

const agent = (agentId: string, patch: Partial<AgentCapacity> = {}): AgentCapacity => {
  return { agentId, agentName: agentId, departments: [], capacity: 3, load: 0, offeredAt: null, ...patch }
}
const chosen = (
  mode: 'round_robin' | 'least_loaded',
  handoff: Pick<Handoff, 'department' | 'declinedBy'>,
  agents: AgentCapacity[],
) => chooseAgent(mode, handoff, agents)?.agentId

describe('the agent to which a wait is offered', () => {
  it('is one with room, that has not let it pass', () => {
    const full = agent('anne', { load: 3 })
    expect(chosen('least_loaded', {}, [full])).toBeUndefined()
    expect(chosen('least_loaded', {}, [full, agent('bruno', { load: 2 })])).toBe('bruno')
    expect(chosen('least_loaded', { declinedBy: ['bruno'] }, [full, agent('bruno')])).toBeUndefined()
    expect(chosen('round_robin', {}, [])).toBeUndefined()
  })

  it('is of its department if there is one, else one that takes everything, else any', () => {
    const civil = agent('civil', { departments: ['etat-civil'], load: 2 })
    const urban = agent('urban', { departments: ['urbanisme'] })
    const all = agent('all', { load: 1 })
    const handoff = { department: 'etat-civil' }
    expect(chosen('least_loaded', handoff, [urban, all, civil])).toBe('civil')
    expect(chosen('least_loaded', handoff, [urban, all, { ...civil, load: 3 }])).toBe('all')
    expect(chosen('least_loaded', handoff, [urban])).toBe('urban')
    expect(chosen('least_loaded', {}, [urban, civil, all])).toBe('all')
  })

  it('in turn: who was offered something longest ago, or never', () => {
    const agents = [
      agent('anne', { offeredAt: at(5) }),
      agent('bruno', { offeredAt: at(3), load: 2 }),
      agent('chloe', { offeredAt: at(9) }),
    ]
    expect(chosen('round_robin', {}, agents)).toBe('bruno')
    expect(chosen('round_robin', {}, [...agents, agent('denis')])).toBe('denis')
  })

  it('by load: who has the smallest part of her own capacity in use; in turn where it is the same', () => {
    const agents = [
      agent('anne', { load: 1, capacity: 2 }),
      agent('bruno', { load: 2, capacity: 6 }),
      agent('chloe', { load: 1 }),
    ]
    expect(chosen('least_loaded', {}, agents)).toBe('bruno')
    const even = [agent('anne', { offeredAt: at(2) }), agent('bruno', { offeredAt: at(1) })]
    expect(chosen('least_loaded', {}, even)).toBe('bruno')
  })

  it('has room whatever the agents are, and does not depend on their order', () => {
    const anyAgent = fc.record({
      agentId: fc.uuid(),
      agentName: fc.constant('x'),
      departments: fc.subarray(['etat-civil', 'urbanisme']),
      capacity: fc.integer({ min: 1, max: 5 }),
      load: fc.integer({ min: 0, max: 6 }),
      offeredAt: fc.constantFrom(null, at(1), at(2)),
    })
    fc.assert(
      fc.property(fc.array(anyAgent), fc.constantFrom('round_robin', 'least_loaded'), (agents, mode) => {
        const one = chooseAgent(mode, { department: 'urbanisme' }, agents)
        expect(one === null).toBe(agents.every(({ load, capacity }) => load >= capacity))
        if (one) expect(one.load).toBeLessThan(one.capacity)
        expect(chooseAgent(mode, { department: 'urbanisme' }, [...agents].reverse())).toEqual(one)
      }),
    )
  })
})

describe('what a commune says of its agents', () => {
  it('has defaults: by hand, thirty seconds, three talks at once', () => {
    expect(routingOf(commune())).toEqual({ mode: 'manual', acceptSeconds: 30, capacity: 3 })
    const town = commune({ routing: { mode: 'round_robin', capacity: 5 } })
    expect(routingOf(town)).toEqual({ mode: 'round_robin', acceptSeconds: 30, capacity: 5 })
    expect([capacityOf({}, town), capacityOf({ capacity: 1 }, town)]).toEqual([5, 1])
  })

  it('gives each category to the first department that names it', () => {
    const town = commune({
      departments: {
        a: { nom: 'A', categories: ['etat-civil'] },
        b: { nom: 'B', categories: ['etat-civil', 'animaux'] },
      },
    })
    expect(['etat-civil', 'animaux', 'elections'].map((one) => departmentFor(town, one))).toEqual(['a', 'b', undefined])
    expect(departmentFor(commune(), 'etat-civil')).toBeUndefined()
  })
})

describe('an offer', () => {
  const offer = { agentId: 'anne', agentName: 'Anne', at: at(0), dueAt: at(30) }

  it('is to one agent at a time, until she lets it pass or its time has come', () => {
    const offered = applyOffer({}, { type: 'offer', offer, at: at(0) })
    if (!offered.ok) throw new Error(offered.refusal)
    expect(offeredTo(offered.offered, at(29))?.agentId).toBe('anne')
    expect(offeredTo(offered.offered, at(30))).toBeNull()
    expect(applyOffer(offered.offered, { type: 'offer', offer, at: at(1) })).toEqual({ ok: false, refusal: 'offered' })
    expect(applyOffer(offered.offered, { type: 'pass', agentId: 'bruno', at: at(1) })).toEqual({
      ok: false,
      refusal: 'not_yours',
    })
    expect(applyOffer(offered.offered, { type: 'lapse', at: at(29) })).toEqual({ ok: false, refusal: 'not_due' })
    for (const action of [
      { type: 'pass', agentId: 'anne', at: at(1) },
      { type: 'lapse', at: at(30) },
    ] as const)
      expect(applyOffer(offered.offered, action)).toEqual({ ok: true, offered: { declinedBy: ['anne'] } })
  })

  const wait = sampleHandoff({ requestedAt: at(0), deadlineAt: at(600) })
  const claim = (agentId: string, seconds: number, despiteOffer = false) =>
    transition(
      { ...wait, offer, declinedBy: ['chloe'] },
      { type: 'claim', agentId, agentName: agentId, at: at(seconds), despiteOffer },
    )

  it('keeps others from taking the request while it lasts, but not a supervisor', () => {
    expect(claim('bruno', 10)).toEqual({ ok: false, refusal: 'offered' })
    for (const result of [claim('anne', 10), claim('bruno', 30), claim('ada', 10, true)]) expect(result.ok).toBe(true)
  })

  it('leaves nothing behind once somebody has taken it, nor when it comes back', () => {
    const taken = claim('anne', 10)
    if (!taken.ok) throw new Error(taken.refusal)
    expect(Object.keys(taken.handoff)).toEqual(expect.not.arrayContaining(['offer', 'declinedBy']))
    const back = transition(taken.handoff, { type: 'release', agentId: 'anne', deadlineAt: at(900), at: at(20) })
    expect(back).toMatchObject({ ok: true, handoff: { status: 'pending' } })
    expect(back.ok && back.handoff.declinedBy).toBeUndefined()
  })

  it('concerns what waits only', () => {
    const held = { ...wait, status: 'assigned' as const, agentId: 'anne' }
    expect(transition(held, { type: 'offer', offer, at: at(0) })).toEqual({ ok: false, refusal: 'not_pending' })
  })
})

describe('how an agent stands', () => {
  const presence: Presence = {
    userId: 'anne',
    communeId: 'bourg',
    state: 'available',
    seenAt: at(0),
    dueAt: at(30),
    idleAt: at(900),
  }

  it('is what she declared, while her console is heard and touched', () => {
    expect(presenceNow(presence, when(29))).toEqual({ state: 'available', cause: null, word: null })
    expect(presenceNow({ ...presence, state: 'busy' }, when(29)).state).toBe('busy')
    expect(presenceNow(presence, when(30))).toMatchObject({ state: 'away', cause: 'lost' })
    expect(presenceNow({ ...presence, dueAt: at(1000) }, when(900))).toMatchObject({ state: 'away', cause: 'idle' })
  })

  it('is away by her own word, whatever has passed since', () => {
    const away: Presence = { ...presence, state: 'away', word: 'au guichet' }
    expect(presenceNow(away, when(5000))).toEqual({ state: 'away', cause: null, word: 'au guichet' })
  })

  it('comes back by itself from a lost console, and not from an untouched one or from missed offers', () => {
    const heard = { ...presence, dueAt: at(5000), idleAt: at(5000) }
    expect(presenceNow({ ...heard, cause: 'lost' }, when(100)).state).toBe('available')
    for (const cause of ['idle', 'missed'] as const)
      expect(presenceNow({ ...heard, cause }, when(100))).toMatchObject({ state: 'away', cause })
  })

  it('without deadlines, is trusted for ninety seconds', () => {
    const { dueAt: _due, idleAt: _idle, ...plain } = presence
    expect([89, 90].map((seconds) => presenceNow(plain, when(seconds)).state)).toEqual(['available', 'away'])
  })
})

describe('what a waiting citizen is told of there being nobody', () => {
  it('is told once, then that somebody is back, and again only after a while', () => {
    const alone = applySolitude({}, { type: 'leave_alone', at: at(0) })
    expect(alone).toEqual({ alone: { since: at(0), toldAt: at(0) } })
    expect(applySolitude(alone ?? {}, { type: 'leave_alone', at: at(600) })).toBeNull()
    const back = applySolitude(alone ?? {}, { type: 'rejoin', at: at(60) })
    expect(back).toEqual({ alone: { since: null, toldAt: at(60) } })
    expect(applySolitude(back ?? {}, { type: 'rejoin', at: at(61) })).toBeNull()
    expect(applySolitude(back ?? {}, { type: 'leave_alone', at: at(60 + QUIET_MS / 1000 - 1) })).toBeNull()
    expect(applySolitude(back ?? {}, { type: 'leave_alone', at: at(60 + QUIET_MS / 1000) })).not.toBeNull()
    expect(applySolitude({}, { type: 'rejoin', at: at(0) })).toBeNull()
  })
})
