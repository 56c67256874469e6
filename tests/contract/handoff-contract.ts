import { describe, expect, it } from '@jest/globals'
import type { Handoff } from '../../src/platform/model/handoff.js'
import { at, claim, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/**
 * Handoffs: asking once, claiming once, every transition with its notice, lists in order. What two processes of one database make of a claim is in
 * `tests/platform/store/postgres/instances-together.test.ts`; two agents at once on lowdb, in `tests/store/lowdb-claim-races.test.ts`.
 */
export function describeHandoffs(contract: Contract): void {
  describe('handoffs', () => {
    describeRequests(contract)
    describeActions(contract)
    describeLists(contract)
    describeCallbacks(contract)
    describeTalks(contract)
  })
}

async function request({ store, begin }: Contract, patch: Parameters<typeof handoff>[1] = {}): Promise<Handoff> {
  const id = await begin(patch.communeId === undefined ? {} : { communeId: patch.communeId })
  const result = await store().requestHandoff(handoff(id, patch), message('system', 'un agent arrive'))
  if (!('handoff' in result)) throw new Error(`not requested: ${result.outcome}`)
  return result.handoff
}

function describeRequests(contract: Contract): void {
  const { store, begin } = contract
  it('stores a request with its notice', async () => {
    const requested = await request(contract)
    expect(requested).toMatchObject({
      ...handoff(requested.conversationId),
      status: 'pending',
      agentId: null,
      endedAt: null,
    })
    expect(await store().getHandoff(requested.id)).toEqual(requested)
    expect(await store().findOpenHandoff(requested.conversationId)).toEqual(requested)
    expect(await store().listMessages(requested.conversationId, 0)).toMatchObject([{ seq: 1, author: 'system' }])
  })

  it('keeps at most one open: later requests return the one that waits, without a notice', async () => {
    const id = await begin()
    const results = await Promise.all(
      Array.from({ length: 5 }, () => store().requestHandoff(handoff(id), message('system', 'un agent arrive'))),
    )
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([...Array(4).fill('already_open'), 'requested'])
    expect(new Set(results.map((result) => ('handoff' in result ? result.handoff.id : ''))).size).toBe(1)
    expect(await store().listMessages(id, 0)).toHaveLength(1)
  })

  it('opens another once the first has ended', async () => {
    const first = await request(contract)
    await store().applyToHandoff(first.id, { type: 'expire', at: at(7) }, UNTOLD)
    const second = await store().requestHandoff(handoff(first.conversationId), message('system', 'un agent arrive'))
    expect(second).toMatchObject({ outcome: 'requested' })
    expect(await store().getHandoff(first.id)).toMatchObject({ status: 'expired' })
  })

  it('answers "unknown" about what does not exist', async () => {
    expect(await store().requestHandoff(handoff('nobody'), message('system', 'avis'))).toEqual({
      outcome: 'unknown_conversation',
    })
    expect(await store().applyToHandoff('../lock', claim('a'), UNTOLD)).toEqual({ outcome: 'unknown_handoff' })
    expect(await store().getHandoff('nothing')).toBeUndefined()
    expect(await store().findOpenHandoff('nobody')).toBeUndefined()
  })
}

function describeActions(contract: Contract): void {
  const { store } = contract
  it('lets one of two simultaneous claims win, with one notice', async () => {
    const { id, conversationId } = await request(contract)
    const joined = (name: string) => message('system', `${name} vous répond`)
    const results = await Promise.all(
      ['anne', 'basile'].map((agent) => store().applyToHandoff(id, claim(agent), joined(agent))),
    )
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused'])
    expect(results.find(({ outcome }) => outcome === 'refused')).toMatchObject({
      refusal: 'taken',
      handoff: { status: 'assigned' },
    })
    const winner = results.find(({ outcome }) => outcome === 'applied')
    expect(await store().getHandoff(id)).toEqual(winner && 'handoff' in winner ? winner.handoff : undefined)
    expect(await store().listMessages(conversationId, 1)).toHaveLength(1)
  })

  it('takes a handoff through claim, release, claim and resolution', async () => {
    const { id, conversationId } = await request(contract)
    await store().applyToHandoff(id, claim('anne'), UNTOLD)
    const released = await store().applyToHandoff(
      id,
      { type: 'release', agentId: 'anne', deadlineAt: at(20), at: at(10) },
      UNTOLD,
    )
    expect(released).toMatchObject({
      outcome: 'applied',
      handoff: { status: 'pending', agentId: null, deadlineAt: at(20) },
    })
    await store().applyToHandoff(id, claim('basile', 11), UNTOLD)
    const refused = await store().applyToHandoff(
      id,
      { type: 'resolve', agentId: 'anne', resolution: 'answered', at: at(12) },
      message('system', 'avis'),
    )
    expect(refused).toMatchObject({ outcome: 'refused', refusal: 'not_yours' })
    const resolved = await store().applyToHandoff(
      id,
      { type: 'resolve', agentId: 'basile', resolution: 'answered', at: at(12) },
      UNTOLD,
    )
    expect(resolved).toMatchObject({
      outcome: 'applied',
      handoff: { status: 'resolved', resolution: 'answered', endedAt: at(12) },
    })
    expect(await store().applyToHandoff(id, { type: 'cancel', at: at(13) }, UNTOLD)).toMatchObject({ refusal: 'ended' })
    expect(await store().listMessages(conversationId, 0)).toHaveLength(1)
    expect(await store().getConversation(conversationId)).toMatchObject({ updatedAt: at(12) })
  })
}

function describeLists(contract: Contract): void {
  const { store } = contract
  it('lists handoffs of a commune by status, urgent first, then oldest first', async () => {
    const late = await request(contract, { requestedAt: at(5) })
    const early = await request(contract, { requestedAt: at(3) })
    const urgent = await request(contract, { requestedAt: at(6), urgent: true })
    const claimed = await request(contract, { requestedAt: at(1) })
    await request(contract, { communeId: 'ailleurs' })
    await store().applyToHandoff(claimed.id, claim('anne'), UNTOLD)
    const ids = (handoffs: Handoff[]) => handoffs.map(({ id }) => id)
    expect(ids(await store().listHandoffs('bourg', ['pending']))).toEqual(ids([urgent, early, late]))
    expect(ids(await store().listHandoffs('bourg', ['assigned']))).toEqual([claimed.id])
    expect(ids(await store().listHandoffs('bourg', ['pending', 'assigned']))).toEqual(
      ids([urgent, claimed, early, late]),
    )
    expect(await store().listHandoffs('bourg', ['resolved'])).toEqual([])
    expect(await store().listHandoffs('ailleurs', ['pending'])).toHaveLength(1)
  })

  it('lists pending handoffs of every commune whose deadline has come', async () => {
    const due = await request(contract, { deadlineAt: at(7) })
    const elsewhere = await request(contract, { deadlineAt: at(6), communeId: 'ailleurs' })
    await request(contract, { deadlineAt: at(8) })
    await request(contract, { deadlineAt: null, kind: 'message' })
    const claimed = await request(contract, { deadlineAt: at(5) })
    await store().applyToHandoff(claimed.id, claim('anne'), UNTOLD)
    const overdue = await store().listOverdueHandoffs(at(7))
    expect(overdue.map(({ id }) => id).sort()).toEqual([due.id, elsewhere.id].sort())
  })
}

function describeTalks(contract: Contract): void {
  const { store } = contract
  const watch = { citizenDueAt: at(13), askedAt: null }
  const talk = async (patch: Parameters<typeof handoff>[1] = {}, minutes = 3) => {
    const { id, conversationId } = await request(contract, patch)
    await store().applyToHandoff(id, { ...claim('anne', minutes), watch }, UNTOLD)
    return { id, conversationId }
  }

  it('lists live talks whose citizen’s silence is due, of every commune', async () => {
    const here = await talk()
    const there = await talk({ communeId: 'ailleurs' })
    const moved = await talk()
    await talk({ kind: 'message', deadlineAt: null })
    expect(await store().watchTalk(moved.id, { citizenDueAt: at(20) })).toBe('kept')
    const due = async (minutes: number) => (await store().listDueTalks(at(minutes))).map(({ id }) => id).sort()
    expect(await due(12)).toEqual([])
    expect(await due(13)).toEqual([here.id, there.id].sort())
    expect(await due(20)).toEqual([here.id, there.id, moved.id].sort())
    await store().applyToHandoff(here.id, { type: 'cancel', at: at(6) }, UNTOLD)
    expect(await due(13)).toEqual([there.id])
  })

  it('moves a deadline without telling anyone, and only of a talk', async () => {
    const { id, conversationId } = await talk()
    const told: unknown[] = []
    store().subscribe((change) => void told.push(change))
    await store().watchTalk(id, { citizenDueAt: at(30), askedAt: at(13) })
    expect(await store().getHandoff(id)).toMatchObject({ watch: { citizenDueAt: at(30), askedAt: at(13) } })
    expect(told).toEqual([])
    expect(await store().getConversation(conversationId)).toMatchObject({ updatedAt: at(3) })
    await store().applyToHandoff(id, { type: 'lose', agentId: 'anne', deadlineAt: at(40), at: at(31) }, UNTOLD)
    expect(await store().watchTalk(id, { citizenDueAt: at(50) })).toBe('unknown')
    expect(await store().watchTalk('nothing', { citizenDueAt: at(50) })).toBe('unknown')
  })

  it('refuses to ask or to free on what was not looked at: something was said since', async () => {
    const { id, conversationId } = await talk()
    const ask = (lastSeq: number) =>
      store().applyToHandoff(
        id,
        { type: 'ask', dueAt: at(18), lastSeq, at: at(13) },
        message('system', 'êtes-vous là ?'),
      )
    await store().appendMessage(conversationId, message('citizen', 'me voici'))
    expect(await ask(1)).toMatchObject({ outcome: 'refused', refusal: 'not_due' })
    expect(await store().listMessages(conversationId, 0)).toHaveLength(2)
    expect(await ask(2)).toMatchObject({ outcome: 'applied' })
    expect(await store().applyToHandoff(id, { type: 'free', lastSeq: 2, at: at(18) }, UNTOLD)).toMatchObject({
      refusal: 'not_due',
    })
    expect(await store().applyToHandoff(id, { type: 'free', lastSeq: 3, at: at(18) }, UNTOLD)).toMatchObject({
      handoff: { status: 'resolved', resolution: 'no_reply' },
    })
  })

  it('puts who comes back from a talk in her own place, and who was opened again where she waits since', async () => {
    const back = await talk({ requestedAt: at(2) })
    const early = await request(contract, { requestedAt: at(1) })
    const urgent = await request(contract, { requestedAt: at(4), urgent: true })
    const late = await request(contract, { requestedAt: at(3) })
    await store().applyToHandoff(back.id, { type: 'lose', agentId: 'anne', deadlineAt: at(40), at: at(6) }, UNTOLD)
    const ids = async () => (await store().listHandoffs('bourg', ['pending'])).map(({ id }) => id)
    expect(await ids()).toEqual([urgent.id, early.id, back.id, late.id])
    await store().applyToHandoff(back.id, { type: 'expire', at: at(7) }, UNTOLD)
    const again = { type: 'reopen', agentId: 'anne', agentName: 'Anne', at: at(8), withinHours: 2 } as const
    await store().applyToHandoff(back.id, again, UNTOLD)
    await store().applyToHandoff(back.id, { type: 'release', agentId: 'anne', deadlineAt: at(40), at: at(9) }, UNTOLD)
    expect(await ids()).toEqual([urgent.id, early.id, late.id, back.id])
  })

  it('lists how long the last citizens of a commune waited, latest first', async () => {
    await talk({ requestedAt: at(2) }, 3)
    await talk({ requestedAt: at(2) }, 9)
    await talk({ requestedAt: at(2) }, 6)
    await talk({ communeId: 'ailleurs' }, 8)
    await request(contract)
    expect(await store().listLastWaits('bourg', 2)).toEqual([7 * 60_000, 4 * 60_000])
    expect(await store().listLastWaits('bourg', 9)).toHaveLength(3)
    expect(await store().listLastWaits('nulle-part', 9)).toEqual([])
  })
}

function describeCallbacks(contract: Contract): void {
  const { store, begin } = contract
  const slot = { day: '2025-03-04', half: 'morning' as const, startsAt: at(1), endsAt: at(2) }
  const notice = message('system', 'la mairie vous appellera')
  const ask = async (places: number, patch: Parameters<typeof handoff>[1] = {}) => {
    const id = await begin(patch.communeId === undefined ? {} : { communeId: patch.communeId })
    return store().requestHandoff(handoff(id, { kind: 'callback', deadlineAt: null, slot, ...patch }), notice, {
      places,
    })
  }

  it('keeps the slot and the reference of a call-back, through a call that nobody answered', async () => {
    const requested = await ask(1, { reference: 'BR-333-444', contact: { name: 'Mme Diallo', phone: '+33123456789' } })
    const id = 'handoff' in requested ? requested.handoff.id : ''
    await store().applyToHandoff(id, claim('anne'), UNTOLD)
    await store().applyToHandoff(id, { type: 'miss', agentId: 'anne', at: at(7) }, UNTOLD)
    const stored = await store().getHandoff(id)
    expect(stored).toMatchObject({ status: 'assigned', slot, reference: 'BR-333-444', missedCalls: [at(7)] })
  })

  it('gives the last place of a half-day to one of many at once', async () => {
    await ask(3)
    const results = await Promise.all(Array.from({ length: 6 }, () => ask(3)))
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      'requested',
      'requested',
      ...Array(4).fill('slot_taken'),
    ])
    expect(await store().listHandoffs('bourg', ['pending'])).toHaveLength(3)
  })

  it('counts each commune and each half-day apart', async () => {
    await ask(1)
    expect(await ask(1)).toEqual({ outcome: 'slot_taken' })
    expect(await ask(1, { communeId: 'ailleurs' })).toMatchObject({ outcome: 'requested' })
    expect(await ask(1, { slot: { ...slot, half: 'afternoon' } })).toMatchObject({ outcome: 'requested' })
    expect(await ask(1, { slot: { ...slot, day: '2025-03-05' } })).toMatchObject({ outcome: 'requested' })
  })

  it('tells which half-days are asked for in a commune, and nothing of by whom', async () => {
    await ask(2)
    const cancelled = await ask(2)
    const id = 'handoff' in cancelled ? cancelled.handoff.id : ''
    await store().applyToHandoff(id, { type: 'cancel', at: at(3) }, UNTOLD)
    await ask(2, { communeId: 'ailleurs' })
    await store().requestHandoff(handoff(await begin()), notice)
    const bookings = await store().listBookings('bourg')
    expect(bookings.map(({ status }) => status).sort()).toEqual(['cancelled', 'pending'])
    expect(bookings.map((one) => one.slot)).toEqual([slot, slot])
    expect(Object.keys(bookings[0] ?? {}).sort()).toEqual(['slot', 'status'])
  })

  it('gives a place back when a call is cancelled or erased', async () => {
    const first = await ask(1)
    const handoffId = 'handoff' in first ? first.handoff.id : ''
    await store().applyToHandoff(handoffId, { type: 'cancel', at: at(7) }, UNTOLD)
    const second = await ask(1)
    expect(second).toMatchObject({ outcome: 'requested' })
    await store().eraseConversation('handoff' in second ? second.handoff.conversationId : '')
    expect(await ask(1)).toMatchObject({ outcome: 'requested' })
  })

  it('takes no place from a request that is sent twice', async () => {
    const id = await begin()
    const wish = handoff(id, { kind: 'callback', deadlineAt: null, slot })
    const results = await Promise.all([1, 2].map(() => store().requestHandoff(wish, notice, { places: 1 })))
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['already_open', 'requested'])
  })

  it('gives a reference once in a commune, whatever comes at once', async () => {
    const reference = 'BR-777-999'
    const results = await Promise.all(Array.from({ length: 4 }, () => ask(10, { reference })))
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([...Array(3).fill('reference_taken'), 'requested'])
    expect(await ask(10, { reference })).toEqual({ outcome: 'reference_taken' })
    expect(await ask(10, { reference, communeId: 'ailleurs' })).toMatchObject({ outcome: 'requested' })
  })
}
