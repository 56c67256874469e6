import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { type Config, readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { AppError } from '../../src/platform/model/app-error.js'
import { createSealer } from '../../src/platform/store/sealer.js'
import type { Store } from '../../src/store/store.js'
import { listFiles } from '../platform/store/temporary-folder.js'
import { fc } from '../properties.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

let workplace: Workplace
/** A data folder that a server has left. */
let left: string
let dataDir: string
let conversationId: string
const servers: RealServer[] = []

beforeAll(async () => {
  workplace = await makeWorkplace()
  left = path.join(workplace.folder, 'left')
  const server = await RealServer.start({ ...workplace, dataDir: left })
  await signIn(server)
  const stop = { communeId: 'villebourg', stopped: true, why: 'essai' }
  const { body: begun } = await call(server, 'POST', '/api/v1/conversations', {})
  conversationId = begun.id
  for (const n of [1, 2]) {
    const headers = { authorization: `Bearer ${begun.token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ clientId: `spoilt-${n}000`, text: 'acte de naissance' })
    await fetch(`${server.url}/api/v1/conversations/${begun.id}/messages`, { method: 'POST', headers, body })
  }
  await server.kill('SIGTERM')
  // As `guichet stop-answers` leaves it: the settings of the commune get a document.
  const order = { ...stop, at: new Date().toISOString(), userId: 'command', userName: 'command' }
  await mkdir(path.join(left, 'orders'), { recursive: true })
  await writeFile(path.join(left, 'orders', '1.json'), JSON.stringify(order))
  await (await RealServer.start({ ...workplace, dataDir: left })).kill('SIGTERM')
  await createSealer(left).seal('x', 'y')
})
beforeEach(async () => {
  dataDir = path.join(workplace.folder, 'data')
  await rm(dataDir, { recursive: true, force: true })
  await cp(left, dataDir, { recursive: true })
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill('SIGKILL')
})
afterAll(() => removeWorkplace(workplace))

async function call({ url }: RealServer, method: string, address: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url + address, { method, headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

const signIn = (server: RealServer) => {
  const [account] = DEMONSTRATION_ACCOUNTS
  return call(server, 'POST', '/api/v1/session', { email: account?.email, password: DEMONSTRATION_PASSWORD })
}

async function start(settings: Record<string, string> = {}): Promise<RealServer> {
  const server = await RealServer.start({ ...workplace, dataDir, settings })
  servers.push(server)
  return server
}

/** Starts a server that must refuse. @returns what it said */
async function refused(): Promise<string> {
  const server = RealServer.launch({ ...workplace, dataDir })
  servers.push(server)
  const ended = await Promise.race([server.exited, server.says(/démonstration\s+http/).then(() => 'it serves')])
  expect(ended).toEqual({ code: 1, signal: null })
  // Words, no stack.
  expect(server.output).not.toMatch(/\n\s+at /)
  return server.output
}

const cut = (content: Buffer) => content.subarray(0, content.length / 2)
const otherBytes = (content: Buffer) => Buffer.alloc(content.length, 0xa7)

async function spoil(name: string, spoiling: (content: Buffer) => Buffer): Promise<void> {
  const file = path.join(dataDir, name)
  await writeFile(file, spoiling(await readFile(file)))
}

describe('a server', () => {
  it.each([
    ['users.json', cut],
    ['settings/villebourg.json', () => Buffer.from('{}')],
  ])('refuses to start without %s and its former version', async (name, spoiling) => {
    await spoil(name, spoiling)
    await writeFile(path.join(dataDir, `${name}.bak`), 'x')
    const said = await refused()
    expect(said).toContain(path.join(dataDir, name))
    expect(said).toMatch(/Put it back from a backup/)
  })

  it('starts with the former version of its accounts, and without its key', async () => {
    await spoil('users.json', otherBytes)
    await rm(path.join(dataDir, 'seal.key'))
    expect((await signIn(await start())).status).toBe(200)
  })

  it('refuses to start with a key that is none or cannot be read, and leaves it as it is', async () => {
    const key = path.join(dataDir, 'seal.key')
    await spoil('seal.key', cut)
    const content = await readFile(key)
    const said = await refused()
    expect(said).toContain(`${key} holds no key`)
    expect(said).toMatch(/Put back the copy/)
    expect(await readFile(key)).toEqual(content)
    await rm(key)
    await mkdir(key)
    expect(await refused()).toContain('seal.key cannot be read (EISDIR)')
  })
})

/** What a store knows of what was acknowledged, or that it is refused. */
async function knownIn(store: Store) {
  const orRefused = <T>(reading: Promise<T>) =>
    reading.catch((error: AppError) => {
      expect(error.code).toBe('storage_unavailable')
      return 'refused' as const
    })
  return {
    accounts: (await store.listUsers()).map(({ email }) => email).sort(),
    isStopped: (await store.readAnswersSwitch('villebourg'))?.stopped,
    messages: await orRefused(store.listMessages(conversationId, 0)),
  }
}

const spoilings = fc.oneof(
  fc.constant(() => Buffer.alloc(0)),
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((share) => (content: Buffer) => content.subarray(0, share * content.length)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => () => Buffer.from(bytes)),
)

describe('any one file of a data folder that is cut, emptied or made of other bytes', () => {
  it('is served from its former version, or refused by its name; accounts are never silently none', async () => {
    const files = (await listFiles(left)).filter((name) => !name.startsWith('lock'))
    expect(files).toEqual(expect.arrayContaining(['users.json', 'users.json.bak', 'seal.key', 'sessions.json']))
    const config = {
      ...readConfig({ GUICHET_DATA_DIR: dataDir, PORT: '0' }),
      modelDir: path.join(workplace.folder, 'no-model'),
    }
    const whole = await read(config)
    if ('said' in whole) throw new Error(whole.said)
    expect(whole).toMatchObject({ known: { isStopped: true, accounts: { length: DEMONSTRATION_ACCOUNTS.length } } })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), spoilings, fc.boolean(), async (name, spoiling, hasFormer) => {
        // Each its own: a store that was opened before its start was refused holds its folder until the process ends.
        run += 1
        dataDir = path.join(workplace.folder, `spoilt-${run}`)
        await cp(left, dataDir, { recursive: true })
        await spoil(name, spoiling)
        if (!hasFormer) await rm(path.join(dataDir, `${name}.bak`), { force: true })
        const found = await read({ ...config, dataDir })
        if ('said' in found) return expect(found.said).toContain(path.join(dataDir, name))
        const { messages, ...decided } = found.known
        const { messages: all, ...expected } = whole.known
        expect(decided).toEqual(expected)
        // At most the last write of the conversation is missing: a message, and the answer to it.
        if (messages !== 'refused') expect([all.length - 2, all.length]).toContain(messages.length)
        if (messages !== 'refused') expect(all.slice(0, messages.length)).toEqual(messages)
        else expect(name).toContain(conversationId)
      }),
      { numRuns: 15 },
    )
  })

  async function read(config: Config) {
    try {
      const app = await createApp(config, { logger: SILENT_LOGGER })
      const known = await knownIn(app.store)
      await app.stop()
      return { known }
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      return { said: String(((error as AppError).cause as Error).message) }
    }
  }
})

const MODEL = 'onnx/model_quantized.onnx'
const MODELS: [string, string, (content: Buffer) => Buffer][] = [
  ['is cut', MODEL, cut],
  // It loads, and gives other vectors than those that it was calibrated with.
  ['has a weight of another value', MODEL, (content) => withByte(content, content.length >> 1)],
  ['has a tokenizer that is cut', 'tokenizer.json', cut],
  ['has a configuration of another shape', 'config.json', () => Buffer.from('[]')],
  ['has a calibration that is cut', 'calibration.json', cut],
]

function withByte(content: Buffer, place: number): Buffer {
  const other = Buffer.from(content)
  other[place] = (other[place] ?? 0) ^ 0x55
  return other
}

describe('a server whose model', () => {
  it.each(MODELS)('%s searches by words alone, and says so', async (_, file, spoiling) => {
    const modelDir = path.join(workplace.folder, 'model')
    await rm(modelDir, { recursive: true, force: true })
    await cp('models/guichet-fr', modelDir, { recursive: true })
    await writeFile(path.join(modelDir, file), spoiling(await readFile(path.join(modelDir, file))))
    // Answers that wait for nobody.
    await rm(path.join(dataDir, 'settings'), { recursive: true })
    const server = await start({ GUICHET_MODEL_DIR: modelDir })
    await server.says(/modèle n’est pas utilisable.*\nRemettez le dossier du modèle/)
    expect(server.output).not.toMatch(/\n\s+at /)
    const ready = await fetch(`${server.url}/readyz`).then((answer) => answer.json())
    expect(ready).toMatchObject({ status: 'degraded', model: 'unavailable', encoderVersion: null })
    expect(ready.modelReason).toMatch(/GUICHET_MODEL_DIR|the calibration is for/)
    const { body } = await call(server, 'POST', '/api/v1/ask', { question: 'où demander un acte de naissance ?' })
    // Built-in weights ask back where fitted ones answer.
    expect(body.outcome).toMatch(/answered|clarification/)
    expect(body.candidates[0].title).toMatch(/naissance/i)
    const nonsense = await call(server, 'POST', '/api/v1/ask', { question: 'quelle est la couleur du cheval blanc ?' })
    expect(nonsense.body.outcome).not.toBe('answered')
  })
})
