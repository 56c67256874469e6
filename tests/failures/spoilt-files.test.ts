import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { openLowdbStore } from '../../src/platform/store/lowdb-store.js'
import type { Store } from '../../src/store.js'
import { at, conversation, message, turn, user } from '../contract/sample-inputs.js'
import { listFiles, makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'
import { fc } from '../properties.js'

jest.setTimeout(60_000)

/** Each part of what a store knows, or that it is refused. */
type Known = Record<string, unknown>

let folder: string
let files: string[]
/** What is known when nothing is spoilt, and, by file, when its former version is all that is left. */
let whole: Known
const former = new Map<string, Known>()

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  const store = await openLowdbStore({ dataDir: folder })
  for (const id of ['c1', 'c2']) {
    await store.createConversation(conversation(id), [])
    await store.appendTurn(turn(id, `${id}-a`))
    await store.appendMessage(id, message('citizen', 'merci, et le passeport ?'))
  }
  for (const id of ['anne', 'bob']) await store.saveUser(user(id))
  for (const minute of [1, 2]) await switchAnswers(store, minute)
  await store.count('bourg', '2025-02-01', { turns: 1 })
  await store.count('bourg', '2025-02-01', { turns: 1 })
  await store.close()
  files = (await listFiles(folder)).filter((name) => name.endsWith('.json'))
  whole = (await knownIn(folder)).known
  for (const file of files) {
    former.set(
      file,
      (
        await inCopy(async (copy) => {
          await cp(path.join(copy, `${file}.bak`), path.join(copy, file))
          return knownIn(copy)
        })
      ).known,
    )
  }
})
afterAll(() => removeFolder(folder))

function switchAnswers(store: Store, minute: number) {
  return store.switchAnswers({
    communeId: 'bourg',
    stopped: minute % 2 === 1,
    at: at(minute),
    userId: 'anne',
    userName: 'Anne',
    why: 'essai',
  })
}

async function inCopy<T>(use: (copy: string) => Promise<T>): Promise<T> {
  const copy = await makeTemporaryFolder()
  try {
    await cp(folder, copy, { recursive: true })
    return await use(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** Opens a folder and reads all of it; what it said of files meanwhile. */
async function knownIn(dataDir: string): Promise<{ known: Known; said: string }> {
  const lines: string[] = []
  const log = (fields: object, words: string) => lines.push(`${words} ${JSON.stringify(fields)}`)
  const store = await openLowdbStore({ dataDir, logger: { warn: log, error: log } })
  const read = (reading: Promise<unknown>) =>
    reading.catch((error: { code?: string }) => {
      if (error.code !== 'storage_unavailable') throw error
      return 'refused'
    })
  const known = {
    c1: await read(store.getTranscript('c1')),
    c2: await read(store.getTranscript('c2')),
    users: await read(store.listUsers()),
    answers: await read(store.readAnswersSwitch('bourg')),
    counters: await read(store.readCounters('bourg', '2025-01-01', '2025-12-31')),
  }
  await store.close()
  return { known, said: lines.join('\n') }
}

type Spoiling = (content: Buffer, place: number) => Buffer

const SPOILINGS: [string, Spoiling][] = [
  ['emptied', () => Buffer.alloc(0)],
  ['cut short', (content, place) => content.subarray(0, place)],
  [
    'altered in one bit',
    (content, place) => {
      const altered = Buffer.from(content)
      altered[place] = (altered[place] ?? 0) ^ (1 << (place % 8))
      return altered
    },
  ],
  [
    'filled with zeros from a place on, as after a power cut',
    (content, place) => Buffer.concat([content.subarray(0, place), Buffer.alloc(content.length - place)]),
  ],
]

/** A file, and a place in it; as many of each as are tried. */
const places = () =>
  fc.record({ file: fc.constantFrom(...files), share: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }) })

describe.each(SPOILINGS)('a file that was %s', (_, spoil) => {
  const spoilAt = async (file: string, share: number) => {
    const content = await readFile(file)
    await writeFile(file, spoil(content, Math.floor(share * content.length)))
  }

  it('is read from its former version, and said; nothing else is served in its place', async () => {
    await fc.assert(
      fc.asyncProperty(places(), async ({ file, share }) => {
        await inCopy(async (copy) => {
          await spoilAt(path.join(copy, file), share)
          const { known, said } = await knownIn(copy)
          const isSpoilt = JSON.stringify(known) !== JSON.stringify(whole)
          if (isSpoilt) expect(known).toEqual(former.get(file))
          // A bit of the name of the digest changes nothing that is known.
          if (isSpoilt) expect(said).toContain(path.join(copy, file))
        })
      }),
      { numRuns: 15 },
    )
  })

  it('is refused, alone, when its former version is spoilt too', async () => {
    await fc.assert(
      fc.asyncProperty(places(), fc.double({ min: 0, max: 0.8, noNaN: true }), async ({ file, share }, other) => {
        await inCopy(async (copy) => {
          await spoilAt(path.join(copy, file), share * 0.8)
          await spoilAt(path.join(copy, `${file}.bak`), other)
          const { known } = await knownIn(copy)
          for (const [part, value] of Object.entries(known)) {
            const isWhole = JSON.stringify(value) === JSON.stringify(whole[part])
            if (!isWhole) expect([file, part, value]).toEqual([file, part, 'refused'])
          }
        })
      }),
      { numRuns: 15 },
    )
  })
})

it('who is signed in and who is there is begun anew, and said, when neither version can be read', async () => {
  await inCopy(async (copy) => {
    for (const name of ['sessions.json', 'presences.json'])
      for (const suffix of ['', '.bak']) await writeFile(path.join(copy, name + suffix), '{"torn')
    const lines: string[] = []
    const log = (fields: object) => lines.push(JSON.stringify(fields))
    const open = () => openLowdbStore({ dataDir: copy, logger: { warn: log, error: log } })
    const store = await open()
    expect(await store.getSession('nobody')).toBeUndefined()
    await store.saveSession({
      idHash: 'new',
      csrfToken: 'token',
      userId: 'anne',
      createdAt: at(1),
      lastUsedAt: at(1),
      expiresAt: at(50),
    })
    expect(await store.listPresences('bourg')).toEqual([])
    await store.close()
    expect(lines.filter((line) => line.includes('sessions.json'))).toHaveLength(1)
    const again = await open()
    expect(await again.getSession('new')).toMatchObject({ userId: 'anne' })
    await again.close()
  })
})
