import { describe, expect, it } from '@jest/globals'
import { Paced } from '../../../src/platform/store/postgres/paced.js'

/** Acts that are recorded, and end when they are told to. */
function recorder(gatherMs = 0) {
  const acts: number[][] = []
  const ends: (() => void)[] = []
  const paced = new Paced<number, string>({
    gatherMs,
    most: 3,
    act: async (items) => {
      acts.push([...items])
      await new Promise<void>((resolve) => ends.push(resolve))
      if (items.includes(0)) throw new Error('none of them')
      return items.map((item) => `done ${item}`)
    },
  })
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return { acts, paced, end: async (n: number) => until(() => ends.length > n).then(() => ends[n]?.()) }
}

describe('acts that are paced', () => {
  it('take together those who come while one is under way, so many at most, each with its own result', async () => {
    const { acts, paced, end } = recorder()
    const results = [paced.add(1)]
    await end(-1)
    for (const item of [2, 3, 4, 5]) results.push(paced.add(item))
    for (const n of [0, 1, 2]) await end(n)
    expect(await Promise.all(results)).toEqual([1, 2, 3, 4, 5].map((item) => `done ${item}`))
    expect(acts.flat()).toEqual([1, 2, 3, 4, 5])
    expect(Math.max(...acts.map((items) => items.length))).toBe(3)
  })

  it('refuse those who came together when one fails, and go on', async () => {
    const { acts, paced, end } = recorder(2)
    const results = [paced.add(0), paced.add(1)].map((one) => one.catch((error: Error) => error.message))
    await end(0)
    expect(await Promise.all(results)).toEqual(['none of them', 'none of them'])
    const next = paced.add(2)
    await end(1)
    expect(await next).toBe('done 2')
    expect(acts).toEqual([[0, 1], [2]])
  })
})
