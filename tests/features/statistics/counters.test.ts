import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { createCounters } from '../../../src/features/statistics/counters.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import { startTestServer } from '../../platform/http/harness.js'
import { commune } from '../../platform/model/sample-commune.js'

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

it('are of no commune that left while they waited: nothing of it is left', async () => {
  const server = await startTestServer({
    installation: ['aubrive', 'belmont'].map((id) => commune({ id })),
    entries: [],
  })
  try {
    const ask = (communeId: string) =>
      server.call('POST', '/ask', { body: { communeId, question: 'acte de naissance' } }).then(({ status }) => status)
    const counted = (communeId: string) => server.store.readCounters(communeId, '2000-01-01', '2100-01-01')
    expect([await ask('aubrive'), await ask('belmont')]).toEqual([200, 200])
    await rm(join(server.dataDir, 'town', 'communes', 'belmont.json'))
    await server.store.eraseCommune('belmont')
    while ((await ask('belmont')) === 200) await new Promise((resolve) => setTimeout(resolve, 5))
    await server.app.sweep()
    expect(await counted('belmont')).toEqual({})
    expect(Object.keys(await counted('aubrive'))).toHaveLength(1)
  } finally {
    await server.stop()
  }
})
