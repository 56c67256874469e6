import { describe, expect, it } from '@jest/globals'
import type { Handoff } from '../../src/domain/handoff.js'
import { at, claim, handoff, message } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** Handoffs: asking once, claiming once, every transition with its notice, lists in order. */
export function describeHandoffs(contract: Contract): void {
  describe('handoffs', () => {
    describeRequests(contract)
    describeActions(contract)
    describeLists(contract)
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
    await store().applyToHandoff(first.id, { type: 'expire', at: at(7) }, null)
    const second = await store().requestHandoff(handoff(first.conversationId), message('system', 'un agent arrive'))
    expect(second).toMatchObject({ outcome: 'requested' })
    expect(await store().getHandoff(first.id)).toMatchObject({ status: 'expired' })
  })

  it('answers "unknown" about what does not exist', async () => {
    expect(await store().requestHandoff(handoff('nobody'), message('system', 'avis'))).toEqual({
      outcome: 'unknown_conversation',
    })
    expect(await store().applyToHandoff('../lock', claim('a'), null)).toEqual({ outcome: 'unknown_handoff' })
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
    await store().applyToHandoff(id, claim('anne'), null)
    const released = await store().applyToHandoff(
      id,
      { type: 'release', agentId: 'anne', deadlineAt: at(20), at: at(10) },
      null,
    )
    expect(released).toMatchObject({
      outcome: 'applied',
      handoff: { status: 'pending', agentId: null, deadlineAt: at(20) },
    })
    await store().applyToHandoff(id, claim('basile', 11), null)
    const refused = await store().applyToHandoff(
      id,
      { type: 'resolve', agentId: 'anne', resolution: 'answered', at: at(12) },
      message('system', 'avis'),
    )
    expect(refused).toMatchObject({ outcome: 'refused', refusal: 'not_yours' })
    const resolved = await store().applyToHandoff(
      id,
      { type: 'resolve', agentId: 'basile', resolution: 'answered', at: at(12) },
      null,
    )
    expect(resolved).toMatchObject({
      outcome: 'applied',
      handoff: { status: 'resolved', resolution: 'answered', endedAt: at(12) },
    })
    expect(await store().applyToHandoff(id, { type: 'cancel', at: at(13) }, null)).toMatchObject({ refusal: 'ended' })
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
    await store().applyToHandoff(claimed.id, claim('anne'), null)
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
    await store().applyToHandoff(claimed.id, claim('anne'), null)
    const overdue = await store().listOverdueHandoffs(at(7))
    expect(overdue.map(({ id }) => id).sort()).toEqual([due.id, elsewhere.id].sort())
  })
}
