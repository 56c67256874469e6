import { describe, expect, it } from '@jest/globals'
import { createClockWatch } from '../../src/handover/retention/clock-watch.js'

const MINUTE = 60_000

function watch() {
  const clock = { wall: Date.parse('2026-11-24T09:00:00Z'), steady: 0 }
  const jumps: number[] = []
  const isSure = createClockWatch({
    now: () => new Date(clock.wall),
    steadyMs: () => clock.steady,
    onJump: (byMs) => jumps.push(byMs),
  })
  return {
    jumps,
    isSure,
    /** Time passes, and the clock is set besides. */
    pass(ms: number, set = 0) {
      clock.steady += ms
      clock.wall += ms + set
    },
  }
}

describe('a clock that erasures depend on', () => {
  it('is trusted while it goes with the time, and when it is set by seconds', () => {
    const { pass, isSure, jumps } = watch()
    for (const [ms, set] of [
      [5_000, 0],
      [5_000, 2_000],
      [9 * 60 * MINUTE, 0],
      [5_000, -30_000],
    ] as const) {
      pass(ms, set)
      expect(isSure()).toBe(true)
    }
    expect(jumps).toEqual([])
  })

  it.each([24 * 60 * MINUTE, -60 * MINUTE])('is doubted for an hour after a jump of %d ms, told once', (by) => {
    const { pass, isSure, jumps } = watch()
    pass(5_000, by)
    expect(isSure()).toBe(false)
    pass(59 * MINUTE)
    expect(isSure()).toBe(false)
    pass(MINUTE)
    expect(isSure()).toBe(true)
    expect(jumps).toEqual([by])
  })

  it('is doubted for an hour more when it is set right', () => {
    const { pass, isSure, jumps } = watch()
    pass(5_000, 48 * 60 * MINUTE)
    isSure()
    pass(10 * MINUTE, -48 * 60 * MINUTE)
    isSure()
    pass(59 * MINUTE)
    expect(isSure()).toBe(false)
    pass(2 * MINUTE)
    expect(isSure()).toBe(true)
    expect(jumps).toHaveLength(2)
  })
})
