import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { createMemoryStore } from '../../src/store/memory-store.js'
import { command, contentOf, run } from '../platform/store/store-commands.js'
import { makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'
import { fc } from '../properties.js'

describe('any sequence of verbs', () => {
  it('leaves contiguous sequence numbers, and the same content after opening again', async () => {
    const groups = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(groups, async (sequence) => {
        const folder = await makeTemporaryFolder()
        try {
          const store = await openLowdbStore({ dataDir: path.join(folder, 'data'), cachedConversations: 1 })
          await run(store, sequence)
          const before = await contentOf(store)
          await store.close()
          for (const transcript of before.transcripts) {
            const seqs = transcript?.messages.map(({ seq }) => seq) ?? []
            expect(seqs).toEqual(seqs.map((_, index) => index + 1))
          }
          const again = await openLowdbStore({ dataDir: path.join(folder, 'data') })
          expect(await contentOf(again)).toEqual(before)
          await again.close()
        } finally {
          await removeFolder(folder)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has the same outcomes in memory and on the disk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (sequence) => {
        const folder = await makeTemporaryFolder()
        try {
          const onDisk = await openLowdbStore({ dataDir: folder })
          const groups = sequence.map((one) => [one])
          expect(await run(onDisk, groups)).toEqual(await run(createMemoryStore(), groups))
          await onDisk.close()
        } finally {
          await removeFolder(folder)
        }
      }),
      { numRuns: 20 },
    )
  })
})
