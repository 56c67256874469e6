import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runBackup } from '../../src/commands/backup.js'
import { runRestore } from '../../src/commands/restore.js'
import { readConfig } from '../../src/config.js'
import { newBirth } from '../../src/platform/store/birth.js'
import { openStore } from '../../src/platform/store/open-store.js'
import { createSealer, SEAL_KEY_FILE } from '../../src/platform/store/sealer.js'
import type { Store } from '../../src/store.js'
import { conversation, message } from '../contract/sample-inputs.js'
import { commune } from '../platform/model/sample-commune.js'
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

  it('carry what is a town’s own, and put back what is not there', async () => {
    const town = join(folder, 'town')
    process.env.GUICHET_DEMONSTRATION = 'no'
    process.env.GUICHET_TOWN_DIR = town
    const own: Record<string, string> = {
      'communes/bourg.json': JSON.stringify(commune()),
      // Longer than a part, with letters of several bytes where parts meet.
      'communes/bourg.jsonl': `${JSON.stringify({ title: 'é'.repeat(300_000) })}\n`,
      'communes/bourg/fete.md': 'La fête\u2028\n',
      'communes/bourg/intents/fete.json': '{}',
      'places/bourg.json': '{}',
    }
    for (const [path, text] of Object.entries({ ...own, '.git/x.json': '{}', 'communes/bourg.json~': 'x' })) {
      await mkdir(join(town, path, '..'), { recursive: true })
      await writeFile(join(town, path), text)
    }
    await inStore((store) => begin(store, 'kept'))
    expect(await runBackup(['--to', backups])).toBe(0)
    const [file = ''] = await backupsNow()
    await rename(town, `${town}.former`)
    await rename(dataDir, `${dataDir}.former`)
    await mkdir(join(town, 'places'), { recursive: true })
    await writeFile(join(town, 'places/bourg.json'), 'plus récent')
    expect(await runRestore([file])).toBe(0)
    expect(said()).toContain('Fichiers de la ville (GUICHET_TOWN_DIR) remis : 4.')
    expect(said()).toContain('laissés tels quels, car il y en avait déjà : places/bourg.json.')
    const there = await readdir(town, { recursive: true, withFileTypes: true })
    const files = there
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(town.length + 1))
    expect(files.sort()).toEqual(Object.keys(own).sort())
    for (const [path, text] of Object.entries({ ...own, 'places/bourg.json': 'plus récent' }))
      expect((await readFile(join(town, path), 'utf8')) === text).toBe(true)
    expect((await stat(join(town, 'communes/bourg.json'))).mode & 0o777).toBe(0o600)
  })

  it('take a town’s files by what the data are, though the settings of cron are fewer, and bring none back without it', async () => {
    process.env.GUICHET_DEMONSTRATION = 'no'
    const file = join(dataDir, 'town/communes/bourg.json')
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, JSON.stringify(commune()))
    const at = new Date().toISOString()
    const store = await openStore(readConfig(process.env), { birth: newBirth('installation', at) })
    await begin(store, 'kept')
    await store.close()
    delete process.env.GUICHET_DEMONSTRATION
    expect(await runBackup(['--to', backups])).toBe(0)
    expect(said()).toContain(`les fichiers de la ville sont pris dans ${join(dataDir, 'town')}`)
    const [backup = ''] = await backupsNow()
    await rename(dataDir, `${dataDir}.former`)
    expect(await runRestore([backup])).toBe(1)
    expect(said()).toContain(
      'cette sauvegarde est celle d’une installation, et ces réglages sont ceux d’une démonstration',
    )
    await expect(stat(dataDir)).rejects.toThrow('ENOENT')
    process.env.GUICHET_DEMONSTRATION = 'no'
    expect(await runRestore([backup])).toBe(0)
    expect(await readFile(file, 'utf8')).toBe(JSON.stringify(commune()))
  })

  it('bring no demonstration back with the settings of an installation', async () => {
    const at = new Date().toISOString()
    const store = await openStore(readConfig(process.env), { birth: newBirth('demonstration', at) })
    await begin(store, 'kept')
    await store.close()
    expect(await runBackup(['--to', backups])).toBe(0)
    const [backup = ''] = await backupsNow()
    await rename(dataDir, `${dataDir}.former`)
    process.env.GUICHET_PUBLIC_URL = 'https://chat.ville.fr'
    expect(await runRestore([backup])).toBe(1)
    expect(said()).toContain(
      'cette sauvegarde est celle d’une démonstration, et ces réglages sont ceux d’une installation',
    )
    await expect(stat(dataDir)).rejects.toThrow('ENOENT')
  })

  it('begin nothing where no commune would be known: what is due could not be erased', async () => {
    process.env.GUICHET_DEMONSTRATION = 'no'
    process.env.GUICHET_TOWN_DIR = join(folder, 'town')
    await inStore((store) => begin(store, 'kept'))
    expect(await runBackup(['--to', backups])).toBe(0)
    const [file = ''] = await backupsNow()
    await rename(dataDir, `${dataDir}.former`)
    expect(await runRestore([file])).toBe(1)
    expect(said()).toContain('avec le même identifiant')
    expect(said()).toContain('npx guichet commune add')
    await expect(stat(dataDir)).rejects.toThrow('ENOENT')
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
