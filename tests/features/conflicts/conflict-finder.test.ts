import { expect, it } from '@jest/globals'
import { createConflictFinder } from '../../../src/features/conflicts/conflict-finder.js'
import { createBuildQueue } from '../../../src/features/entries/catalogue/own-bases.js'
import { SILENT_LOGGER } from '../../../src/log.js'

it('a commune whose turn comes when the server stops is not loaded to be examined', async () => {
  const loaded: string[] = []
  const load = async (communeId: string) => {
    loaded.push(communeId)
    throw new Error('it is not read')
  }
  const queue = createBuildQueue()
  let finish = () => {}
  const begun = new Promise<void>((begin) => {
    void queue(() => {
      begin()
      return new Promise<void>((settle) => {
        finish = settle
      })
    })
  })
  const finder = createConflictFinder({
    library: { snapshotOf: load, servedBase: load, baseNow: () => null },
    measure: { isKnown: async () => false } as never,
    queue,
    now: () => new Date(0),
    logger: SILENT_LOGGER,
  })
  finder.start('bourg')
  expect(finder.nowOf('bourg').state).toBe('waiting')
  const stopped = finder.stop()
  await begun
  finish()
  await stopped
  expect([loaded, finder.nowOf('bourg').state]).toEqual([[], 'failed'])
})
