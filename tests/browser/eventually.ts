import { expect } from '@jest/globals'

const LONGEST_MS = 20_000
const PAUSE_MS = 50

/** Whether both are written alike: what a browser gives has prototypes of its own. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/**
 * Reads again and again until what is read is what is expected; the failure shows what was read last.
 * @param longestMs for what is long to compute on a busy machine
 */
export async function eventually<T>(read: () => Promise<T> | T, expected: T, longestMs = LONGEST_MS): Promise<void> {
  const end = Date.now() + longestMs
  let last = await read()
  while (!isSame(last, expected) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    last = await read()
  }
  expect(last).toEqual(expected)
}
