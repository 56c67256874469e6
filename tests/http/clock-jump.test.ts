import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startTestServer, type TestServer } from './harness.js'

let server: TestServer
let steady = 0

beforeAll(async () => {
  server = await startTestServer({ steadyMs: () => steady, captureLogs: true })
})
afterAll(() => server?.stop())

/** Time passes, and the clock with it. */
async function pass(minutes: number) {
  steady += minutes * 60_000
  server.clock.advance({ minutes })
  await server.app.sweep()
}

describe('a clock that jumps', () => {
  it('erases nothing for an hour, and says so', async () => {
    const { id } = await server.startConversation()
    await pass(1)
    server.clock.advance({ hours: 24 * 60 })
    await pass(1)
    expect(await server.store.getConversation(id)).toBeDefined()
    expect(server.logs()).toContain('the clock was moved')
    await pass(59)
    expect(await server.store.getConversation(id)).toBeDefined()
    await pass(2)
    expect(await server.store.getConversation(id)).toBeUndefined()
  })

  it('back an hour, keeps the order of messages and goes on answering', async () => {
    const citizen = await server.startConversation()
    await citizen.say('horaires de la mairie')
    server.clock.advance({ hours: -1 })
    await server.app.sweep()
    await citizen.say('tarif de la piscine')
    const { messages } = await citizen.read()
    const said = messages.filter(({ author }) => author === 'citizen').map(({ payload }) => payload)
    expect(said).toMatchObject([{ text: 'horaires de la mairie' }, { text: 'tarif de la piscine' }])
  })
})
