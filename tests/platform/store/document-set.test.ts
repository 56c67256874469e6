import { describe, expect, it } from '@jest/globals'
import { Memory } from 'lowdb'
import type { Verb } from '../../../src/platform/store/document.js'
import { DocumentSet } from '../../../src/platform/store/document-set.js'
import { lowdbCollection } from '../../../src/platform/store/lowdb-cache.js'

interface Count {
  count: number
}

const increment: Verb<Count, number> = (document) => {
  const count = (document?.count ?? 0) + 1
  return { document: { count }, result: count, changes: [] }
}
const eraseIt: Verb<Count, void> = () => ({ document: null, result: undefined, changes: [] })

/** A set over memories that outlive the documents released, as files do. */
function makeSet(capacity: number) {
  const disk = new Map<string, Memory<Count | null>>()
  const asked: string[] = []
  const adapterFor = (key: string) => {
    asked.push(key)
    const memory = disk.get(key) ?? new Memory<Count | null>()
    disk.set(key, memory)
    return Object.assign(memory, { erase: () => memory.write(null) })
  }
  const collection = lowdbCollection<Count>(adapterFor, { keys: [], capacity })
  const set = new DocumentSet({
    kind: 'counters',
    collection,
    follower: { committed: () => {} },
    assertWritable: () => {},
  })
  return { set, asked }
}

describe('DocumentSet', () => {
  it('keeps no more documents in memory than its capacity, and loads the others again', async () => {
    const { set } = makeSet(3)
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`)
    for (const key of keys) await set.update(key, increment)
    expect(set.loadedCount).toBe(3)
    for (const key of keys) expect(await set.update(key, increment)).toBe(2)
    expect(set.loadedCount).toBe(3)
    expect(set.keys()).toEqual(keys)
  })

  it('never releases a document that is being written, so that a key has one queue', async () => {
    const { set } = makeSet(1)
    const keys = Array.from({ length: 200 }, (_, n) => `k${n % 10}`)
    const counts = await Promise.all(keys.map((key) => set.update(key, increment)))
    expect(Math.max(...counts)).toBe(20)
    expect(await set.read('k7')).toEqual({ count: 20 })
  })

  it('releases the one used longest ago', async () => {
    const { set, asked } = makeSet(2)
    for (const key of ['a', 'b', 'a', 'c', 'a']) await set.update(key, increment)
    expect(asked).toEqual(['a', 'b', 'c'])
  })

  it('reads no file for an unknown or erased key', async () => {
    const { set, asked } = makeSet(1)
    expect(await set.read('../secret')).toBeNull()
    expect(asked).toEqual([])
    await set.update('a', increment)
    await set.update('a', eraseIt)
    expect([set.has('a'), await set.read('a'), set.keys()]).toEqual([false, null, []])
  })
})
