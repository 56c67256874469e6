import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AppError } from '../../../src/platform/model/app-error.js'
import { expectProblem } from './clients.js'
import { startTestServer, type TestServer } from './harness.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-models-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function useServer(options: Parameters<typeof startTestServer>[0], use: (server: TestServer) => Promise<void>) {
  const server = await startTestServer(options)
  try {
    await use(server)
  } finally {
    await server.stop()
  }
}

/** A folder that looks like a model and is not. */
async function brokenModel(): Promise<string> {
  const modelDir = join(folder, 'broken')
  await mkdir(join(modelDir, 'onnx'), { recursive: true })
  await writeFile(join(modelDir, 'config.json'), '{"model_type":"bert"}')
  await writeFile(join(modelDir, 'tokenizer.json'), '{"version":"1.0"')
  await writeFile(join(modelDir, 'tokenizer_config.json'), '{}')
  await writeFile(join(modelDir, 'onnx', 'model_quantized.onnx'), 'not a model')
  return modelDir
}

async function expectDegraded(server: TestServer): Promise<void> {
  const { status, body, text } = await server.fetch('/readyz')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'degraded',
    storage: 'writable',
    stopping: false,
    model: 'unavailable',
    encoderVersion: null,
  })
  expect(body.modelReason).toMatch(/^GUICHET_MODEL_DIR: ./)
  expect(body.content).toEqual([
    {
      communeId: 'villebourg',
      version: expect.any(String),
      entries: expect.any(Number),
      searchedBy: 'words',
      own: false,
      progress: null,
      unreadable: false,
    },
  ])
  expect(body.content[0].entries).toBeGreaterThan(79)
  expect(text).not.toContain(folder)
  expect(text).not.toContain(tmpdir())
}

async function expectService(server: TestServer): Promise<void> {
  const agent = await server.signIn()
  await agent.beAvailable()
  const citizen = await server.startConversation()
  const { replies } = await citizen.say('renouveler ma carte d’identité')
  expect(['card', 'choice']).toContain(replies[0]?.payload.type)
  const { handoff } = await citizen.say('je veux parler à un agent', { choice: 'human' })
  expect(handoff?.status).toBe('pending')
  const [item] = (await agent.queue()).pending
  expect((await agent.act(item?.id ?? '', 'claim')).status).toBe(200)
}

describe('GET /readyz', () => {
  it('says that the model is missing; the server still answers, and still hands over', () =>
    useServer({ config: { modelDir: join(folder, 'nowhere') } }, async (server) => {
      await expectDegraded(server)
      await expectService(server)
    }))

  it('says that the model is broken; the server still answers, and still hands over', async () => {
    const modelDir = await brokenModel()
    await useServer({ config: { modelDir } }, async (server) => {
      await expectDegraded(server)
      await expectService(server)
    })
  })

  it('is not ready when nothing can be written; the process lives, and says what is wrong', () => {
    const refuse = () =>
      Promise.reject(new AppError('storage_unavailable', 503, { cause: new Error('ENOSPC /srv/data') }))
    let isFull = false
    return useServer(
      {
        wrapStore: (store) => ({
          ...store,
          check: () => (isFull ? refuse() : store.check()),
          createConversation: (...input) => (isFull ? refuse() : store.createConversation(...input)),
        }),
      },
      async (server) => {
        isFull = true
        const { status, body, text } = await server.fetch('/readyz')
        expect([status, body.status, body.storage]).toEqual([503, 'not_ready', 'unavailable'])
        expect(text).not.toContain('/srv')
        expect((await server.fetch('/healthz')).body).toEqual({ status: 'alive' })
        expectProblem(await server.call('POST', '/conversations'), 503, 'storage_unavailable')
        expect((await server.call('POST', '/ask', { body: { question: 'passeport' } })).status).toBe(200)
      },
    )
  })
})

describe('GET /metrics', () => {
  it('measures the process for Prometheus, and no person', () =>
    useServer({}, async (server) => {
      const citizen = await server.startConversation()
      await citizen.say('mot-que-nul-autre-ne-dit')
      const { status, headers, text } = await server.fetch('/metrics')
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^text\/plain/)
      expect(text).toMatch(/^guichet_process_resident_memory_bytes \d+/m)
      expect(text).not.toContain(citizen.id)
      expect(text).not.toContain('mot-que-nul-autre')
    }))
})
