import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Language } from '../../../src/platform/model/language.js'
import { expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { CLOSED, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

let server: TestServer
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
  admin = await server.signIn('admin@villebourg.example')
})
afterEach(async () => {
  await resume()
  server.clock.set(OPEN)
})
afterAll(() => server.stop())

const QUESTION = 'comment inscrire mon enfant à la cantine'
const stop = (why = 'Réponses fausses sur la cantine') => admin.call('PUT', '/admin/answers', { stopped: true, why })
const resume = () => admin.call('PUT', '/admin/answers', { stopped: false })

/** What each door says of a question: how it ended, and whether an answer was given. */
async function everyDoor() {
  const citizen = await server.startConversation()
  const { replies } = await citizen.say(QUESTION)
  const button = await citizen.say('Cantine', { choice: 'entry:cantine-inscription' })
  const once = (await server.call('POST', '/ask', { body: { question: QUESTION } })).body
  const visitor = new PlainVisitor(server)
  await visitor.ask(QUESTION)
  const agent = await server.signIn()
  const desk = await agent.call('POST', '/agent/conversations', { channel: 'counter', language: 'fr' })
  const asked = await agent.act(desk.body.id, 'ask', { clientId: newClientId(), text: QUESTION })
  expect(asked.status).toBe(200)
  return { replies, button: button.replies, once, page: plainSpaces(visitor.text), desk: asked.body }
}

describe('the switch of the answers', () => {
  it('is not moved by an order that cannot be read, which is told once', async () => {
    const folder = join(server.dataDir, 'orders')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'half.json'), '{')
    for (let sweep = 0; sweep < 3; sweep += 1) await server.app.sweep()
    expect(server.logs().match(/half\.json/g)).toHaveLength(1)
  })

  it('is seen by all the staff and moved by administrators, with a reason', async () => {
    const agent = await server.signIn()
    expect((await agent.call('GET', '/admin/answers')).body).toEqual({ stop: null })
    expectProblem(await agent.call('PUT', '/admin/answers', { stopped: true, why: 'x' }), 403, 'forbidden')
    expectProblem(await server.call('GET', '/admin/answers'), 401, 'sign_in_required')
    expectProblem(await stop('  '), 422, 'text_empty', 'why')
    const { body } = await stop()
    expect(body.stop).toEqual({
      since: '2026-11-24T09:00:00.000Z',
      by: 'Administration',
      why: 'Réponses fausses sur la cantine',
    })
    expect((await agent.queue()).answersStop).toEqual({ ...body.stop, communeId: 'villebourg' })
    server.clock.advance({ minutes: 1 })
    expect((await resume()).body).toEqual({ stop: null })
    const { rows } = (await admin.call('GET', '/admin/audit?kind=settings')).body
    expect(rows.map(({ action }: { action: string }) => action)).toEqual(['answers_resumed', 'answers_stopped'])
  })

  it('is heard in the consoles and by citizens at once', async () => {
    const citizen = await server.startConversation()
    const [told, seen] = [await citizen.stream(), await (await server.signIn()).stream()]
    await told.next('availability')
    await seen.next('queue')
    await stop()
    expect(JSON.stringify(await told.next('availability'))).toMatch(/en pause/)
    await seen.next('queue')
  })
})

describe('while the answers are stopped', () => {
  it('no door answers by itself, and each says so honestly', async () => {
    await stop()
    const { replies, button, once, page, desk } = await everyDoor()
    for (const said of [replies, button]) {
      expect(said.map(({ payload }) => payload.type)).toEqual(['choice'])
      expect(JSON.stringify(said)).toMatch(/L’assistant automatique est en pause/)
    }
    expect(once).toMatchObject({ outcome: 'escalated_stopped', candidates: [], confidence: null })
    expect(once.notice).toMatch(/est en pause/)
    expect([once.answer, once.guide]).toEqual([undefined, undefined])
    expect(page).toMatch(/est en pause/)
    expect(page).not.toMatch(/Pièces à fournir/)
    expect(desk.replies).toEqual([])
    const view = (await server.call('GET', '/communes/villebourg?page=/')).body
    expect(view.suggested).toEqual([])
    expect(view.availability.sentence).toMatch(/est en pause.*Aucun agent n’est disponible/)
    const [greeting] = (await server.startConversation()).started.messages
    expect(JSON.stringify(greeting)).toMatch(/Bonjour, vous êtes sur le service en ligne.*en pause/)
  })

  it('is told in every language of the interface, with an agent when one is there, with a message and the phone when none is', async () => {
    await stop()
    const words: Record<Language, string> = {
      fr: 'en pause',
      en: 'is paused',
      ar: 'متوقف',
      pt: 'em pausa',
      es: 'en pausa',
      uk: 'призупинено',
      ru: 'приостановлен',
      tr: 'durduruldu',
      ro: 'în pauză',
    }
    for (const [language, word] of Object.entries(words)) {
      const citizen = await server.startConversation({ language })
      expect(JSON.stringify((await citizen.say(QUESTION)).replies)).toContain(word)
    }
    await (await server.signIn()).beAvailable()
    const open = await (await server.startConversation()).say(QUESTION)
    expect(open.replies[0]?.payload).toMatchObject({ options: [{ value: 'human' }] })
    server.clock.set(CLOSED)
    const closed = await (await server.startConversation()).say(QUESTION)
    expect(closed.replies[0]?.payload).toMatchObject({ options: [{ value: 'leave-message' }] })
    expect(plainSpaces(JSON.stringify(closed.replies))).toMatch(/téléphoner à l’accueil : 02 61 91 00 00/)
  })

  it('danger is still answered at once, a wish obeyed, and the message left goes on', async () => {
    await stop()
    await (await server.signIn()).beAvailable()
    const danger = await (await server.startConversation()).say('il y a le feu chez moi')
    expect(JSON.stringify(danger.replies)).toMatch(/18/)
    const wish = await server.startConversation()
    expect((await wish.say('je veux parler à un agent')).handoff).toMatchObject({ status: 'pending' })
  })

  it('answers again once it is let, and the citizen who waited gets her answer', async () => {
    const before = await everyDoor()
    await stop()
    await resume()
    const after = await everyDoor()
    expect(after.once.outcome).toBe(before.once.outcome)
    expect(after.once.answer?.title ?? after.once.candidates[0]?.title).toMatch(/cantine/)
    expect(after.button.map(({ payload }) => payload.type)).toContain('card')
  })
})
