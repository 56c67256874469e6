import dns from 'node:dns'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { loadEncoder } from '../../src/search/encoder.js'
import { startTestServer } from '../platform/http/harness.js'

/** Every connection that this process opens and every name that it looks up, until the test ends. */
function recordOutside(): { connections: string[]; names: string[] } {
  const record = { connections: [] as string[], names: [] as string[] }
  const connect = net.Socket.prototype.connect
  jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (this: net.Socket, ...input: unknown[]) {
    record.connections.push(targetOf(input))
    return connect.apply(this, input as Parameters<typeof connect>)
  })
  for (const look of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
    const real = dns[look] as (...input: unknown[]) => void
    jest.spyOn(dns, look).mockImplementation(((name: string, ...rest: unknown[]) => {
      record.names.push(name)
      real(name, ...rest)
    }) as never)
  }
  return record
}

/** `host:port`, or the path of a local socket. Node wraps the arguments in a list when it has read them already. */
function targetOf([first, second]: unknown[]): string {
  if (Array.isArray(first)) return targetOf(first)
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as net.TcpNetConnectOpts & { path?: string }
    return path ?? `${host ?? 'localhost'}:${port}`
  }
  return `${typeof second === 'string' ? second : 'localhost'}:${first}`
}

afterEach(() => {
  jest.restoreAllMocks()
})

describe('the recorder of these tests', () => {
  it('sees a connection and a name, however they are asked for', async () => {
    const record = recordOutside()
    const refused = (socket: net.Socket) => new Promise((resolve) => socket.once('error', resolve))
    await refused(net.connect(9, '127.0.0.1'))
    await refused(net.connect({ host: '127.0.0.1', port: 9 }))
    await fetch('http://localhost:59999/').catch(() => undefined)
    await new Promise((resolve) => dns.lookup('localhost', resolve))
    expect(record.connections.filter((target) => target === '127.0.0.1:9')).toHaveLength(2)
    expect(record.connections).toContain('localhost:59999')
    expect(record.names).toContain('localhost')
  })
})

describe('the server', () => {
  it('opens no connection during a whole story of a citizen and an agent', async () => {
    const record = recordOutside()
    const server = await startTestServer()
    const agent = await server.signIn()
    const console = await agent.stream()
    await agent.beAvailable()
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await citizen.say('renouveler ma carte d’identité')
    await citizen.say('Ce n’est pas ma question', { choice: 'none' })
    await citizen.say('zzyzx blorp')
    await citizen.say('je veux parler à quelqu’un', { choice: 'human' })
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await agent.act(handoffId, 'claim')
    await agent.act(handoffId, 'messages', { clientId: 'agent-sov1', text: 'Bonjour' })
    await stream.next('message', ({ author }) => author === 'agent')
    await citizen.say('mon adresse est jeanne@exemple.fr, voyez https://exemple.fr')
    await agent.act(handoffId, 'resolve', { resolution: 'answered' })
    await console.next('queue')
    await server.call('POST', '/ask', { body: { question: 'passeport' } })
    for (const path of ['/', '/widget.js', '/readyz', '/metrics', '/api/v1/openapi.json']) await server.fetch(path)
    await server.app.sweep()
    await server.stop()
    const own = new URL(server.url).host
    expect(record.connections.length).toBeGreaterThan(0)
    expect([...new Set(record.connections)]).toEqual([own])
    // An address in figures is looked up too, and found without asking anyone.
    expect(record.names.filter((name) => name !== '127.0.0.1')).toEqual([])
  })

  it('asks nobody for a model, be it whole, broken or missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-model-'))
    await mkdir(join(folder, 'onnx'))
    await writeFile(join(folder, 'config.json'), '{"model_type":"bert"}')
    await writeFile(join(folder, 'tokenizer.json'), '{}')
    await writeFile(join(folder, 'tokenizer_config.json'), '{}')
    await writeFile(join(folder, 'onnx', 'model_quantized.onnx'), 'not a model')
    const record = recordOutside()
    const [whole, broken, missing] = [
      await loadEncoder('models/guichet-fr'),
      await loadEncoder(folder),
      await loadEncoder(join(folder, 'guichet-fr')),
    ]
    expect([broken.status, missing.status]).toEqual(['unavailable', 'unavailable'])
    if (whole.status === 'ready') {
      await whole.encoder.encode(['carte d’identité'])
      await whole.encoder.close()
    }
    await rm(folder, { recursive: true })
    expect(record).toEqual({ connections: [], names: [] })
  })
})
