import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { expectProblem, newClientId } from '../../platform/http/clients.js'
import { AGENT, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(() => server.clock.set(OPEN))
afterAll(() => server.stop())

describe('POST /conversations', () => {
  it('starts with who speaks and what is done with what is written', async () => {
    const { id, started } = await server.startConversation({
      communeId: 'villebourg',
      page: '/demarches?nom=Dupont#haut',
    })
    expect(started.token).toMatch(/^[\w-]{43}$/)
    expect(started.messages.map(({ seq, author }) => [seq, author])).toEqual([[1, 'assistant']])
    expect(JSON.stringify(started.messages[0]?.payload)).toMatch(/assistant automatique.*sécurité sociale/)
    expect(started.availability.open).toBe(true)
    const stored = await server.store.getConversation(id)
    expect(stored).toMatchObject({ communeId: 'villebourg', language: 'fr', page: '/demarches', status: 'open' })
  })

  it('keeps the token nowhere', async () => {
    const { id, started } = await server.startConversation()
    expect(JSON.stringify(await server.store.getTranscript(id))).not.toContain(started.token)
  })

  it('needs no body', async () => {
    const { status, body } = await server.call('POST', '/conversations')
    expect(status).toBe(201)
    expect((await server.store.getConversation(body.id))?.page).toBeNull()
  })

  it.each([
    [{ language: 'en' }, { 'accept-language': 'fr' }, 'en'],
    [{}, { 'accept-language': 'en-US,en;q=0.9' }, 'en'],
    [{}, { 'accept-language': 'de' }, 'fr'],
  ])('speaks the language asked (%j, %j)', async (body, headers, language) => {
    const answer = await server.call('POST', '/conversations', { body, headers })
    expect(answer.body.messages[0].language).toBe(language)
  })

  it.each(['javascript:alert(1)', '//ailleurs.example/x', 'https://ailleurs.example/', '\u0000'])(
    'keeps no page that is not a path (%j)',
    async (page) => {
      const { id } = await server.startConversation({ page })
      expect((await server.store.getConversation(id))?.page).toBeNull()
    },
  )
})

describe('POST /conversations/:id/messages', () => {
  it('stores the message and what answers it', async () => {
    const citizen = await server.startConversation()
    const { message, replies, handoff } = await citizen.say('Comment faire une carte d’identité ?')
    expect(message).toMatchObject({
      seq: 2,
      author: 'citizen',
      payload: { text: 'Comment faire une carte d’identité ?' },
    })
    expect(replies.map(({ seq, author }) => [seq, author])).toEqual(replies.map((_, index) => [3 + index, 'assistant']))
    expect(replies.length).toBeGreaterThan(0)
    expect(handoff).toBeNull()
    expect((await citizen.read(1)).messages).toEqual([message, ...replies])
    expect((await server.store.getTranscript(citizen.id))?.turns).toMatchObject([{ messageSeq: 2 }])
  })

  it('opens the entry of a button, with or without words', async () => {
    const citizen = await server.startConversation()
    const choice = 'entry:acte-deces-copie'
    const { replies } = await citizen.say('', { choice })
    expect(replies[0]?.payload).toMatchObject({ type: 'card', answer: { entryId: 'acte-deces-copie' } })
  })

  it('follows a guide by its buttons, to an answer that says what led there', async () => {
    const citizen = await server.startConversation()
    const first = await citizen.say('', { choice: 'entry:acte-naissance-copie' })
    expect(first.replies).toMatchObject([{ payload: { type: 'choice' } }])
    const second = await citizen.say("Née à l'étranger", { choice: 'guide:lieu=etranger' })
    expect(second.replies).toMatchObject([{ payload: { type: 'choice' } }])
    const { replies } = await citizen.say('Personne française', { choice: 'guide:nationalite=francaise' })
    const [reply] = replies
    expect(reply?.payload).toMatchObject({ type: 'card', answer: { entryId: 'acte-etat-civil-etranger' } })
    const guided = reply?.payload.type === 'card' ? reply.payload.answer.guided : undefined
    expect(plainSpaces(guided?.situation ?? '')).toBe('Votre cas : née à l’étranger · personne française')
    const transcript = await server.store.getTranscript(citizen.id)
    expect(transcript?.turns.map(({ outcome }) => outcome)).toEqual([
      'clarification_guided',
      'clarification_guided',
      'answered_guided',
    ])
  })

  it('gives the first answer again to a message sent again', async () => {
    const citizen = await server.startConversation()
    const clientId = newClientId()
    const first = await citizen.say('déclaration de naissance', { clientId })
    await citizen.say('et pour un mariage ?')
    const again = await citizen.say('déclaration de naissance', { clientId })
    expect(again).toEqual(first)
    const changed = await citizen.say('un tout autre texte', { clientId })
    expect(changed).toEqual(first)
    expect((await citizen.texts()).filter((text) => text === 'déclaration de naissance')).toHaveLength(1)
    expect(await citizen.texts()).not.toContain('un tout autre texte')
  })

  it('stores once what arrives ten times at once, and says the same ten times', async () => {
    const citizen = await server.startConversation()
    const clientId = newClientId()
    const sends = Array.from({ length: 10 }, () => citizen.say('acte de mariage', { clientId }))
    const [first, ...others] = await Promise.all(sends)
    for (const other of others) expect(other).toEqual(first)
    expect((await citizen.texts()).filter((text) => text === 'acte de mariage')).toHaveLength(1)
  })

  it('counts a question once, however often it is sent', async () => {
    await server.app.sweep()
    const count = async () => (await server.store.readCounters('villebourg', '2026-11-24', '2026-11-24'))['2026-11-24']
    const before = (await count())?.questions ?? 0
    const citizen = await server.startConversation()
    const clientId = newClientId()
    for (let send = 0; send < 3; send += 1) await citizen.say('passeport', { clientId })
    await server.app.sweep()
    expect((await count())?.questions).toBe(before + 1)
  })

  it('answers in order a citizen who does not wait', async () => {
    const citizen = await server.startConversation()
    await Promise.all(Array.from({ length: 12 }, (_, n) => citizen.say(`question numéro ${n}`)))
    const { messages } = await citizen.read()
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    const turns = (await server.store.getTranscript(citizen.id))?.turns ?? []
    expect(turns).toHaveLength(12)
    for (const { messageSeq } of turns) {
      expect(messages[messageSeq - 1]?.author).toBe('citizen')
      expect(messages[messageSeq]?.author).toBe('assistant')
    }
  })

  it('calls one agent for a wish sent twice, and calls nobody for one that is over', async () => {
    const agent = await server.signIn(AGENT)
    await agent.beAvailable()
    const citizen = await server.startConversation()
    const clientId = newClientId()
    const first = await citizen.say('Parler à un agent', { clientId, choice: 'human' })
    expect(first.handoff).toMatchObject({ kind: 'live', status: 'pending', position: 1 })
    expect(first.replies.map(({ author }) => author)).toEqual(['assistant', 'system'])
    const [again, meanwhile] = await Promise.all([
      citizen.say('Parler à un agent', { clientId, choice: 'human' }),
      citizen.say('Vous êtes là ?'),
    ])
    expect(again).toEqual(first)
    expect(meanwhile.replies).toEqual([])
    await citizen.call('DELETE', '/handoff')
    const late = await citizen.say('Parler à un agent', { clientId, choice: 'human' })
    expect(late).toEqual({ ...first, handoff: null })
    expect(await server.store.findOpenHandoff(citizen.id)).toBeUndefined()
    await agent.beAvailable('away')
  })

  it('masks what must not be kept', async () => {
    const citizen = await server.startConversation()
    await citizen.say('mon numéro est 1 85 05 78 006 084 91 et mon mail jeanne.martin@exemple.fr')
    const stored = JSON.stringify(await server.store.getTranscript(citizen.id))
    expect(stored).not.toMatch(/006 084|jeanne\.martin/)
  })
})

describe('GET /conversations/:id/messages', () => {
  it('gives what was missed, and nothing twice', async () => {
    const citizen = await server.startConversation()
    await citizen.say('carte grise')
    const { messages, status } = await citizen.read()
    expect(status).toBe('open')
    expect((await citizen.read(2)).messages).toEqual(messages.slice(2))
    expect((await citizen.read(999)).messages).toEqual([])
  })

  it.each(['-1', '1.5', 'abc', '0x2', '1e3', '9'.repeat(30), '', ' 1', '1&after=2'])(
    'refuses after=%s',
    async (after) => {
      const citizen = await server.startConversation()
      expectProblem(await citizen.call('GET', `/messages?after=${after}`), 422, 'invalid_request', 'after')
    },
  )
})

describe('POST …/messages/:mid/feedback', () => {
  it('keeps the last opinion of an answer', async () => {
    const citizen = await server.startConversation()
    const { replies } = await citizen.say('acte de décès')
    for (const feedback of ['helpful', 'helpful', 'not_my_question']) {
      const { status, text } = await citizen.call('POST', `/messages/${replies[0]?.id}/feedback`, { feedback })
      expect([status, text]).toEqual([204, ''])
    }
    expect((await citizen.read()).messages.find(({ id }) => id === replies[0]?.id)?.feedback).toBe('not_my_question')
  })

  it('refuses an opinion of what is not an answer of hers', async () => {
    const citizen = await server.startConversation()
    const other = await server.startConversation()
    const { message } = await citizen.say('acte de décès')
    const { replies } = await other.say('acte de décès')
    const feedback = 'helpful'
    for (const mid of [message.id, replies[0]?.id, 'inconnu', '__proto__', '%00', 'a'.repeat(3000)]) {
      expectProblem(await citizen.call('POST', `/messages/${mid}/feedback`, { feedback }), 404, 'unknown_message')
    }
    const wrong = await other.call('POST', `/messages/${replies[0]?.id}/feedback`, { feedback: 'bof' })
    expectProblem(wrong, 422, 'invalid_request', 'feedback')
  })
})

describe('POST /conversations/:id/language', () => {
  it('is the language of what is said from then on', async () => {
    const citizen = await server.startConversation()
    expect((await citizen.call('POST', '/language', { language: 'uk' })).status).toBe(204)
    expect((await citizen.read()).availability.sentence).toMatch(/[\u0400-\u04ff]/)
    await citizen.call('POST', '/close')
    expect((await citizen.read()).messages.at(-1)).toMatchObject({ language: 'uk', author: 'system' })
  })

  it('is one of the interface', async () => {
    const citizen = await server.startConversation()
    expectProblem(await citizen.call('POST', '/language', { language: 'de' }), 422, 'invalid_request', 'language')
  })
})

describe('POST /conversations/:id/close', () => {
  it('ends a conversation, which can still be read and not written', async () => {
    const citizen = await server.startConversation()
    const clientId = newClientId()
    const first = await citizen.say('acte de décès', { clientId })
    for (let time = 0; time < 2; time += 1) expect((await citizen.call('POST', '/close')).status).toBe(204)
    const { status, messages } = await citizen.read()
    expect(status).toBe('closed')
    expect(messages.filter(({ author }) => author === 'system')).toHaveLength(1)
    expectProblem(await citizen.post('encore une question'), 409, 'conversation_closed')
    expectProblem(await leaveMessage(citizen), 409, 'conversation_closed')
    expect(await citizen.say('acte de décès', { clientId })).toEqual(first)
    expect(await citizen.texts()).not.toContain('encore une question')
  })

  it('ends a wait too', async () => {
    const agent = await server.signIn(AGENT)
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.callAgent()
    await citizen.call('POST', '/close')
    await agent.beAvailable('away')
    expect((await citizen.read()).handoff).toBeNull()
    expect((await agent.queue()).pending).toEqual([])
  })
})

describe('DELETE /conversations/:id', () => {
  it('erases everything for good', async () => {
    const citizen = await server.startConversation()
    await citizen.say('un secret que personne ne doit garder')
    await leaveMessage(citizen)
    expect((await citizen.call('DELETE', '')).status).toBe(204)
    for (const [method, path] of [
      ['GET', '/messages'],
      ['GET', '/events'],
      ['DELETE', ''],
      ['POST', '/close'],
    ] as const) {
      expectProblem(await citizen.call(method, path), 404, 'unknown_conversation')
    }
    expectProblem(await citizen.post('toujours là ?'), 404, 'unknown_conversation')
    expect(await server.store.getTranscript(citizen.id)).toBeUndefined()
    expect(await server.store.findOpenHandoff(citizen.id)).toBeUndefined()
    expect(await server.store.listHandoffs('villebourg', ['pending'])).toEqual([])
  })

  it('erases even while a message is being answered', async () => {
    const citizen = await server.startConversation()
    const [sent, erased] = await Promise.all([citizen.post('acte de décès'), citizen.call('DELETE', '')])
    expect(erased.status).toBe(204)
    expect([200, 404]).toContain(sent.status)
    expect(await server.store.getTranscript(citizen.id)).toBeUndefined()
  })

  it('happens by itself after the retention of the commune, except to whom still waits', async () => {
    const gone = await server.startConversation()
    const waiting = await server.startConversation()
    await leaveMessage(waiting)
    server.clock.advance({ hours: 24 * 30 })
    await server.app.sweep()
    expect(await server.store.getConversation(gone.id)).toBeDefined()
    server.clock.advance({ minutes: 1 })
    await server.app.sweep()
    expect(await server.store.getConversation(gone.id)).toBeUndefined()
    expect(await server.store.getConversation(waiting.id)).toBeDefined()
    await waiting.call('DELETE', '')
  })
})

describe('who may read a conversation', () => {
  it('is who has its token', async () => {
    const citizen = await server.startConversation()
    const other = await server.startConversation()
    const wrong = [
      {},
      { authorization: other.headers.authorization },
      { authorization: citizen.headers.authorization.slice(0, -1) },
      { authorization: `${citizen.headers.authorization}a` },
      { authorization: citizen.headers.authorization.replace('Bearer', 'Basic') },
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${'a'.repeat(5000)}` },
    ]
    for (const headers of wrong) {
      for (const [method, path] of CITIZEN_CALLS) {
        const answer = await server.call(method, `/conversations/${citizen.id}${path}`, { headers })
        expectProblem(answer, 401, 'unauthenticated')
      }
    }
    expect((await citizen.read()).messages).toHaveLength(1)
  })
})

const CITIZEN_CALLS = [
  ['GET', '/messages'],
  ['POST', '/messages'],
  ['GET', '/events'],
  ['POST', '/messages/x/feedback'],
  ['POST', '/handoff'],
  ['DELETE', '/handoff'],
  ['POST', '/close'],
  ['DELETE', ''],
] as const

function leaveMessage(citizen: Awaited<ReturnType<TestServer['startConversation']>>) {
  return citizen.call('POST', '/handoff', {
    kind: 'message',
    name: 'Jeanne',
    phone: '06 12 34 56 78',
    text: 'Rappelez-moi',
  })
}
