import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { newClientId, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, CLOSED, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { type BotpressHost, startBotpressHost } from './botpress-host.js'
import { createHitlBot } from './hitl-bot.js'

const SECRET = 'zkJ3mB7wQ0xV5nT2hR8sD4fG6yL1pC9a'

let host: BotpressHost
let server: TestServer
let agent: StaffMember
let talks = 0
/** The citizen's conversation with the bot. */
let web = ''

beforeAll(async () => {
  host = await startBotpressHost()
  const botpress = { url: host.url, token: 'a-token', secret: SECRET }
  server = await startTestServer({ config: { botpress }, entries: ['carte-nationale-identite'], captureLogs: true })
  agent = await server.signIn(AGENT)
  host.run(createHitlBot(), {
    address: `${server.url}/api/v1/botpress/${SECRET}`,
    configuration: { communeId: 'villebourg' },
  })
})
afterAll(async () => {
  await server.stop()
  await host.close()
})
beforeEach(async () => {
  server.clock.set(OPEN)
  host.isAway = false
  await agent.beAvailable()
  talks += 1
  web = `web-${talks}`
  host.told.length = 0
  host.events.length = 0
})
afterEach(async () => {
  for (const { id } of await server.store.listHandoffs('villebourg', ['pending', 'assigned']))
    await agent.act(id, 'claim').then(() => agent.act(id, 'resolve', { resolution: 'answered' }))
  await until(async () => (await server.store.listRemoteTalks()).length === 0)
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 200; !(await isSo()); left -= 1) {
    if (left === 0) throw new Error(`not yet: ${JSON.stringify([texts(), host.events])}\n${server.logs()}`)
    server.clock.advance({ seconds: 1 })
    await server.app.sweep()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const texts = () => host.told.map(({ text }) => text)
const toldOf = (text: string) => until(() => texts().some((one) => one.includes(text)))
/** The bot hands its talk over. @returns the request and its conversation */
async function handOver() {
  await host.say(web, '/agent')
  const [handoff] = await server.store.listHandoffs('villebourg', ['pending'])
  if (!handoff) throw new Error('a request waits')
  return handoff
}
const sayAs = (id: string, text: string) => agent.act(id, 'messages', { clientId: newClientId(), text })

describe('a Botpress bot', () => {
  it('hands a talk over and has it back, each word on its way once, by the hitl interface', async () => {
    await host.say(web, 'Bonjour')
    const { id, conversationId, subject } = await handOver()
    expect(subject).toBe('Carte d’identité : Rappelez le [téléphone masqué]')
    expect((await agent.act(id, 'claim')).status).toBe(200)
    await toldOf('Un agent vous répond.')
    await host.say(web, 'Mon numéro est le 06 12 34 56 78')
    await sayAs(id, 'Apportez une photo.')
    await toldOf('Apportez une photo.')
    await agent.act(id, 'resolve', { resolution: 'answered' })
    await toldOf('Vous êtes de nouveau avec le robot.')
    await host.say(web, 'Et le prix ?')
    expect(texts().at(-1)).toBe('Je ne sais rien de « Et le prix ? ».')
    expect(texts().filter((text) => text === 'Apportez une photo.')).toHaveLength(1)
    expect(host.told.find(({ text }) => text === 'Apportez une photo.')?.name).toBe('Accueil')
    expect(host.events.map(({ type }) => type)).toEqual(['hitlAssigned', 'hitlStopped'])
    const stored = await server.store.listMessages(conversationId, 0)
    const said = stored.map(({ author, payload }) => [author, payload.type === 'text' ? payload.text : payload.type])
    expect(said.slice(0, 2)).toEqual([
      ['citizen', 'Mon mail est [adresse e-mail masquée]'],
      ['assistant', 'Je ne sais rien.'],
    ])
    expect(said).toContainEqual(['citizen', 'Mon numéro est le [téléphone masqué]'])
    expect(JSON.stringify(stored)).not.toMatch(/0612|06 12|ada@/)
    expect(server.logs()).not.toContain(SECRET)
  })

  it('is told that nobody is there, and when somebody is', async () => {
    server.clock.set(CLOSED)
    await host.say(web, '/agent')
    expect(texts()).toEqual([expect.stringMatching(/^Personne : .*ouvr/)])
    expect(await server.store.listRemoteTalks()).toEqual([])
  })

  it('is told whom to phone when the commune is suspended', async () => {
    const how = { communeId: 'villebourg', at: OPEN, userId: 'command-line', userName: 'exploitant', why: 'Essai' }
    await server.store.suspendCommune({ ...how, stopped: true })
    await host.say(web, '/agent')
    await server.store.suspendCommune({ ...how, stopped: false })
    expect(texts()).toEqual([expect.stringMatching(/^Personne : .*suspendu/)])
    expect(await server.store.listRemoteTalks()).toEqual([])
  })

  it('is told all when it was away, in order and once, by whichever process comes next', async () => {
    const { id, conversationId } = await handOver()
    host.isAway = true
    await agent.act(id, 'claim')
    await sayAs(id, 'Un.')
    await sayAs(id, 'Deux.')
    await server.app.sweep()
    expect(texts().join()).not.toContain('Un.')
    expect((await server.store.getConversation(conversationId))?.remote?.assigned).toBeNull()
    host.isAway = false
    await toldOf('Deux.')
    expect(texts().filter((text) => /^(Un|Deux)\./.test(text))).toEqual(['Un.', 'Deux.'])
  })

  it('ends the talk by itself, and what is written afterwards reaches nobody', async () => {
    const { conversationId, id } = await handOver()
    const remote = (await server.store.getConversation(conversationId))?.remote
    const stop = { type: 'guichet:stopHitl', input: { conversationId: remote?.conversationId } }
    await host.client().callAction(stop as never)
    expect((await server.store.getHandoff(id))?.status).toBe('cancelled')
    await until(async () => (await server.store.listRemoteTalks()).length === 0)
    const late = {
      conversationId: remote?.conversationId,
      userId: 'u',
      type: 'text',
      payload: { text: 'Allô' },
      tags: {},
    }
    await expect(host.client().createMessage(late as never)).rejects.toThrow('terminée')
  })

  it('that is gone leaves no agent with a talk that nobody reads', async () => {
    const { conversationId, id } = await handOver()
    const remote = (await server.store.getConversation(conversationId))?.remote
    host.forget(remote?.conversationId ?? '')
    await agent.act(id, 'claim')
    await sayAs(id, 'Vous êtes là ?')
    await until(async () => (await server.store.getHandoff(id))?.status === 'cancelled')
    expect((await server.store.getConversation(conversationId))?.status).toBe('closed')
  })

  it.each([
    ['another secret', 'zkJ3mB7wQ0xV5nT2hR8sD4fG6yL1pC9b', {}, 401],
    ['no operation', SECRET, {}, 422],
    ['an action that is not in the contract', SECRET, { 'x-bp-operation': 'action_triggered' }, 400],
  ])('is refused with %s', async (_why, secret, more, status) => {
    const headers = {
      'content-type': 'application/json',
      'x-bot-id': 'b',
      'x-bot-user-id': 'u',
      'x-integration-id': 'i',
      'x-integration-alias': 'a',
      'x-webhook-id': 'w',
      'x-bp-type': 'readEverything',
      'x-bp-configuration': 'e30=',
      ...more,
    }
    const body = JSON.stringify({ type: 'readEverything', input: {} })
    const answer = await server.fetch(`/api/v1/botpress/${secret}`, { method: 'POST', headers, body })
    expect(answer.status).toBe(status)
  })
})
