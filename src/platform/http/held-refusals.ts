import { setTimeout as pause } from 'node:timers/promises'

/** Keeps those who go on after they were refused from being refused as fast as they can ask: a refusal costs its time too. */
export interface HeldRefusals {
  /**
   * Waits before one more refusal of a caller is told; not at all for the first ones.
   * @returns `full` at once when too many are held: whoever is refused then keeps no connection
   */
  hold(caller: string): Promise<'told' | 'full'>
}

const WINDOW_MS = 10_000
/** Refusals of one caller in a window that are told at once: a whole office may call from one address. */
const MOST_AT_ONCE = 10
/** Each one more waits so much longer, ms. */
const STEP_MS = 25
const LONGEST_MS = 1_000
/** Refusals that are held at once, each with its connection and what was sent of its body: of one caller, and of all in a process. */
const MOST_HELD_OF_ONE = 100
const MOST_HELD = 2_000

/** Counts refusals in this process. */
export function createHeldRefusals(
  clock: () => number = () => performance.now(),
  wait: (ms: number) => Promise<unknown> = pause,
): HeldRefusals {
  let windowFrom = Number.NEGATIVE_INFINITY
  let refused = new Map<string, number>()
  let before = new Map<string, number>()
  const heldOf = new Map<string, number>()
  let held = 0
  const add = (caller: string, one: 1 | -1) => {
    held += one
    const left = (heldOf.get(caller) ?? 0) + one
    if (left === 0) heldOf.delete(caller)
    else heldOf.set(caller, left)
  }
  return {
    async hold(caller) {
      const passed = clock() - windowFrom
      if (passed >= WINDOW_MS) {
        before = passed < 2 * WINDOW_MS ? refused : new Map()
        refused = new Map()
        windowFrom = clock()
      }
      const count = (refused.get(caller) ?? 0) + 1
      refused.set(caller, count)
      const ms = Math.min(LONGEST_MS, (Math.max(count, before.get(caller) ?? 0) - MOST_AT_ONCE) * STEP_MS)
      if (ms <= 0) return 'told'
      if (held >= MOST_HELD || (heldOf.get(caller) ?? 0) >= MOST_HELD_OF_ONE) return 'full'
      add(caller, 1)
      await wait(ms)
      add(caller, -1)
      return 'told'
    },
  }
}
