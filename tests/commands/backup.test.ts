import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runBackup } from '../../src/commands/backup.js'
import { runRestore } from '../../src/commands/restore.js'
import { readConfig } from '../../src/config.js'
import type { Store } from '../../src/domain/store.js'
import { openStore } from '../../src/storage/open-store.js'
import { createSealer, SEAL_KEY_FILE } from '../../src/storage/sealer.js'
import { conversation, message } from '../contract/sample-inputs.js'
import { hearCommand } from './hear-command.js'

let folder: string
let backups: string
let dataDir: string
let said: () => string
const environment = { ...process.env }
const DAY_MS = 24 * 3_600_000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-backup-'))
  backups = join(folder, 'backups')
  dataDir = join(folder, 'data')
  Object.assign(process.env, { GUICHET_DATA_DIR: dataDir, DATABASE_URL: '' })
  said = hearCommand()
})
afterEach(async () => {
  jest.restoreAllMocks()
  jest.useRealTimers()
  process.env = { ...environment }
  await rm(folder, { recursive: true, force: true })
})

async function inStore<R>(act: (store: Store) => Promise<R>): Promise<R> {
  const store = await openStore(readConfig(process.env))
  try {
    return await act(store)
  } finally {
    await store.close()
  }
}

const begin = async (store: Store, id: string, daysAgo = 0) => {
  const at = new Date(Date.now() - daysAgo * DAY_MS).toISOString()
  const begun = conversation(id, { communeId: 'villebourg', createdAt: at, updatedAt: at })
  await store.createConversation(begun, [message('citizen', 'un secret', { at })])
}

const backupsNow = async () =>
  (await readdir(backups)).filter((name) => name.endsWith('.gz')).map((name) => join(backups, name))

describe('guichet backup and guichet restore', () => {
  it('bring back what was there, but for what was erased since and what is due by now', async () => {
    await inStore(async (store) => {
      for (const id of ['kept', 'erased']) await begin(store, id)
      await begin(store, 'old', 400)
      expect(await runBackup(['--to', backups, '--keep', '3'])).toBe(0)
      await store.eraseConversation('erased')
      expect(await runBackup(['--to', backups, '--erasures-only'])).toBe(0)
    })
    expect(said()).toMatch(/conversations +3 +[0-9a-f]{64}\n/)
    expect(said()).toContain('seal.key')
    expect(said()).not.toContain('secret')
    const [file = ''] = await backupsNow()
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('il y a déjà des données')
    await rename(dataDir, `${dataDir}.former`)
    expect(await runRestore([file])).toBe(0)
    expect(said()).toContain('Effacés depuis la sauvegarde, et qui ne reviennent pas : 1.')
    expect(said()).toContain('Durées de conservation appliquées, effacés : 1.')
    await inStore(async (store) => {
      expect(await store.getConversation('kept')).toBeDefined()
      expect(await store.getConversation('erased')).toBeUndefined()
      expect(await store.getConversation('old')).toBeUndefined()
    })
  })

  it('ask for the list of what was erased, and say so when it is not given', async () => {
    await inStore((store) => begin(store, 'c1'))
    expect(await runBackup(['--to', join(backups, 'mine.ndjson.gz')])).toBe(0)
    const [file = ''] = await backupsNow()
    await rm(join(backups, 'guichet-erasures.json'))
    await rename(dataDir, `${dataDir}.former`)
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('Aucune liste des effacements')
    expect(await runRestore([file, '--erasures', backups])).toBe(1)
    expect(said()).toContain('n’est ni une liste')
    expect(await runRestore([file, '--erasures', `${dataDir}.former`])).toBe(0)
    await rm(dataDir, { recursive: true })
    expect(await runRestore([file, '--without-erasures'])).toBe(0)
    await rm(dataDir, { recursive: true })
    process.env.GUICHET_BACKUP_DAYS = '1'
    jest.useFakeTimers({
      now: Date.now() + 2 * DAY_MS,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick'],
    })
    expect(await runRestore([file, '--erasures', `${dataDir}.former`])).toBe(1)
    expect(said()).toContain('plus de 1 jours')
  })

  it('know the key of what is sealed again, and say what to do without it', async () => {
    const keyOf = (at: string) => createSealer(at)
    await inStore((store) => begin(store, 'c1'))
    await keyOf(dataDir).seal('x', 'y')
    expect(await runBackup(['--to', backups])).toBe(0)
    const [file = ''] = await backupsNow()
    await rename(dataDir, `${dataDir}.former`)
    await keyOf(dataDir).seal('x', 'y')
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('n’est pas celle de cette sauvegarde')
    expect(await readdir(dataDir)).toEqual([SEAL_KEY_FILE])
    await rm(join(dataDir, SEAL_KEY_FILE))
    expect(await runRestore([file])).toBe(0)
    expect(said()).toContain('avant de démarrer le serveur')
    await rm(dataDir, { recursive: true })
    await mkdir(dataDir)
    await copyFile(join(`${dataDir}.former`, SEAL_KEY_FILE), join(dataDir, SEAL_KEY_FILE))
    expect(await runRestore([file])).toBe(0)
    expect(said()).toContain('est celle de cette sauvegarde')
    // One that is spoilt is said, and the rest is worth a backup all the same; nothing is restored beside it.
    await writeFile(join(dataDir, SEAL_KEY_FILE), 'cut')
    expect(await runBackup(['--to', join(backups, 'mine.ndjson.gz')])).toBe(0)
    expect(said()).toContain(`${join(dataDir, SEAL_KEY_FILE)} holds no key`)
    const before = said().length
    expect(await runBackup(['--to', backups, '--erasures-only'])).toBe(0)
    expect(said().slice(before)).not.toContain('holds no key')
    process.env.GUICHET_DATA_DIR = join(folder, 'other')
    await mkdir(join(folder, 'other', SEAL_KEY_FILE), { recursive: true })
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('EISDIR')
    expect(said()).toContain('Rien n’a été écrit.')
    expect(await readdir(join(folder, 'other'))).toEqual([SEAL_KEY_FILE])
  })

  it('refuse what is no backup, and write nothing', async () => {
    const file = join(folder, 'x.ndjson.gz')
    expect(await runRestore([file])).toBe(1)
    await writeFile(file, 'bonjour')
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('n’est pas une sauvegarde')
    expect(await runBackup(['--to', backups])).toBe(1)
    expect(said()).toContain('Il n’y a pas de dossier de données')
    expect((await readdir(folder)).sort()).toEqual(['x.ndjson.gz'])
  })

  it.each([[['--keep', '0']], [['--keep', '2', '--erasures-only']], [['--nowhere']], [['x.ndjson.gz']]])(
    'backup refuses %j',
    async (argv) => {
      expect(await runBackup(argv)).toBe(2)
      expect(said()).toContain('guichet backup [--to')
    },
  )

  it.each([[[]], [['a', 'b']], [['a', '--into', 'b']]])('restore refuses %j', async (argv) => {
    expect(await runRestore(argv)).toBe(2)
    expect(said()).toContain('guichet restore FICHIER')
  })
})
