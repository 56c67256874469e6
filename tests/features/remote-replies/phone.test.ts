import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { totpCode, totpStep } from '../../../src/features/accounts/totp.js'
import { fromBase32 } from '../../platform/http/base32.js'
import type { Citizen, StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { headersOf, MailServer, textOf } from '../mail/mail-server.js'

const smtp = new MailServer()
let server: TestServer
let agent: StaffMember
let citizen: Citizen

beforeAll(async () => {
  const port = await smtp.listen()
  server = await startTestServer({
    entries: ['carte-identite'],
    config: {
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'Mairie <mairie@villebourg.example>' },
      publicUrl: 'https://mairie.example',
    },
  })
})
afterAll(async () => {
  await server.stop()
  await smtp.close()
})

beforeEach(async () => {
  server.clock.set(OPEN)
  smtp.received.length = 0
  agent = await server.signIn(AGENT)
  const chosen = await agent.call('PUT', '/account/reply-ways', { ways: ['mail'], language: 'fr' })
  expect(chosen.body).toEqual({ ways: [{ way: 'mail', chosen: true }] })
  citizen = await server.startConversation({ communeId: 'villebourg' })
})

/** Leaves a message, and has its agent told. @returns the secret of the link in her mail */
async function told(text = 'Où est la crèche ?', to = AGENT): Promise<string> {
  const left = await citizen.call('POST', '/handoff', { kind: 'message', name: 'Jeanne', email: 'j@example.fr', text })
  expect(left.status).toBe(201)
  await server.app.sweep()
  await server.app.sweep()
  const mails = smtp.received.filter((one) => one.to.includes(to))
  expect(mails).toHaveLength(1)
  const [mail] = mails
  if (!mail) throw new Error('nobody was told')
  expect(textOf(mail)).toContain(text)
  expect(headersOf(mail).get('subject')).not.toContain('crèche')
  return /repondre#lien=([\w-]{43})/.exec(textOf(mail))?.[1] ?? ''
}
const open = (link: string, more = {}) => server.call('POST', '/reply-links/open', { body: { link, ...more } })
const ask = (secret: string, method: string, path: string, body?: unknown) =>
  server.call(method, `/reply-links/${path}`, { headers: { authorization: `Bearer ${secret}` }, body })
const answer = (secret: string, text: string, clientId = 'from-the-phone') =>
  ask(secret, 'POST', 'answers', { clientId, text })

describe('a link of one use', () => {
  it('opens one request on one phone, whose answer takes it and reaches its citizen', async () => {
    const link = await told()
    const { status, body } = await open(link)
    expect([status, body.request.held, body.request.commune]).toEqual([200, false, 'Villebourg-sur-Loire'])
    expect(body.request.question).toBe('Où est la crèche ?')
    expect((await open(link)).body.code).toBe('unknown_link')
    const said = await answer(body.secret, 'Rue Haute, écrivez à moi@exemple.fr')
    expect([said.status, said.body.held]).toEqual([200, true])
    await answer(body.secret, 'Rue Haute, écrivez à moi@exemple.fr')
    const agents = (await citizen.read()).messages.filter(({ author }) => author === 'agent')
    expect(agents).toMatchObject([{ payload: { text: expect.stringMatching(/^Rue Haute, écrivez à \[/) } }])
    const ended = await ask(body.secret, 'POST', 'end', { resolution: 'done' })
    expect(ended.status).toBe(204)
    expect((await ask(body.secret, 'GET', 'request')).body.code).toBe('unknown_link')
  })

  it('lets in to nothing else: no route of the staff takes what the phone holds', async () => {
    const { body } = await open(await told())
    for (const headers of [
      { authorization: `Bearer ${body.secret}` },
      { cookie: `__Host-guichet=${body.secret}` },
      { cookie: `__Host-guichet=${body.secret}`, authorization: `Bearer ${body.secret}` },
    ] as Record<string, string>[])
      for (const path of ['/agent/queue', '/account', '/session', `/conversations/${citizen.id}/messages`])
        expect([path, (await server.call('GET', path, { headers })).status]).toEqual([path, 401])
  })

  it('is worth nothing after twelve hours, nor the phone after half an hour without a press', async () => {
    const link = await told()
    server.clock.advance({ hours: 12 })
    expect((await open(link)).status).toBe(404)
    server.clock.set(OPEN)
    const { body } = await open(link)
    server.clock.advance({ minutes: 29 })
    expect((await ask(body.secret, 'GET', 'request')).status).toBe(200)
    server.clock.advance({ minutes: 2 })
    expect((await ask(body.secret, 'GET', 'request')).status).toBe(404)
  })

  it('ends when a colleague takes the request, in one sentence that names her', async () => {
    const { body } = await open(await told())
    const other = await server.signIn(OTHER_AGENT)
    const id = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    expect((await other.act(id, 'claim')).status).toBe(200)
    const refused = await answer(body.secret, 'Rue Haute.')
    expect([refused.status, refused.body.code]).toEqual([409, 'handoff_taken'])
    expect(refused.body.detail).toMatch(/a déjà pris cette demande/)
  })

  it('ends with the sessions of its account, and with the account', async () => {
    const link = await told()
    const user = await server.store.getUser(agent.userId)
    if (!user) throw new Error('no agent')
    await server.store.saveUser({ ...user, generation: (user.generation ?? 0) + 1 })
    expect((await open(link)).status).toBe(404)
    await server.store.saveUser({ ...user, deactivatedAt: OPEN })
    expect((await open(link)).status).toBe(404)
    await server.store.saveUser(user)
    expect((await open(link)).status).toBe(200)
  })

  it('asks for the code of an account that has one, and for no answer by mail', async () => {
    await agent.call('PUT', '/account/reply-ways', { ways: [], language: 'fr' })
    const email = 'prudente@villebourg.example'
    const careful = await server.signInAs({ email, roles: ['agent'], communeId: 'villebourg' })
    const proposed = await careful.call('POST', '/account/second-factor', { password: DEMONSTRATION_PASSWORD })
    const secret = fromBase32(proposed.body.secret)
    const code = (ahead = 0) => totpCode(secret, totpStep(server.clock.now()) + ahead)
    const { body: renewed } = await careful.call('POST', '/account/second-factor/confirm', { code: code() })
    expect(renewed.account.secondFactor).not.toBeNull()
    const user = await server.store.getUser(careful.userId)
    const wish = { userId: careful.userId, communeId: 'villebourg', way: 'mail' as const, language: 'fr' as const }
    server.clock.advance({ minutes: 1 })
    await server.store.saveReplyWish({ ...wish, since: server.clock.now().toISOString() })
    const link = await told('Où est la piscine ?', email)
    const mail = smtp.received.find((one) => one.to.includes(email))
    expect(mail && headersOf(mail).has('reply-to')).toBe(false)
    expect((await open(link)).body.code).toBe('second_factor_needed')
    expect((await open(link, { code: '000000' })).body.code).toBe('second_factor_wrong')
    server.clock.advance({ minutes: 1 })
    expect((await open(link, { code: code() })).status).toBe(200)
    await server.store.dropReplyWish(careful.userId, 'mail')
    expect(user?.generation).toBeDefined()
  })
})
