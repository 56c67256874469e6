import { beforeEach, describe, expect, it } from '@jest/globals'
import { fc } from '../../properties.js'
import { ClockWorld, DAY, HOUR, MINUTE, SECOND, TERM } from '../handoffs/clock-world.js'

/** Jumps of a clock, from what nobody notices to what nobody believes. */
const LADDER = [2 * MINUTE, 10 * MINUTE, 2 * HOUR, DAY, 60 * DAY, 366 * DAY, 3_653 * DAY].flatMap((ms) => [ms, -ms])

let world: ClockWorld
beforeEach(() => {
  world = new ClockWorld()
})

/** None of what was erased was younger than its term. */
function expectNothingTooEarly() {
  expect(world.erasedAt.filter((ageMs) => ageMs < TERM)).toEqual([])
}

/** A town that has been served for some weeks by a clock that is right. */
async function serve() {
  await world.run(29 * DAY, 29)
  expect(world.watch.state()).toEqual({ status: 'sure', doubts: [], unprovenMs: 0, leftMs: 0 })
}

describe('a clock that goes with the time', () => {
  it('erases what is due, within minutes of its date', async () => {
    await world.run(40 * DAY, 400)
    expectNothingTooEarly()
    expect(world.erasedAt.length).toBeGreaterThan(50)
    expect(world.late(3 * HOUR)).toBe(0)
    expect(world.told).toEqual([])
  })

  it('does so over restarts of the server, however long, and over a machine that starts anew within minutes', async () => {
    await serve()
    for (const act of [() => world.restart(MINUTE), () => world.restart(5 * DAY), () => world.reboot(2 * MINUTE)]) {
      act()
      await world.run(6 * HOUR, 60)
      expect(world.late(HOUR)).toBe(0)
      expect(world.watch.state().doubts).toEqual([])
    }
    expectNothingTooEarly()
    expect(world.told).toEqual([])
  })

  it('is set by seconds, leaps and slews without being doubted', async () => {
    await serve()
    for (const ms of [SECOND, -2 * SECOND, -30 * SECOND, 20 * SECOND, SECOND]) {
      world.jump(ms)
      await world.run(10 * DAY, 240)
      expect(world.late(HOUR)).toBe(0)
    }
    expectNothingTooEarly()
    expect(world.told).toEqual([])
  })

  it('is noted once a minute, not at each sweep', async () => {
    let writes = 0
    const { noteClock } = world.store
    world.store.noteClock = (note) => {
      writes += 1
      return noteClock(note)
    }
    await world.sweep()
    writes = 0
    for (let sweeps = 0; sweeps < 720; sweeps++) await world.run(5 * SECOND, 1)
    expect(writes).toBe(60)
  })
})

describe.each(LADDER)('a clock that is set by %d ms', (ms) => {
  const isSmall = Math.abs(ms) < 5 * MINUTE

  it('while the server runs erases nothing too early, and again once it is right', async () => {
    await serve()
    world.jump(ms)
    await world.run(3 * DAY, 30)
    expectNothingTooEarly()
    const erased = world.erasedAt.length
    if (!isSmall) expect(erased).toBe(0)
    expect(world.told.map(({ doubt }) => doubt?.against)).toEqual(isSmall ? [] : ['note'])
    world.setRight()
    await world.run(MINUTE, 1)
    await world.run(40 * DAY, 40)
    expectNothingTooEarly()
    if (ms < 0) expect(world.late(2 * DAY)).toBe(0)
    expect(world.watch.state().status).toBe('sure')
  })

  it('while the server is stopped does neither', async () => {
    await serve()
    world.restart(HOUR)
    world.jump(ms)
    await world.run(3 * DAY, 30)
    expectNothingTooEarly()
    if (!isSmall) expect(world.erasedAt).toEqual([])
    world.setRight()
    await world.run(40 * DAY, 40)
    expectNothingTooEarly()
    if (ms < 0) expect(world.late(2 * DAY)).toBe(0)
  })

  it('while the machine is off does neither, when it is set right within a day', async () => {
    await serve()
    world.reboot(HOUR, ms)
    await world.run(20 * HOUR, 20)
    expectNothingTooEarly()
    world.setRight()
    await world.run(MINUTE, 1)
    await world.run(40 * DAY, 40)
    expectNothingTooEarly()
    if (ms < 0) expect(world.late(2 * DAY)).toBe(0)
    expect(world.watch.state().status).toBe('sure')
  })

  it('before the first start of all does neither, when it is set right within a day', async () => {
    world.jump(ms)
    await world.run(20 * HOUR, 20)
    expect(world.erasedAt).toEqual([])
    if (ms > 5 * MINUTE) await world.accept()
    else world.setRight()
    await world.run(MINUTE, 1)
    await world.run(65 * DAY, 65)
    expectNothingTooEarly()
    expect(world.watch.state().status).toBe('sure')
    if (ms < 0) expect(world.late(2 * DAY)).toBe(0)
  })
})

describe('a clock of which nothing is known', () => {
  it('erases nothing before it has gone with the time for a day of running, in one or several starts', async () => {
    await world.run(10 * HOUR)
    world.reboot(14 * HOUR)
    await world.run(10 * HOUR)
    expect(world.watch.state()).toMatchObject({ status: 'waiting', unprovenMs: null })
    expect(await world.watch.look()).toBeNull()
    world.reboot(14 * HOUR)
    await world.run(15 * HOUR, 30)
    expect(await world.watch.look()).not.toBeNull()
    expect(world.told).toEqual([])
  })

  it('is doubted when it is behind what was written last', async () => {
    const id = await world.talk()
    world.jump(-DAY)
    await world.sweep()
    expect(world.told.map(({ doubt }) => doubt?.byMs)).toEqual([-DAY])
    world.setRight()
    await world.sweep()
    expect(world.watch.state()).toMatchObject({ status: 'waiting', doubts: [] })
    expect(await world.store.getConversation(id)).toBeDefined()
  })
})

describe('a machine that was off', () => {
  it('every night erases by what is proven, some nights late and never too early', async () => {
    for (let day = 0; day < 60; day++) {
      await world.run(10 * HOUR, 10)
      world.reboot(14 * HOUR)
    }
    await world.run(10 * HOUR, 10)
    expectNothingTooEarly()
    expect(world.told).toEqual([])
    expect(world.late(4 * DAY)).toBe(0)
    expect(world.erasedAt.length).toBeGreaterThan(200)
  })

  it('over a long weekend goes on, and catches up after a day', async () => {
    await serve()
    world.reboot(70 * HOUR)
    await world.run(HOUR, 4)
    expect(world.watch.state()).toMatchObject({ status: 'waiting', doubts: [] })
    expect(world.erasedAt).toEqual([])
    await world.run(25 * HOUR, 25)
    expect(world.watch.state().status).toBe('sure')
    expect(world.late(2 * HOUR)).toBe(0)
    expectNothingTooEarly()
  })

  it('for ten days waits for the operator', async () => {
    await serve()
    world.reboot(10 * DAY)
    await world.run(5 * DAY, 20)
    expect(world.erasedAt).toEqual([])
    expect(world.watch.state().status).toBe('doubted')
    await world.accept()
    await world.run(MINUTE, 1)
    expect(world.watch.state().status).toBe('sure')
    expect(world.late(HOUR)).toBe(0)
    expectNothingTooEarly()
  })
})

describe('what was dated while the clock was behind', () => {
  it('keeps its time, though its date is long past once the clock is right', async () => {
    await serve()
    world.reboot(10 * HOUR, -9_000 * DAY)
    await world.run(MINUTE, 12)
    world.setRight()
    await world.run(26 * DAY, 26)
    expect(world.watch.state().status).toBe('sure')
    expectNothingTooEarly()
    await world.run(8 * DAY, 32)
    expectNothingTooEarly()
    expect(world.late(2 * DAY)).toBe(0)
  })

  it('is that of an installation whose clock was never right, once the operator has set it', async () => {
    world.jump(-2_000 * DAY)
    await world.run(29 * DAY, 29)
    expect(world.watch.state().status).toBe('sure')
    await world.accept()
    await world.run(HOUR, 2)
    expect(world.watch.state().status).toBe('sure')
    expect(world.erasedAt).toEqual([])
    await world.run(40 * DAY, 80)
    expectNothingTooEarly()
    expect(world.late(2 * DAY)).toBe(0)
  })
})

describe('whatever happens to a clock', () => {
  const far = fc.oneof(
    fc.integer({ min: 6, max: 60 }).map((minutes) => minutes * MINUTE),
    fc.integer({ min: 1, max: 72 }).map((hours) => hours * HOUR),
    fc.integer({ min: 4, max: 3_700 }).map((days) => days * DAY),
  )
  const jump = fc.oneof(
    far,
    far.map((ms) => -ms),
    fc.integer({ min: -2_000, max: 2_000 }),
  )
  const run = fc.integer({ min: 1, max: 20 * 24 }).map((hours) => ({ act: 'run' as const, ms: hours * HOUR }))
  const common = [
    { weight: 4, arbitrary: run },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 240 }).map((hours) => ({ act: 'restart' as const, ms: hours * HOUR })),
    },
    { weight: 2, arbitrary: jump.map((ms) => ({ act: 'jump' as const, ms })) },
    { weight: 2, arbitrary: fc.constant({ act: 'setRight' as const, ms: 0 }) },
    { weight: 1, arbitrary: fc.constant({ act: 'accept' as const, ms: 0 }) },
  ]
  const reboot = fc
    .tuple(fc.integer({ min: 1, max: 300 }), fc.oneof(fc.constant(0), jump))
    .map(([hours, by]) => ({ act: 'reboot' as const, ms: hours * HOUR, by }))
  type Step = { act: 'run' | 'restart' | 'jump' | 'setRight' | 'accept' | 'reboot'; ms: number; by?: number }

  /** @param setRightMs after how much running somebody sees that the clock is ahead, and sets it right */
  async function live(steps: readonly Step[], setRightMs: number) {
    let aheadMs = 0
    for (const { act, ms, by = 0 } of steps) {
      if (act === 'run') {
        const until = world.ahead > 5 * SECOND ? Math.min(ms, setRightMs - aheadMs) : ms
        // What was jumped over is seen at once, and somebody writes in between.
        await world.run(5 * SECOND, 1)
        await world.run(until)
        aheadMs += until
        if (world.ahead > 5 * SECOND && aheadMs >= setRightMs) {
          world.setRight()
          await world.run(5 * SECOND, 1)
        }
      } else if (act === 'accept') await world.accept()
      else if (act === 'reboot') world.reboot(ms, by)
      else if (act === 'setRight') world.setRight()
      else world[act](ms)
      if (act !== 'run') aheadMs = 0
    }
  }

  it('nothing is erased too early, over restarts of the server', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...common), { minLength: 3, maxLength: 25 }), async (steps) => {
        world = new ClockWorld()
        await world.run(25 * DAY, 25)
        await live(steps, Number.POSITIVE_INFINITY)
        expectNothingTooEarly()
      }),
      { numRuns: 80 },
    ))

  it('nor over starts of the machine, when a clock that is ahead is set right within a day', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...common, { weight: 3, arbitrary: reboot }), { minLength: 3, maxLength: 25 }),
        async (steps) => {
          world = new ClockWorld()
          await world.run(25 * DAY, 25)
          await live(steps, 20 * HOUR)
          expectNothingTooEarly()
        },
      ),
      { numRuns: 80 },
    ))

  it('and what is due is erased once the operator has said that it is right', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...common, { weight: 3, arbitrary: reboot }), { minLength: 3, maxLength: 15 }),
        async (steps) => {
          world = new ClockWorld()
          await live(steps, Number.POSITIVE_INFINITY)
          await world.accept()
          await world.run(HOUR, 2)
          expect(world.watch.state().status).toBe('sure')
        },
      ),
      { numRuns: 60 },
    ))
})
