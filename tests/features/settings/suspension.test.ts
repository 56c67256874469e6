import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem, newClientId } from '../../platform/http/clients.js'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    communes: [
      { id: 'belmont', nom: 'Belmont' },
      { id: 'corval', nom: 'Corval', quota: { conversationsPerDay: 2 } },
    ],
  })
})
afterAll(() => server.stop())

const suspend = (communeId: string, stopped: boolean) =>
  server.store.suspendCommune({
    ...{ communeId, stopped, at: server.clock.now().toISOString(), userId: 'command-line', userName: 'exploitant' },
    why: 'Essai',
  })

describe('a commune that its operator suspended', () => {
  it('takes nothing of citizens, tells each whom to phone, and leaves her what is hers; the others go on', async () => {
    const citizen = await server.startConversation({ communeId: 'belmont' })
    await citizen.say('acte de naissance')
    expect(await suspend('belmont', true)).toBe('switched')
    expect(await suspend('belmont', true)).toBe('already')
    const begun = await server.call('POST', '/conversations', { body: { communeId: 'belmont' } })
    expectProblem(begun, 503, 'commune_suspended')
    expect(plainSpaces(begun.body.detail)).toMatch(
      /^L’assistant de Belmont est suspendu pour le moment\. La mairie vous répond : 0[\d ]+, .+ 112\.$/,
    )
    for (const language of ['en', 'ar', 'uk'])
      expect(
        (
          await server.call('POST', '/conversations', {
            body: { communeId: 'belmont' },
            headers: { 'accept-language': language },
          })
        ).body.detail,
      ).toContain('112')
    const asked = await server.call('POST', '/ask', { body: { communeId: 'belmont', question: 'acte de naissance' } })
    expectProblem(asked, 503, 'commune_suspended')
    const message = { clientId: newClientId(), text: 'bonjour' }
    expectProblem(await citizen.call('POST', '/messages', message), 503, 'commune_suspended')
    expectProblem(await citizen.callAgent(), 503, 'commune_suspended')
    expect((await citizen.call('GET', '/messages?after=0')).status).toBe(200)
    expect((await citizen.call('DELETE', '')).status).toBe(204)
    const visitor = new PlainVisitor(server)
    await visitor.open('/sans-script?commune=belmont')
    expect(visitor.text).toContain('suspendu pour le moment')
    expect((await server.startConversation({ communeId: 'villebourg' })).id).toBeDefined()
    const admin = await server.signInAs({ email: 'a@belmont.example', communeId: 'belmont', roles: ['admin'] })
    const resumed = await admin.call('PUT', '/admin/answers', { stopped: false })
    expectProblem(resumed, 409, 'suspended_by_operator')
    expect(resumed.body.detail).toContain('exploitant du serveur')
    const why = { by: 'exploitant', why: 'Essai' }
    expect((await admin.call('GET', '/admin/answers')).body.stop).toMatchObject({ ...why, suspended: true })
    // What stops them holds once it is open again.
    expect((await admin.call('PUT', '/admin/answers', { stopped: true, why: 'prix faux' })).status).toBe(200)
    await suspend('belmont', false)
    const stop = async () => (await admin.call('GET', '/admin/answers')).body.stop
    while ((await stop())?.suspended) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await stop()).toMatchObject({ why: 'prix faux' })
    expect((await admin.call('PUT', '/admin/answers', { stopped: false })).body.stop).toBeNull()
    expect((await server.startConversation({ communeId: 'belmont' })).id).toBeDefined()
    const { rows } = await server.store.listAudit('belmont', { limit: 5 })
    expect(rows.map(({ action }) => action)).toEqual([
      ...['answers_resumed', 'commune_resumed', 'answers_stopped', 'commune_suspended'],
    ])
  })
})

describe('the share that a commune has of the server', () => {
  it('bounds the conversations of a day, with the phone, and its administrators read when the last one began', async () => {
    for (let count = 0; count < 2; count += 1) await server.startConversation({ communeId: 'corval' })
    const beyond = await server.call('POST', '/conversations', { body: { communeId: 'corval' } })
    expectProblem(beyond, 503, 'commune_quota')
    expect(plainSpaces(beyond.body.detail)).toMatch(
      /^L’assistant de Corval a déjà répondu à beaucoup de monde aujourd’hui\. La mairie vous répond : 0/,
    )
    const { rows } = await server.store.listAudit('corval', { limit: 5 })
    expect(rows).toMatchObject([{ action: 'quota_reached', after: 2, userName: 'guichet' }])
    expect((await server.startConversation({ communeId: 'villebourg' })).id).toBeDefined()
    server.clock.set('2026-11-25T09:00:00.000Z')
    expect((await server.startConversation({ communeId: 'corval' })).id).toBeDefined()
  })
})
