import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import express from 'express'
import { SILENT_LOGGER } from '../../../src/log.js'
import { letBodyTakeTime, limitBodyTime } from '../../../src/platform/http/body-time.js'
import { openStream, type StreamNeeds } from '../../../src/platform/http/open-stream.js'
import { createStreamPlaces } from '../../../src/platform/http/stream-places.js'
import { startTestServer, type TestServer } from './harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

/** What a raw connection is told until the server ends it. */
function connection(
  head: string,
  { url = server.url, rest }: { url?: string; rest?: Promise<string> } = {},
): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(head)
      void rest?.then((end) => socket.write(end))
    })
    socket.on('data', (piece) => {
      text += piece.toString()
    })
    socket.once('error', () => {})
    socket.once('close', () => resolve(text))
  })
}

describe('headers', () => {
  it('that do not end are waited for ten seconds, not the minute that Node gives', async () => {
    expect(await connection('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408 /)
  }, 40_000)

  it('are 16 kB at most', async () => {
    const ask = (size: number) =>
      connection(`GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: ${'a'.repeat(size)}\r\n\r\n`)
    expect(await ask(15_000)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await ask(17_000)).toMatch(/^HTTP\/1\.1 431 /)
  })
})

describe('a server that leaves', () => {
  const ask = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'

  it('keeps no connection open for another request', async () => {
    const own = await startTestServer()
    own.app.beginLeave()
    expect(await connection(ask, { url: own.url })).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/)
    await own.stop()
  })

  describe('while somebody never ends what she began to say', () => {
    let own: TestServer
    beforeAll(async () => {
      own = await startTestServer()
    })

    it('waits for no such caller', async () => {
      const caller = connection('GET /healthz HTTP/1.1\r\nX-Slow: ', { url: own.url })
      // Once another was answered, the first is known to the server.
      await own.fetch('/healthz')
      await own.stop()
      expect(await caller).toBe('')
    }, 9_000)
  })
})

describe('a body that is still coming', () => {
  it('keeps no connection open once its call was refused', async () => {
    for (const [path, status] of [
      ['/api/v1/admin/packs', 401],
      ['/api/v1/admin/imports/service-public/archive', 401],
      ['/rien', 404],
    ] as const) {
      const type = 'Content-Type: application/json'
      const answer = await connection(`POST ${path} HTTP/1.1\r\nHost: a\r\n${type}\r\nContent-Length: 1000\r\n\r\n{`)
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}[\\s\\S]*\r\nConnection: close\r\n`))
    }
  })

  it('has a time to come, unless it is a file of somebody who is known', async () => {
    const app = express()
    app.use(limitBodyTime(200))
    app.use('/file', letBodyTakeTime)
    app.use(express.json(), (_request, response) => {
      response.end('taken')
    })
    const listening = app.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{`
    expect(await connection(head('/'), { url })).toMatch(/^HTTP\/1\.1 408 /)
    // The rest comes once the other's time is over.
    const file = connection(head('/file'), { url, rest: connection(head('/'), { url }).then(() => '}') })
    expect(await file).toMatch(/^HTTP\/1\.1 200 [\s\S]*taken$/)
    listening.close()
  })

  it('has twenty seconds at the server', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout')
    const type = 'Content-Type: application/json'
    const answer = connection(`POST /api/v1/ask HTTP/1.1\r\nHost: a\r\n${type}\r\nContent-Length: 20\r\n\r\n{`)
    const due = () => timers.mock.calls.find(([, ms]) => ms === 20_000)?.[0]
    while (!due()) await pause(5)
    const end = due()
    timers.mockRestore()
    end?.()
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('a stream that its reader does not read', () => {
  it('is cut once a megabyte waits for her', async () => {
    const ended = new Promise<void>((resolve, reject) => {
      const app = express()
      app.get('/', async (request, response) => {
        const stream = await openStream({ request, response, owner: 'her' }, HARMLESS)
        stream.onEnd(resolve)
        // What the system keeps for a connection is more than that megabyte.
        for (let n = 0; n < 400 && !response.destroyed; n += 1) stream.push('message', 'a'.repeat(64 * 1024))
        if (!response.destroyed) reject(new Error('nothing was cut'))
      })
      const listening = app.listen(0, '127.0.0.1', () => {
        const { port } = listening.address() as AddressInfo
        const reader = connect(port, '127.0.0.1', () => reader.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
        reader.pause().once('error', () => {})
        reader.once('close', () => listening.close())
        ended.then(
          () => reader.destroy(),
          () => reader.destroy(),
        )
      })
    })
    await ended
  })
})

/** What a stream needs of its server. */
const HARMLESS = {
  streamPlaces: createStreamPlaces(10),
  limits: { callerKey: () => 'x' },
  measures: { streamOpened: () => () => {} },
  hub: { onStop: () => () => {} },
  logger: SILENT_LOGGER,
} as unknown as StreamNeeds

describe('createStreamPlaces', () => {
  it('ends the oldest stream of an owner who has too many, and gives places back', () => {
    const places = createStreamPlaces(100)
    const ended: number[] = []
    const release = new Map<number, () => void>()
    for (let n = 0; n < 10; n += 1) {
      const end = () => {
        ended.push(n)
        release.get(n)?.()
      }
      release.set(n, places.take({ owner: 'a', caller: 'x' }, end))
    }
    expect(ended).toEqual([0, 1])
    for (const one of release.values()) one()
    expect(() =>
      Array.from({ length: 100 }, (_, n) => places.take({ owner: String(n), caller: 'x' }, () => {})),
    ).not.toThrow()
  })

  it('refuses a caller who has too many, and nobody else', () => {
    const places = createStreamPlaces(2)
    const [first] = ['a', 'b'].map((owner) => places.take({ owner, caller: 'x' }, () => {}))
    expect(() => places.take({ owner: 'c', caller: 'x' }, () => {})).toThrow('too_many_requests')
    expect(() => places.take({ owner: 'c', caller: 'y' }, () => {})).not.toThrow()
    first?.()
    first?.()
    expect(() => places.take({ owner: 'c', caller: 'x' }, () => {})).not.toThrow()
    expect(() => places.take({ owner: 'd', caller: 'x' }, () => {})).toThrow('too_many_requests')
  })
})

describe('streams of one conversation', () => {
  it('are eight: the ninth ends the first, and goes on', async () => {
    const citizen = await server.startConversation()
    const streams = []
    for (let n = 0; n < 9; n += 1) streams.push(await citizen.stream())
    await streams[0]?.ended
    await citizen.say('acte de naissance')
    await streams[8]?.next('message', ({ author }) => author === 'citizen')
    for (const stream of streams) stream.close()
  })

  it('may be asked for all at once: eight of them go on', async () => {
    const citizen = await server.startConversation()
    const streams = await Promise.all(Array.from({ length: 40 }, () => citizen.stream()))
    await citizen.say('acte de naissance')
    const told = await Promise.all(
      streams.map((stream) =>
        Promise.race([
          stream.ended.then(() => false),
          stream.next('message', ({ author }) => author === 'citizen').then(() => true),
        ]).catch(() => false),
      ),
    )
    expect(told.filter(Boolean)).toHaveLength(8)
    for (const stream of streams) stream.close()
  })
})
