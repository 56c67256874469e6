import { createHash } from 'node:crypto'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { StartedView } from '../../src/features/conversations/contract.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

let workplace: Workplace
const servers: RealServer[] = []

beforeAll(async () => {
  workplace = await makeWorkplace()
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill('SIGKILL')
})
afterAll(() => removeWorkplace(workplace))

async function start(): Promise<RealServer> {
  const server = await RealServer.start(workplace)
  servers.push(server)
  return server
}

/** Words that nothing else in the data folder has. */
const WORDS = [
  'zibeline',
  'farandole',
  'Quetzalcoatl',
  '+33612345678',
  '06 12 34 56 78',
  'quetzal@example.org',
  '06 39 98 55 12',
]

interface Citizen {
  started: StartedView
  reference: string
}

function call({ url }: RealServer, { id, token }: StartedView, method: string, rest: string, body?: unknown) {
  return fetch(`${url}/api/v1/conversations/${id}${rest}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** Talks, gives an opinion, and leaves a message with every way to be reached. */
async function talk(server: RealServer): Promise<Citizen> {
  const response = await fetch(`${server.url}/api/v1/conversations`, { method: 'POST' })
  const started = (await response.json()) as StartedView
  for (const [index, text] of ['une zibeline dans le grenier', 'farandole du 14 juillet'].entries()) {
    const sent = await call(server, started, 'POST', '/messages', { clientId: `erase-000${index}`, text })
    expect(sent.status).toBe(200)
  }
  const message = {
    kind: 'message',
    name: 'Quetzalcoatl',
    phone: WORDS[4],
    email: WORDS[5],
    text: 'zibeline encore, 06 39 98 55 12',
  }
  const left = await call(server, started, 'POST', '/handoff', message)
  expect(left.status).toBe(201)
  const { reference } = (await left.json()) as { reference: string }
  return { started, reference }
}

/** Every trace of a citizen in a file of the data folder, names of files included. */
async function tracesOf({ started: { id, token }, reference }: Citizen): Promise<string[]> {
  const secrets = [...WORDS, id, token, createHash('sha256').update(token).digest('base64url'), reference]
  const found: string[] = []
  for (const file of await filesOf(workplace.dataDir)) {
    const text = `${file}\n${(await readFile(file)).toString('utf8')}`
    found.push(...secrets.filter((secret) => secret && text.includes(secret)).map((secret) => `${file}: ${secret}`))
  }
  return found
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

const documentsOf = async ({ id }: StartedView) =>
  (await filesOf(workplace.dataDir)).filter((file) => file.includes(id))

describe('a conversation that its citizen erases', () => {
  it('is nowhere in the data folder: no word, id, key, name, phone or reference, in no former version', async () => {
    const server = await start()
    const citizen = await talk(server)
    expect(citizen.reference).toMatch(/^[A-Z]{2}-/)
    // What the test looks for is really there before.
    const before = await tracesOf(citizen)
    for (const secret of ['zibeline', 'farandole', 'Quetzalcoatl', citizen.started.id, citizen.reference])
      expect(before.join('\n')).toContain(secret)
    expect(before.some((trace) => trace.includes('.bak'))).toBe(true)
    // What was masked for an agent is there sealed, never in clear.
    expect(before.join('\n')).not.toContain('06 39 98 55 12')
    // The key itself is never stored.
    expect(before.join('\n')).not.toContain(citizen.started.token)

    expect((await call(server, citizen.started, 'DELETE', '')).status).toBe(204)
    expect(await tracesOf(citizen)).toEqual([])
    expect((await call(server, citizen.started, 'GET', '/messages')).status).toBe(404)
    // Counters are written a little later, and have no words.
    await server.kill('SIGTERM')
    expect(await tracesOf(citizen)).toEqual([])
  })

  it('leaves nothing of what a crash had left half written', async () => {
    const first = await start()
    const citizen = await talk(first)
    await first.kill('SIGKILL')
    const [document = ''] = (await documentsOf(citizen.started)).filter((file) => file.endsWith('.json'))
    await copyFile(document, `${document}.0f0f0f0f-0000-4000-8000-000000000000.tmp`)
    const second = await start()
    expect((await call(second, citizen.started, 'DELETE', '')).status).toBe(204)
    expect(await tracesOf(citizen)).toEqual([])
  })

  it('is whole or erased when the server is killed meanwhile, and asking again finishes it', async () => {
    for (const delayMs of [0, 2]) {
      const first = await start()
      const citizen = await talk(first)
      const asked = call(first, citizen.started, 'DELETE', '').then(
        ({ status }) => status,
        () => null,
      )
      await wait(delayMs)
      await first.kill('SIGKILL')
      const acknowledged = await asked
      // What was acknowledged is gone, whatever came next.
      if (acknowledged === 204) expect(await tracesOf(citizen)).toEqual([])
      const second = await start()
      const again = await call(second, citizen.started, 'DELETE', '')
      expect([204, 404]).toContain(again.status)
      expect(await tracesOf(citizen)).toEqual([])
      await second.kill('SIGKILL')
    }
  })
})
