import { describe, expect, it } from '@jest/globals'
import { createFairQueue } from '../../src/assistant/fair-queue.js'

/** Works that say when they begin and end, and end when they are told to. */
function recorder() {
  const said: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => async () => {
    said.push(name)
    await new Promise<void>((resolve) => ends.set(name, resolve))
    return name
  }
  const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  return { said, work, settle, end: (name: string) => ends.get(name)?.() }
}

describe('a fair queue', () => {
  it('goes to another caller at once, while one has many in her line', async () => {
    const queue = createFairQueue(undefined, async () => {})
    const { said, work, end, settle } = recorder()
    const calm = queue('calm', work('calm'))
    const flood = ['f1', 'f2', 'f3'].map((name) => queue('flood', work(name)))
    await settle()
    expect(said).toEqual(['calm', 'f1'])
    end('calm')
    expect(await calm).toBe('calm')
    for (const name of ['f1', 'f2', 'f3']) {
      while (!said.includes(name)) await settle()
      end(name)
    }
    expect(await Promise.all(flood)).toEqual(['f1', 'f2', 'f3'])
    expect(said).toEqual(['calm', 'f1', 'f2', 'f3'])
  })

  it('makes a caller rest between her works while others are there; alone, she has several at once and no rest', async () => {
    let at = 0
    const rests: number[] = []
    const queue = createFairQueue(
      () => at,
      async (ms) => rests.push(ms),
    )
    const took = (ms: number) => async () => {
      at += ms
    }
    await Promise.all([10, 20, 30].map((ms) => queue('flood', took(ms))))
    expect(rests).toEqual([])
    await queue('calm', took(1))
    await Promise.all([10, 500, 30].map((ms) => queue('flood', took(ms))))
    expect(rests.splice(0)).toEqual([30, 250])
    // Others are long gone.
    at += 10_000
    await Promise.all([10, 20].map((ms) => queue('flood', took(ms))))
    expect(rests).toEqual([])
  })

  it('goes on after a work that failed', async () => {
    const queue = createFairQueue()
    const failed = queue('one', () => Promise.reject(new Error('broken')))
    const next = queue('one', async () => 'next')
    await expect(failed).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })
})
