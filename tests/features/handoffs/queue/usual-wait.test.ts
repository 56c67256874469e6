import { describe, expect, it } from '@jest/globals'
import { usualWaitMinutes, waitOf } from '../../../../src/features/handoffs/queue/usual-wait.js'

const minutes = (...values: number[]) => values.map((value) => value * 60_000)

describe('usualWaitMinutes', () => {
  it('says nothing from fewer than five waits', () => {
    expect(usualWaitMinutes([])).toBeNull()
    expect(usualWaitMinutes(minutes(1, 1, 1, 1))).toBeNull()
    expect(usualWaitMinutes(minutes(1, 1, 1, 1, 1))).toBe(2)
  })

  it('is the first round bound above the median, whatever the extremes', () => {
    expect(usualWaitMinutes(minutes(0, 1, 7, 8, 120))).toBe(10)
    expect(usualWaitMinutes(minutes(9, 1, 120, 7, 11, 3))).toBe(10)
    expect(usualWaitMinutes(minutes(10, 10, 10, 10, 10))).toBe(15)
  })

  it('says nothing of waits longer than an hour', () => {
    expect(usualWaitMinutes(minutes(61, 61, 61, 61, 61))).toBeNull()
  })
})

describe('waitOf', () => {
  const handoff = {
    kind: 'live' as const,
    status: 'pending' as const,
    requestedAt: '2026-11-24T09:00:00.000Z',
    assignedAt: null,
    endedAt: null,
  }
  const came = { status: 'assigned' as const, assignedAt: '2026-11-24T09:04:00.000Z' }
  const wait = (patch: object) => waitOf({ ...handoff, ...patch } as Parameters<typeof waitOf>[0])?.ms ?? null

  it('ends when an agent comes, or when nobody has', () => {
    expect(wait(came)).toBe(4 * 60_000)
    expect(wait({ status: 'expired', endedAt: '2026-11-24T09:10:00.000Z' })).toBe(10 * 60_000)
  })

  it('is none for who still waits, gave up, comes back from a talk, or left a message', () => {
    expect(wait({})).toBeNull()
    expect(wait({ status: 'cancelled', endedAt: '2026-11-24T09:01:00.000Z' })).toBeNull()
    expect(wait({ ...came, returnedAt: '2026-11-24T09:02:00.000Z' })).toBeNull()
    expect(wait({ ...came, kind: 'message' })).toBeNull()
  })
})
