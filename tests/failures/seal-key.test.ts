import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { secondFactorPlace } from '../../src/features/accounts/staff.js'
import { SEAL_CHECK_FILE } from '../../src/platform/store/seal-check-file.js'
import { createSealer, SEAL_KEY_FILE } from '../../src/platform/store/sealer.js'
import { openStore } from '../../src/store/open-store.js'
import { user } from '../contract/sample-inputs.js'
import { keepSealed, opensFactor } from '../platform/store/sealed-sample.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

let workplace: Workplace
/** A data folder that holds sealed values, and that a server has left. */
let left: string
/** One that holds none. */
let bare: string
let dataDir: string
const servers: RealServer[] = []

beforeAll(async () => {
  workplace = await makeWorkplace()
  bare = path.join(workplace.folder, 'bare')
  await (await RealServer.start({ ...workplace, dataDir: bare })).kill('SIGTERM')
  left = path.join(workplace.folder, 'left')
  await cp(bare, left, { recursive: true })
  const store = await openStore({ dataDir: left, database: null })
  await keepSealed(store, createSealer(left))
  await store.close()
})
beforeEach(() => useCopyOf(left))
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill('SIGKILL')
})
afterAll(() => removeWorkplace(workplace))

async function useCopyOf(folder: string): Promise<void> {
  dataDir = path.join(workplace.folder, 'data')
  await rm(dataDir, { recursive: true, force: true })
  await cp(folder, dataDir, { recursive: true })
}

const inData = (name: string) => path.join(dataDir, name)
const drop = (name: string) => rm(inData(name))
const otherKey = () => writeFile(inData(SEAL_KEY_FILE), Buffer.alloc(32, 7).toString('base64url'))

async function start(): Promise<void> {
  servers.push(await RealServer.start({ ...workplace, dataDir }))
}

/** Starts a server that must refuse, and leave what tells its key as it is. @returns what it said */
async function refused(): Promise<string> {
  const kept = await keyFiles()
  const server = RealServer.launch({ ...workplace, dataDir })
  servers.push(server)
  const ended = await Promise.race([server.exited, server.says(/démonstration\s+http/).then(() => 'it serves')])
  expect(ended).toEqual({ code: 1, signal: null })
  expect(server.output).not.toMatch(/\n\s+at /)
  expect(server.output).toContain('guichet seal-key --accept-loss')
  expect(server.output).toMatch(
    /doubles authentifications, 1 ; secrets de webhooks, 1 ; clés de RDV Service Public, 1 ; conversations avec des données masquées, 1\./,
  )
  expect(await keyFiles()).toEqual(kept)
  return server.output
}

async function keyFiles(): Promise<(string | null)[]> {
  const read = (name: string) => readFile(inData(name), 'utf8').catch(() => null)
  return Promise.all([read(SEAL_KEY_FILE), read(SEAL_CHECK_FILE)])
}

describe('a server, over a data folder that holds sealed values,', () => {
  it('refuses to start without their key, draws none, and starts once it is back', async () => {
    const key = await readFile(inData(SEAL_KEY_FILE))
    await drop(SEAL_KEY_FILE)
    expect(await refused()).toContain(`${inData(SEAL_KEY_FILE)}, qui est celle de ce dossier de données, manque`)
    await writeFile(inData(SEAL_KEY_FILE), key)
    await start()
    await servers.pop()?.kill('SIGTERM')
    const store = await openStore({ dataDir, database: null })
    expect(await opensFactor(store, createSealer(dataDir))).toBe(true)
    await store.close()
  })

  it('refuses to start with another key', async () => {
    await otherKey()
    expect(await refused()).toContain('n’est pas celle de ce dossier de données')
  })

  it.each([
    ['that an earlier version has left', () => drop(SEAL_CHECK_FILE)],
    ['whose note of it is torn', () => writeFile(inData(SEAL_CHECK_FILE), '{"version":1,"sea')],
  ])('takes the key that opens them in one %s, notes it, and no other', async (_, spoil) => {
    await spoil()
    await otherKey()
    await refused()
    await drop(SEAL_KEY_FILE)
    await refused()
    await cp(path.join(left, SEAL_KEY_FILE), inData(SEAL_KEY_FILE))
    await start()
    await servers.pop()?.kill('SIGTERM')
    expect((await keyFiles())[1]).toMatch(/"sealed":"[\w-]+","sha256":/)
    await otherKey()
    await refused()
  })
})

describe('a server, over a data folder of an earlier version in which a lost key has left something too,', () => {
  it('takes the key that opens the rest', async () => {
    await drop(SEAL_CHECK_FILE)
    const store = await openStore({ dataDir, database: null })
    const lost = createSealer('nowhere', { key: Buffer.alloc(32, 9).toString('base64url') })
    const sealedSecret = await lost.seal('x', secondFactorPlace('chloe'))
    const secondFactor = { sealedSecret, confirmedAt: '2026-01-01T00:00:00.000Z', lastStep: 0, recoveryHashes: [] }
    await store.saveUser(user('chloe', { secondFactor }))
    await store.close()
    await start()
    expect((await keyFiles())[1]).not.toBeNull()
  })
})

describe('a server, over a data folder that holds nothing sealed,', () => {
  it('draws a key at its first start, and notes it', async () => {
    expect(await readdir(bare)).toEqual(expect.arrayContaining([SEAL_KEY_FILE, SEAL_CHECK_FILE]))
  })

  it.each([
    ['lost', () => drop(SEAL_KEY_FILE)],
    ['replaced', otherKey],
  ])('goes on when its key is %s: nothing is lost with it', async (_, lose) => {
    await useCopyOf(bare)
    await lose()
    const [, noted] = await keyFiles()
    await start()
    const [key, now] = await keyFiles()
    expect(key).not.toBe(await readFile(path.join(bare, SEAL_KEY_FILE), 'utf8'))
    expect(now).not.toBe(noted)
  })
})
