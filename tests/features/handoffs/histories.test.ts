import { describe, expect, it } from '@jest/globals'
import { fc } from '../../properties.js'
import { HistoryWorld, histories, MOST_HELD_S } from './history-world.js'

describe('whatever happens in a reception, with two servers', () => {
  it(`holds nobody by an agent who left more than ${MOST_HELD_S} s ago`, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (all) => {
        const world = await HistoryWorld.open()
        for (const one of all) await world.live(one)
        await world.pass(MOST_HELD_S + 30)
        expect([...world.stranded]).toEqual([])
      }),
      { numRuns: 500 },
    )
  }, 120_000)
})
