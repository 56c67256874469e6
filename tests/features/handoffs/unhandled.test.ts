import { describe, expect, it } from '@jest/globals'
import { closesAt, lastHandledAt, UNHANDLED_NOTICE_DAYS } from '../../../src/features/handoffs/unhandled.js'
import type { Digest } from '../../../src/platform/model/digest.js'
import { type Handoff, transition } from '../../../src/platform/model/handoff.js'
import { sampleHandoff as handoff } from '../../platform/model/sample-handoff.js'

const ASKED = '2026-01-01T09:00:00.000Z'
const day = (count: number) => new Date(Date.parse(ASKED) + count * 24 * 3_600_000)
const iso = (count: number) => day(count).toISOString()
const digest: Digest = {
  messageCount: 2,
  lastText: null,
  lastAt: null,
  awaitingAgent: true,
  agentSpokeAt: null,
  awaitingSince: null,
  topic: null,
  channel: 'web',
}
const row = (patch: Partial<Handoff> = {}, said: Partial<Digest> = {}) => ({
  handoff: handoff({ kind: 'message', requestedAt: ASKED, deadlineAt: null, ...patch }),
  digest: { ...digest, ...said },
})
/** When a request of 90 days is closed, as it is told at an instant. */
const told = (one: ReturnType<typeof row>, now: number, by = now) =>
  closesAt(one, { days: 90, now: day(now), by: day(by) })

describe('the end of a request that nobody handles', () => {
  it('is announced two weeks before, not sooner, unless it is asked for', () => {
    expect(UNHANDLED_NOTICE_DAYS).toBe(14)
    expect(told(row(), 75.9)).toBeNull()
    expect(told(row(), 76)).toBe(iso(90))
    expect(told(row(), 10, 90)).toBe(iso(90))
    expect(told(row(), 10, 89)).toBeNull()
  })

  it('is never nearer than two weeks after it was announced, however old the request', () => {
    expect(told(row(), 400)).toBe(iso(414))
    const announced = row({ closesAt: iso(414) })
    expect(told(announced, 410)).toBe(iso(414))
    expect(told(announced, 500)).toBe(iso(414))
  })

  it('is put off by no clock that ran ahead when it was announced', () => {
    expect(told(row({ closesAt: iso(4000) }), 80)).toBe(iso(94))
  })

  it.each<[string, Partial<Handoff>, Partial<Digest>]>([
    ['it was taken', { assignedAt: iso(50) }, {}],
    ['it was taken for the first time, and put back', { firstTakenAt: iso(50) }, {}],
    ['nobody answered the phone', { missedCalls: [iso(20), iso(50)] }, {}],
    ['it was opened again', { reopenedAt: iso(50) }, {}],
    ['it was put aside until then', { snoozedUntil: iso(50) }, {}],
    ['she is to be phoned', { slot: { day: '2026-02-20', half: 'morning', startsAt: iso(49), endsAt: iso(50) } }, {}],
    ['she wrote', {}, { lastAt: iso(50) }],
    ['her agent wrote', {}, { agentSpokeAt: iso(50) }],
  ])('is counted from when %s', (_, patch, said) => {
    expect(lastHandledAt(row(patch, said))).toBe(iso(50))
    expect(told(row(patch, said), 126)).toBe(iso(140))
  })

  it('is an end only once it is announced and has come', () => {
    const close = (patch: Partial<Handoff>) =>
      transition(handoff(patch), { type: 'close_unhandled', lastSeq: 2, at: iso(90) })
    expect(close({})).toMatchObject({ ok: false, refusal: 'not_due' })
    expect(close({ closesAt: iso(91) })).toMatchObject({ ok: false, refusal: 'not_due' })
    for (const status of ['pending', 'assigned'] as const) {
      const closed = close({ status, closesAt: iso(90) })
      expect(closed).toMatchObject({ ok: true, handoff: { status: 'expired', endedAt: iso(90) } })
      expect(closed.ok && closed.handoff).not.toHaveProperty('closesAt')
    }
    expect(close({ status: 'resolved', closesAt: iso(90) })).toMatchObject({ ok: false, refusal: 'ended' })
  })

  it('is taken back by whatever an agent does', () => {
    const claim = { type: 'claim', agentId: 'a', agentName: 'Anne', at: iso(80) } as const
    const taken = transition(handoff({ closesAt: iso(90) }), claim)
    expect(taken.ok && taken.handoff).not.toHaveProperty('closesAt')
  })
})
