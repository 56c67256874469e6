import { expect, it } from '@jest/globals'
import { createCounters } from '../../../src/features/statistics/counters.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'

const DAY = '2026-11-24'

it('are written commune by commune: one whose counters cannot be read keeps no other, and loses nothing', async () => {
  const memory = createMemoryStore()
  let isSpoilt = true
  const store: typeof memory = {
    ...memory,
    async count(communeId, day, increments) {
      if (isSpoilt && communeId === 'spoilt') throw new Error('spoilt')
      return memory.count(communeId, day, increments)
    },
  }
  const counters = createCounters(store, () => DAY)
  for (const communeId of ['spoilt', 'bourg']) counters.add(communeId, { questions: 1 })
  await expect(counters.flush()).rejects.toThrow('spoilt')
  expect(await store.readCounters('bourg', DAY, DAY)).toEqual({ [DAY]: { questions: 1 } })
  isSpoilt = false
  counters.add('spoilt', { questions: 1 })
  await counters.flush()
  expect(await store.readCounters('spoilt', DAY, DAY)).toEqual({ [DAY]: { questions: 2 } })
  expect(await store.readCounters('bourg', DAY, DAY)).toEqual({ [DAY]: { questions: 1 } })
})
