import { randomBytes } from 'node:crypto'
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { backUp, backupName, keepLatest, writeBackup } from '../../../src/commands/backups/back-up.js'
import { SAVED_KINDS } from '../../../src/commands/backups/backup-format.js'
import { ERASURES_FILE, readErasures, writeErasures } from '../../../src/commands/backups/erasures-file.js'
import { readBackup } from '../../../src/commands/backups/read-backup.js'
import { restoreBackup } from '../../../src/commands/backups/restore-backup.js'
import { erasureOf } from '../../../src/features/retention/erasure.js'
import type { Attachment } from '../../../src/platform/model/attachment.js'
import { sealWord } from '../../../src/platform/store/seal-check-file.js'
import { createSealer, type ServerSealer } from '../../../src/platform/store/sealer.js'
import type { CopyProgress, KeptDocument } from '../../../src/store/move-documents.js'
import { openStore, type StoreChoice } from '../../../src/store/open-store.js'
import { openPostgresInstallation } from '../../../src/store/postgres/postgres-store.js'
import { noteSealKey } from '../../../src/store/seal-key-loss.js'
import type { Store } from '../../../src/store/store.js'
import { content, publication, save, scope } from '../../contract/sample-entry-content.js'
import { at, claim, conversation, handoff, message, turn, UNTOLD, user } from '../../contract/sample-inputs.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { fc } from '../../properties.js'

let database: TestDatabase
let folder: string
let file: string
let choices: Record<'lowdb' | 'postgres', StoreChoice>
const now = () => new Date().toISOString()

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
beforeEach(async () => {
  folder = await makeTemporaryFolder()
  file = path.join(folder, 'backups', 'b.ndjson.gz')
  const dataDir = path.join(folder, 'data')
  choices = {
    lowdb: { dataDir, database: null },
    postgres: { dataDir, database: { url: database.url, connections: 5 } },
  }
})
afterEach(async () => {
  await removeFolder(folder)
  await database.run('truncate document, change, presence_beat, seal_check cascade').catch(() => {})
})
afterAll(() => database?.drop())

async function inStore<R>(choice: StoreChoice, act: (store: Store) => Promise<R>): Promise<R> {
  const store = await openStore(choice)
  try {
    return await act(store)
  } finally {
    await store.close()
  }
}

const save1 = (store: StoreChoice, keyWord: string | null = null) =>
  backUp({ store, file, townDir: null, at: now(), erasuresFrom: '2000', keyWord, onProgress: () => {} })
const aSealer = () => createSealer('nowhere', { key: randomBytes(32).toString('base64url') })

interface RestoringWith {
  onProgress?: (progress: CopyProgress) => void
  sealer?: ServerSealer
}

async function restore(
  into: StoreChoice,
  { onProgress = () => {}, sealer = createSealer(into.dataDir) }: RestoringWith = {},
) {
  const read = await readBackup(file)
  if ('fault' in read) throw new Error(read.fault)
  const known = await readErasures(path.join(path.dirname(file), ERASURES_FILE))
  return restoreBackup({
    file,
    manifest: read.manifest,
    into,
    sealer,
    erasures: known?.erasures ?? [],
    onProgress,
    beforeServing: async () => {},
  })
}

async function empty(name: keyof typeof choices): Promise<void> {
  if (name === 'lowdb') await rm(choices.lowdb.dataDir, { recursive: true, force: true })
  else await database.run('truncate document, change, presence_beat cascade')
}

/** The plan of an entry, in bytes of every kind. */
const PLAN_BYTES = randomBytes(300_000)
const PLAN: Attachment = {
  id: `f${'0a'.repeat(32)}`,
  ...{ type: 'image/png', bytes: PLAN_BYTES.length, width: 9, height: 9, label: 'Le plan', date: '' },
}

/** A little of what a town keeps; U+2028 breaks lines for some readers. */
async function live(store: Store): Promise<void> {
  for (const id of ['c1', 'c2', 'c3']) {
    await store.createConversation(conversation(id), [message('assistant', 'bonjour\u2028\u0000 « é »\r\n')])
    for (let n = 0; n < 3; n += 1) await store.appendTurn(turn(id, `k${n}`))
  }
  await store.requestHandoff(handoff('c1', { reference: 'BR-1', contact: { name: 'Jeanne' } }), message('system', 'x'))
  for (const id of ['anne', 'basile']) await store.saveUser(user(id))
  await store.count('bourg', '2025-03-03', { answered: 3 })
  await store.keepFile({ communeId: 'bourg', id: PLAN.id, type: 'image/png', bytes: PLAN_BYTES, givenAt: at(0) })
  await store.saveDraft(scope('acte'), save({ content: content({ title: 'acte', attachments: [PLAN] }) }))
  await store.recordPublication(publication([{ entryId: 'acte', source: { type: 'draft', version: 1 } }]))
}

async function contentOf(store: Store) {
  return {
    transcripts: await Promise.all(['c1', 'c2', 'c3'].map((id) => store.getTranscript(id))),
    handoffs: await store.listHandoffs('bourg', ['pending', 'assigned', 'resolved']),
    users: await store.listUsers(),
    counters: await store.readCounters('bourg', '2025-01-01', '2025-12-31'),
    published: await store.readPublished('bourg'),
    plan: await store.readFile('bourg', PLAN.id),
    isPlanServed: await store.isFileServed('bourg', PLAN.id),
    audit: await store.listAudit('bourg', { limit: 50 }),
    erasures: await store.listErasures(),
  }
}

describe.each([
  ['lowdb', 'postgres'],
  ['postgres', 'lowdb'],
  ['lowdb', 'lowdb'],
] as const)('a backup of %s', (from, to) => {
  it(`taken while it is served, restores to ${to} what was there at that instant`, async () => {
    const before = await inStore(choices[from], async (store) => {
      await live(store)
      await store.saveSession({ idHash: 'h', userId: 'anne', createdAt: at(0), expiresAt: at(60) } as never)
      await save1(choices[from])
      const there = await contentOf(store)
      await store.appendTurn(turn('c1', 'later'))
      return there
    })
    await empty(from)
    expect(await restore(choices[to])).toMatchObject({ outcome: 'restored', left: 0 })
    await inStore(choices[to], async (store) => {
      expect(await contentOf(store)).toEqual(before)
      // Whoever was signed in signs in again.
      expect(await store.getSession('h')).toBeUndefined()
      await store.appendTurn(turn('c1', 'goes on'))
    })
  })
})

describe('what was erased since a backup', () => {
  it.each(['lowdb', 'postgres'] as const)('does not come back to %s', async (name) => {
    await inStore(choices[name], async (store) => {
      await live(store)
      const [open] = await store.listHandoffs('bourg', ['pending'])
      await save1(choices[name])
      const former = await readFile(file)
      // A citizen erases hers, contact details are due, an agent leaves.
      await store.eraseConversation('c2')
      await store.applyToHandoff(open?.id ?? '', claim('anne'), UNTOLD)
      await store.applyToHandoff(
        open?.id ?? '',
        { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(9) },
        UNTOLD,
      )
      await store.forgetContact(open?.id ?? '')
      await store.applyToAccount('basile', { type: 'deactivate', at: at(1) }, null)
      // The next backup brings the index up to date; the older file is the one that is restored.
      await save1(choices[name])
      await writeFile(file, former)
    })
    await empty(name)
    expect(await restore(choices[name])).toMatchObject({ outcome: 'restored', left: 3 })
    await inStore(choices[name], async (store) => {
      expect(await store.getConversation('c2')).toBeUndefined()
      expect(await store.getConversation('c1')).toMatchObject({ id: 'c1' })
      expect(await store.listHandoffs('bourg', ['pending'])).toMatchObject([{ contact: null }])
      expect(await store.getUser('basile')).toHaveProperty('deactivatedAt')
      expect(await store.getUser('anne')).not.toHaveProperty('deactivatedAt')
      // A backup that is older still is covered too.
      expect((await store.listErasures()).map(({ kind }) => kind).sort()).toEqual([
        'account',
        'contact',
        'conversation',
      ])
    })
  })

  it('is read of a backup that was made before a kind of document existed', async () => {
    await inStore(choices.lowdb, (store) => store.saveUser(user('anne')))
    await save1(choices.lowdb)
    const text = gunzipSync(await readFile(file)).toString()
    const older = text.replace(/\{"kind":"files","count":0,"checksum":"\w+"\},?/, '')
    expect(older.length).toBeLessThan(text.length)
    await writeFile(file, gzipSync(older))
    await empty('lowdb')
    expect(await restore(choices.lowdb)).toMatchObject({ outcome: 'restored' })
  })

  it('stays in the list next to backups when another store adds to it, as long as backups are kept', async () => {
    const list = path.join(folder, ERASURES_FILE)
    const erased = (id: string, day: string) => erasureOf('conversation', id, `${day}T00:00:00.000Z`)
    const old = erased('old', '2025-01-01')
    const [first, second] = [erased('first', '2025-02-02'), erased('second', '2025-03-03')]
    await writeErasures(list, { madeAt: '2025-02-03T00:00:00.000Z', erasures: [old, first] }, '2024')
    await writeErasures(list, { madeAt: '2025-03-04T00:00:00.000Z', erasures: [second] }, '2025-02-01T00:00:00.000Z')
    const known = await readErasures(list)
    expect(known?.madeAt).toBe('2025-03-04T00:00:00.000Z')
    expect(new Set(known?.erasures)).toEqual(new Set([first, second]))
  })

  it('is known from the data folder that was put aside', async () => {
    await inStore(choices.lowdb, async (store) => {
      await live(store)
      await store.eraseConversation('c3')
    })
    const known = await readErasures(choices.lowdb.dataDir)
    expect(known?.erasures).toMatchObject([{ kind: 'conversation' }])
    // Before its first conversation, a folder has accounts.
    const begun = { ...choices.lowdb, dataDir: path.join(folder, 'begun') }
    await inStore(begun, (store) => store.saveUser(user('u1')))
    expect((await readErasures(begun.dataDir))?.erasures).toEqual([])
    expect(await readErasures(folder)).toBeNull()
    await writeFile(path.join(folder, 'x.json'), '{"format":"other"}')
    expect(await readErasures(path.join(folder, 'x.json'))).toBeNull()
  })
})

describe('a restoration', () => {
  it('that was stopped serves nothing, and goes on where it was', async () => {
    await inStore(choices.lowdb, live)
    await save1(choices.lowdb)
    const stop = ({ kind }: CopyProgress) => {
      if (kind === 'conversations') throw new Error('stopped')
    }
    await expect(restore(choices.postgres, { onProgress: stop })).rejects.toThrow('stopped')
    await expect(openStore(choices.postgres)).rejects.toMatchObject({ code: 'migration_unfinished' })
    await expect(save1(choices.postgres)).rejects.toMatchObject({ code: 'migration_unfinished' })
    expect(await restore(choices.postgres)).toMatchObject({ outcome: 'restored' })
    expect(await inStore(choices.postgres, contentOf)).toEqual(await inStore(choices.lowdb, contentOf))
  })

  it.each(['lowdb', 'postgres'] as const)('to %s knows the key of what it brings', async (name) => {
    const [own, other] = [aSealer(), aSealer()]
    await inStore(choices.lowdb, live)
    await save1(choices.lowdb, await sealWord(own))
    await empty('lowdb')
    expect(await restore(choices[name], { sealer: other })).toEqual({ outcome: 'other_key' })
    // Nothing was written: nothing has to be gone on with, and another key may come.
    await inStore(choices[name], async (store) => expect(await store.listUsers()).toEqual([]))
    expect(await restore(choices[name])).toMatchObject({ outcome: 'restored', key: 'missing' })
    await empty(name)
    expect(await restore(choices[name], { sealer: own })).toMatchObject({ outcome: 'restored', key: 'opens' })
    // The store tells its key, whatever is at hand where the backup is made.
    await save1(choices[name], await sealWord(other))
    await empty(name)
    expect(await restore(choices[name], { sealer: other })).toEqual({ outcome: 'other_key' })
    // A backup that was made without a key, or by an earlier version.
    await noteSealKey(choices[name], null)
    await inStore(choices[name], live)
    await save1(choices[name])
    await empty(name)
    expect(await restore(choices[name], { sealer: other })).toMatchObject({ outcome: 'restored', key: 'untold' })
  })

  it('notes in a database which key it belongs to, whatever the empty one had noted', async () => {
    const [own, other] = [aSealer(), aSealer()]
    const { database: to } = choices.postgres
    const open = (sealer: ServerSealer) => openPostgresInstallation({ url: to?.url ?? '', connections: 3, sealer })
    await inStore(choices.lowdb, live)
    await save1(choices.lowdb, await sealWord(own))
    await (await open(other)).store.close()
    expect(await restore(choices.postgres, { sealer: own })).toMatchObject({ key: 'opens' })
    await expect(open(other)).rejects.toMatchObject({ code: 'seal_key_differs' })
    await (await open(own)).store.close()
    // Without a key at hand too: the right one is waited for.
    await empty('postgres')
    expect(await restore(choices.postgres)).toMatchObject({ key: 'missing' })
    await expect(open(other)).rejects.toMatchObject({ code: 'seal_key_differs' })
    await (await open(own)).store.close()
    // Nothing is noted when the backup does not tell its key: the right one may still come, and that of the first server will be noted.
    await save1(choices.lowdb)
    await empty('postgres')
    expect(await restore(choices.postgres, { sealer: other })).toMatchObject({ key: 'untold' })
    await (await open(own)).store.close()
  })

  it('writes nothing over what is there, nor beside a server', async () => {
    await inStore(choices.lowdb, async (store) => {
      await live(store)
      await save1(choices.lowdb)
      await expect(restore(choices.lowdb)).rejects.toMatchObject({ code: 'storage_locked' })
    })
    expect(await restore(choices.lowdb)).toEqual({ outcome: 'not_empty' })
  })
})

describe('a file of a backup', () => {
  beforeEach(async () => {
    await inStore(choices.lowdb, live)
    await save1(choices.lowdb)
  })
  const faultOf = async (bytes: Buffer) => {
    await writeFile(file, bytes)
    const read = await readBackup(file)
    return 'fault' in read ? read.fault : 'sound'
  }

  it('is for its owner alone, and leaves nothing half written beside it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readdir(path.dirname(file))).sort()).toEqual(['b.ndjson.gz', ERASURES_FILE])
    expect((await readdir(choices.lowdb.dataDir)).filter((name) => name.startsWith('snapshot'))).toEqual([])
  })

  it('is refused when it is cut anywhere', async () => {
    const whole = await readFile(file)
    const faults = new Set<string>()
    for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 60))
      faults.add(await faultOf(whole.subarray(0, length)))
    expect(faults).not.toContain('sound')
    // Cut between two lines, and closed again as if it had ended there.
    const lines = gunzipSync(whole).toString().split('\n')
    expect(await faultOf(gzipSync(`${lines.slice(0, -2).join('\n')}\n`))).toBe('truncated')
  })

  it('is refused when anything in it was changed', async () => {
    const whole = await readFile(file)
    const middle = Buffer.from(whole)
    middle.writeUInt8(middle.readUInt8(whole.length >> 1) ^ 4, whole.length >> 1)
    expect(['altered', 'truncated']).toContain(await faultOf(middle))
    const text = gunzipSync(whole).toString()
    expect(await faultOf(gzipSync(text.replace('bonjour', 'bonsoir')))).toBe('altered')
    expect(await faultOf(gzipSync(text.replace(/"madeAt":"2/, '"madeAt":"1')))).toBe('altered')
    expect(await faultOf(gzipSync(text.replace(/.*"kind":"users".*\n/, '')))).toBe('altered')
    expect(await faultOf(gzipSync(`${text}{}\n`))).toBe('altered')
    expect(await faultOf(gzipSync(text.replace('"version":2', '"version":4')))).toBe('newer')
    expect(await faultOf(Buffer.from('bonjour'))).toBe('not_a_backup')
    expect(await faultOf(gzipSync('{"format":"other"}\n'))).toBe('not_a_backup')
    expect(await readBackup(path.join(folder, 'nowhere'))).toEqual({ fault: 'missing' })
    expect(await faultOf(whole)).toBe('sound')
  })

  it('holds any document, letter for letter', async () => {
    const header = { format: 'guichet-backup' as const, version: 1, madeAt: now(), store: 'lowdb' as const }
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ key: fc.string({ unit: 'binary' }), document: fc.dictionary(fc.string(), fc.jsonValue()) }),
          {
            maxLength: 4,
          },
        ),
        async (documents) => {
          const kept = documents.map((one): KeptDocument => ({ kind: 'conversations', ...one }))
          const snapshot = {
            totals: new Map(),
            keyWord: null,
            birth: null,
            documents: async function* () {
              yield* kept
            },
          }
          const manifest = await writeBackup(snapshot, { file, header, town: null, onProgress: () => {} })
          expect(manifest.counts.find(({ kind }) => kind === 'conversations')?.count).toBe(kept.length)
          expect(manifest.counts).toHaveLength(SAVED_KINDS.length)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is one of the latest that are kept', async () => {
    const kept = path.join(folder, 'kept')
    const names = ['2026-01-02', '2026-01-03', '2025-12-31'].map((day) => backupName(`${day}T10:00:00.000Z`))
    expect(names[0]).toBe('guichet-2026-01-02T100000Z.ndjson.gz')
    await copyFile(file, path.join(folder, 'mine.ndjson.gz'))
    await import('node:fs/promises').then(({ mkdir }) => mkdir(kept))
    for (const name of [...names, 'mine.ndjson.gz']) await writeFile(path.join(kept, name), '')
    expect(await keepLatest(kept, 2)).toEqual([names[2]])
    expect((await readdir(kept)).sort()).toEqual([names[0], names[1], 'mine.ndjson.gz'].sort())
  })
})
