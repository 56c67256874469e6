import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { leaveOperatorCommand } from '../../../src/store/operator-commands.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

const HOUR = 60

let server: TestServer
let steady = 0

beforeEach(async () => {
  steady = 0
  server = await startTestServer({ steadyMs: () => steady, boot: 'boot 1', host: 'mairie-1', captureLogs: true })
  await pass(25 * HOUR)
})
afterEach(() => server?.stop())

/** Time passes, and the clock with it. */
async function pass(minutes: number) {
  steady += minutes * 60_000
  server.clock.advance({ minutes })
  await server.app.sweep()
}

const clockOf = async () => (await server.fetch('/readyz')).body.clock
const measured = async () => /^guichet_clock_doubted (\d)$/m.exec((await server.fetch('/metrics')).text)?.[1]

describe('a clock that jumps', () => {
  it('60 days ahead erases nothing until it is right, and is told in the log, the metrics, /readyz and the administration', async () => {
    const { id } = await server.startConversation()
    expect(await clockOf()).toEqual({ status: 'sure', since: null, byS: null })
    expect(await measured()).toBe('0')
    const since = new Date(server.clock.now().getTime() + 60_000).toISOString()
    server.clock.advance({ hours: 24 * 60 })
    await pass(1)
    expect(await server.store.getConversation(id)).toBeDefined()
    expect(server.logs()).toContain('the clock is doubted')
    expect(await clockOf()).toEqual({ status: 'doubted', since, byS: 60 * 86_400 })
    expect(await measured()).toBe('1')
    const { status, body } = await server.fetch('/readyz')
    expect([status, body.status]).toEqual([200, 'degraded'])
    expect(JSON.stringify(body)).not.toContain('mairie-1')
    const admin = await server.signIn('admin@villebourg.example')
    const { clock } = (await admin.call('GET', '/admin/retention?within=0')).body
    const doubt = { host: 'mairie-1', since, byS: 60 * 86_400, against: 'note' }
    expect(clock).toEqual({ status: 'doubted', doubts: [doubt], leftH: 0 })

    await pass(20 * 24 * HOUR)
    expect(await server.store.getConversation(id)).toBeDefined()
    server.clock.advance({ hours: -24 * 60 })
    await pass(1)
    expect(server.logs()).toContain('the clock agrees again')
    expect((await clockOf()).status).toBe('sure')
    expect(await server.store.getConversation(id)).toBeDefined()
    await pass(11 * 24 * HOUR)
    expect(await server.store.getConversation(id)).toBeUndefined()
  })

  it('goes on serving citizens and agents', async () => {
    server.clock.advance({ hours: 24 * 60 })
    await pass(1)
    const citizen = await server.startConversation()
    expect((await citizen.say('horaires de la mairie')).replies).not.toEqual([])
    const agent = await server.signIn()
    await agent.beAvailable()
    expect((await agent.queue()).availableAgents).toBe(1)
  })

  it('is accepted by an operator command, which the audit tells', async () => {
    server.clock.advance({ hours: 24 * 60 })
    await pass(1)
    expect((await clockOf()).status).toBe('doubted')
    const wallMs = server.clock.now().getTime()
    const clock = { id: 'order', boot: 'boot 1', steadyMs: steady, wallMs, userName: 'Ligne de commande (root)' }
    await leaveOperatorCommand(server.dataDir, { at: new Date(wallMs).toISOString(), clock })
    await pass(1)
    expect((await clockOf()).status).toBe('sure')
    const admin = await server.signIn('admin@villebourg.example')
    const { rows } = (await admin.call('GET', '/admin/audit?kind=settings')).body
    expect(rows).toMatchObject([
      { action: 'clock_accepted', userName: 'Ligne de commande (root)', target: { id: 'clock' } },
    ])
  })

  it('back an hour, keeps the order of messages and goes on answering', async () => {
    const citizen = await server.startConversation()
    await citizen.say('horaires de la mairie')
    server.clock.advance({ hours: -1 })
    await server.app.sweep()
    expect((await clockOf()).byS).toBe(-3_600)
    await citizen.say('tarif de la piscine')
    const { messages } = await citizen.read()
    const said = messages.filter(({ author }) => author === 'citizen').map(({ payload }) => payload)
    expect(said).toMatchObject([{ text: 'horaires de la mairie' }, { text: 'tarif de la piscine' }])
  })

  it('does not keep erasures that are noted for backups, nor what other software was told, from being kept', async () => {
    const kept: string[] = []
    for (const verb of ['dropErasuresOlderThan', 'dropOldDeliveries'] as const) {
      const store = server.store
      const former = store[verb] as (input: never) => Promise<never>
      Object.assign(store, {
        [verb]: (input: never) => {
          kept.push(verb)
          return former(input)
        },
      })
    }
    server.clock.advance({ hours: 24 * 60 })
    await pass(1)
    expect(kept).toEqual([])
    server.clock.advance({ hours: -24 * 60 })
    await pass(1)
    expect(kept).toEqual(['dropOldDeliveries', 'dropErasuresOlderThan'])
  })
})
