import { describe, expect, it } from '@jest/globals'
import { createFairTurns } from '../../src/assistant/fair-turns.js'

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

describe('turns that are fair', () => {
  it('go to another caller at once, while one has many in her line', async () => {
    const turns = createFairTurns(undefined, async () => {})
    const { said, work, end, settle } = recorder()
    const calm = turns('calm', work('calm'))
    const flood = ['f1', 'f2', 'f3'].map((name) => turns('flood', work(name)))
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

  it('make a caller rest between hers while others are there; alone, she has several at once and no rest', async () => {
    let at = 0
    const rests: number[] = []
    const turns = createFairTurns(
      () => at,
      async (ms) => rests.push(ms),
    )
    const took = (ms: number) => async () => {
      at += ms
    }
    await Promise.all([10, 20, 30].map((ms) => turns('flood', took(ms))))
    expect(rests).toEqual([])
    await turns('calm', took(1))
    await Promise.all([10, 500, 30].map((ms) => turns('flood', took(ms))))
    expect(rests.splice(0)).toEqual([30, 250])
    // Others are long gone.
    at += 10_000
    await Promise.all([10, 20].map((ms) => turns('flood', took(ms))))
    expect(rests).toEqual([])
  })

  it('go on after a work that failed', async () => {
    const turns = createFairTurns()
    const failed = turns('one', () => Promise.reject(new Error('broken')))
    const next = turns('one', async () => 'next')
    await expect(failed).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })
})
