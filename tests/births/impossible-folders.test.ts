import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { faultInWords } from '../../src/commands/fault-in-words.js'
import { readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { type FileSystem, makeFolder, nodeFileSystem } from '../../src/platform/store/file-system.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { type FaultyCall, makeFaultyFileSystem } from '../platform/store/faulty-file-system.js'
import { makeState } from './folder-states.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-impossible-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sentenceOf = async (act: Promise<unknown>) =>
  faultInWords(
    await act.then(
      () => null,
      (error: unknown) => error,
    ),
  )
const start = (dataDir: string) =>
  createApp(readConfig({ GUICHET_DATA_DIR: dataDir, GUICHET_MODEL_DIR: folder, PORT: '0' }), { logger: SILENT_LOGGER })

describe('a data folder that cannot keep what it is given is refused at once, in words', () => {
  it('where the file system has no place for it, though its parent is there', async () => {
    // As /proc answers on Linux, where Node’s own recursive call never ends.
    const mkdir = (async (name: string) => {
      throw Object.assign(new Error(`ENOENT: no such file or directory, mkdir '${name}'`), {
        code: 'ENOENT',
        syscall: 'mkdir',
      })
    }) as unknown as FileSystem['mkdir']
    const fileSystem: FileSystem = { ...nodeFileSystem, mkdir }
    const opening = openLowdbStore({ dataDir: path.join(folder, 'x', 'y'), fileSystem })
    expect(await sentenceOf(opening)).toMatch(/Ce système de fichiers ne peut pas garder des données : .*\/proc/)
    if (process.platform === 'linux') {
      await expect(makeFolder(nodeFileSystem, '/proc/guichet/x')).rejects.toMatchObject({ code: 'ENOENT' })
      expect(await sentenceOf(start('/proc/guichet'))).toMatch(/Ce système de fichiers ne peut pas garder des données/)
    }
  })

  it('where a file is in the place of a folder', async () => {
    await writeFile(path.join(folder, 'file'), '')
    const dataDir = path.join(folder, 'file', 'data')
    expect(await sentenceOf(openLowdbStore({ dataDir }))).toMatch(/Il y a un fichier là où il faut un dossier/)
    expect(() => start(dataDir)).toThrow(/est sous un fichier, pas dans un dossier/)
  })

  it.each<[string, FaultyCall, string, RegExp]>([
    ['that is full', 'write', 'ENOSPC', /Libérez de la place/],
    ['that is read-only', 'open', 'EROFS', /un disque où l’on peut écrire/],
    ['without fsync', 'sync', 'EINVAL', /Les données ne peuvent pas être lues ou écrites/],
    ['without links', 'link', 'ENOTSUP', /Les données ne peuvent pas être lues ou écrites/],
    ['without renames', 'rename', 'ENOSYS', /Les données ne peuvent pas être lues ou écrites/],
  ])('%s, and nothing is left in it', async (_name, call, code, words) => {
    const dataDir = path.join(folder, 'data')
    await mkdir(dataDir)
    const faulty = makeFaultyFileSystem()
    faulty.break(call, code, (file) => file !== path.dirname(dataDir))
    expect(await sentenceOf(openLowdbStore({ dataDir, fileSystem: faulty.fileSystem }))).toMatch(words)
    expect(await readdir(dataDir)).toEqual([])
    faulty.repair()
    await (await openLowdbStore({ dataDir, fileSystem: faulty.fileSystem })).close()
  })
})

describe('npm start', () => {
  it('refuses a demonstration in the folder of an installation, in words, by the real command', async () => {
    const dataDir = path.join(folder, 'data')
    await makeState('installation', { dataDir, database: null }, null)
    const { status, stderr } = spawnSync('node', ['scripts/guichet.mjs', 'start'], {
      encoding: 'utf8',
      timeout: 110_000,
      env: { PATH: process.env.PATH, PORT: '0', GUICHET_DATA_DIR: dataDir, GUICHET_MODEL_DIR: folder },
    })
    expect(stderr).toMatch(
      /est le dossier d’une installation, et ces réglages démarrent une démonstration\. Rien n’a été changé\./,
    )
    expect(status).toBe(1)
    expect(stderr).not.toMatch(/\n\s+at /)
  }, 120_000)
})
