import { rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { createMemoryStore } from '../../src/store/memory-store.js'
import { makeDyingFileSystem } from '../platform/store/dying-file-system.js'
import { command, contentOf, type GeneratedCommand, run, runOne } from '../platform/store/store-commands.js'
import { makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'
import { fc } from '../properties.js'

/** Commands, and after how many calls of the file system the process dies; then again with those that are left. */
const lives = fc.array(fc.tuple(fc.array(command, { minLength: 1, maxLength: 6 }), fc.integer({ min: 5, max: 90 })), {
  minLength: 1,
  maxLength: 4,
})

/** What is kept once these were acknowledged. Ids and references, which each store draws, are told by their order. */
async function modelOf(done: readonly GeneratedCommand[]) {
  const store = createMemoryStore()
  await run(store, [])
  for (const one of done) await runOne(store, one)
  return named(await contentOf(store))
}

function named({ handoffs, transcripts }: Awaited<ReturnType<typeof contentOf>>): unknown {
  const rows = handoffs.map((one) => ({ order: JSON.stringify({ ...one, id: '' }), one }))
  // Those of one instant have no order of their own.
  const sorted = rows.sort((a, b) => a.order.localeCompare(b.order)).map(({ one }) => one)
  const names = new Map<string, string>()
  return JSON.parse(
    JSON.stringify({ transcripts, handoffs: sorted }, (key, value) => {
      if (typeof value !== 'string' || !/(^id|Id|reference)$/.test(key)) return value
      if (!names.has(value)) names.set(value, `${names.size}`)
      return names.get(value)
    }),
  )
}

describe('a process that dies at any call of its file system', () => {
  it('keeps what it acknowledged, and of the verb it died in all or nothing', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (sequence) => {
        const folder = await makeTemporaryFolder()
        const dataDir = path.join(folder, 'data')
        try {
          const first = await openLowdbStore({ dataDir })
          await run(first, [])
          await first.close()
          let done: GeneratedCommand[] = []
          for (const [commands, calls] of sequence) {
            const { acknowledged, cut } = await liveAndDie({ dataDir, commands, calls })
            const before = await modelOf([...done, ...acknowledged])
            const after = cut ? await modelOf([...done, ...acknowledged, cut]) : before
            // The lock of a process that is gone.
            await rm(path.join(dataDir, 'lock'), { force: true })
            const store = await openLowdbStore({ dataDir })
            const kept = named(await contentOf(store))
            await store.close()
            expect([before, after]).toContainEqual(kept)
            const isWhole = cut && JSON.stringify(kept) === JSON.stringify(after)
            done = [...done, ...acknowledged, ...(isWhole ? [cut] : [])]
          }
        } finally {
          await removeFolder(folder)
        }
      }),
      { numRuns: 30 },
    )
  })
})

/** @returns what was acknowledged before the end, and the verb that the end cut */
async function liveAndDie({
  dataDir,
  commands,
  calls,
}: {
  dataDir: string
  commands: readonly GeneratedCommand[]
  calls: number
}): Promise<{ acknowledged: GeneratedCommand[]; cut: GeneratedCommand | null }> {
  const { fileSystem } = makeDyingFileSystem(calls)
  const acknowledged: GeneratedCommand[] = []
  let cut: GeneratedCommand | null = null
  const store = await openLowdbStore({ dataDir, fileSystem }).catch(() => null)
  if (!store) return { acknowledged, cut }
  for (const one of commands) {
    cut = one
    try {
      await runOne(store, one)
    } catch {
      break
    }
    acknowledged.push(one)
    cut = null
  }
  await store.close().catch(() => undefined)
  return { acknowledged, cut }
}
