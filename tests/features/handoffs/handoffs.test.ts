import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import {
  AGENT,
  CLOSED,
  OPEN,
  OTHER_AGENT,
  plainSpaces,
  startTestServer,
  type TestServer,
} from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let other: StaffMember

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  server.clock.set(OPEN)
  // Days that pass in a test end the sessions of the one before.
  agent = await server.signIn(AGENT)
  other = await server.signIn(OTHER_AGENT)
  await agent.beAvailable()
  await other.beAvailable('away')
  for (const { conversationId } of await server.store.listHandoffs('villebourg', ['pending', 'assigned'])) {
    await server.store.eraseConversation(conversationId)
  }
})
afterAll(() => server.stop())

/** A citizen who waits, and the id of her handoff. */
async function waiting(): Promise<{ citizen: Citizen; handoffId: string }> {
  const citizen = await server.startConversation()
  await citizen.say('je veux un acte de naissance')
  const { status } = await citizen.callAgent()
  expect(status).toBe(201)
  return { citizen, handoffId: (await server.store.findOpenHandoff(citizen.id))?.id ?? '' }
}

describe('calling an agent', () => {
  it('puts the citizen in the queue and says her place', async () => {
    const { citizen } = await waiting()
    server.clock.advance({ seconds: 1 })
    const second = await server.startConversation()
    const { body } = await second.callAgent()
    expect(body).toEqual({
      kind: 'live',
      status: 'pending',
      agentName: null,
      position: 2,
      reference: expect.stringMatching(/^VR-/),
      slot: null,
      waiting: 'Un agent est prévenu. Vous êtes 2e dans la file.',
    })
    expect((await citizen.read()).handoff?.position).toBe(1)
    expect((await second.texts()).at(-1)).toContain('transmise')
    const queue = await agent.queue()
    expect(queue.pending.map(({ conversationId }) => conversationId)).toEqual([citizen.id, second.id])
    expect(queue.pending[0]).toMatchObject({
      lastText: 'je veux un acte de naissance',
      awaitingAgent: true,
      mine: false,
    })
  })

  it('calls once, however often she asks', async () => {
    const { citizen } = await waiting()
    const answers = await Promise.all([citizen.callAgent(), citizen.callAgent(), citizen.callAgent()])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect((await agent.queue()).pending).toHaveLength(1)
    expect((await citizen.texts()).filter((text) => text.includes('transmise'))).toHaveLength(1)
  })

  it('is refused when nobody can talk, with the phone', async () => {
    await agent.beAvailable('away')
    const citizen = await server.startConversation()
    const answer = await citizen.callAgent()
    expectProblem(answer, 409, 'reception_closed')
    expect(plainSpaces(answer.body.detail)).toContain('02 61 91 00 00')
    expect((await citizen.read()).messages).toHaveLength(1)
  })

  it('is refused when the reception is closed, with the next opening in words', async () => {
    server.clock.set(CLOSED)
    await agent.beAvailable()
    const citizen = await server.startConversation({ language: 'fr' })
    const french = await citizen.callAgent()
    expectProblem(french, 409, 'reception_closed')
    expect(plainSpaces(french.body.detail)).toContain('Il rouvre demain à 8 h 30.')
    const english = await citizen.call('POST', '/handoff', { kind: 'live' }, { 'accept-language': 'en' })
    expect(english.body.detail).toMatch(
      /^Nobody is available\. The reception is closed\. It opens again tomorrow at 08:30\.$/,
    )
    expect((await agent.queue()).pending).toEqual([])
  })

  it('is refused at noon sharp and accepted at half past one', async () => {
    const citizen = await server.startConversation()
    server.clock.set('2026-11-24T11:00:00.000Z')
    await agent.beAvailable()
    expect(plainSpaces((await citizen.callAgent()).body.detail)).toContain('hui à 13 h 30')
    server.clock.set('2026-11-24T12:30:00.000Z')
    await agent.beAvailable()
    expect((await citizen.callAgent()).status).toBe(201)
  })

  it('does not count an agent whose console has been silent for ninety seconds', async () => {
    const citizen = await server.startConversation()
    server.clock.advance({ seconds: 89 })
    expect((await citizen.read()).availability.canTalk).toBe(true)
    server.clock.advance({ seconds: 1 })
    expect((await citizen.read()).availability).toMatchObject({ open: true, canTalk: false })
    expectProblem(await citizen.callAgent(), 409, 'reception_closed')
    expect(await other.queue()).toMatchObject({ availableAgents: 0 })
    // Heard again, she is what she declared.
    expect(await agent.queue()).toMatchObject({ presence: 'available', availableAgents: 1 })
  })
})

describe('a wait', () => {
  it('ends when the citizen cancels it', async () => {
    const { citizen, handoffId } = await waiting()
    const { status, body } = await citizen.call('DELETE', '/handoff')
    expect([status, body]).toMatchObject([200, { status: 'cancelled' }])
    expectProblem(await citizen.call('DELETE', '/handoff'), 404, 'unknown_handoff')
    expectProblem(await agent.act(handoffId, 'claim'), 409, 'handoff_ended')
    expect((await citizen.say('acte de mariage')).replies.length).toBeGreaterThan(0)
  })

  it('expires after the limit, and the citizen is told what she can do', async () => {
    const { citizen, handoffId } = await waiting()
    server.clock.advance({ minutes: 9, seconds: 59 })
    await server.app.sweep()
    expect((await citizen.read()).handoff?.status).toBe('pending')
    server.clock.advance({ seconds: 1 })
    await server.app.sweep()
    await server.app.sweep()
    const { handoff, messages } = await citizen.read()
    expect(handoff).toBeNull()
    const notices = messages.filter(({ payload }) => payload.type === 'choice' && payload.event === 'handoff_expired')
    expect(notices).toHaveLength(1)
    expect(notices[0]?.payload).toMatchObject({ options: [{ label: 'Laisser un message', value: 'leave-message' }] })
    expect(plainSpaces(JSON.stringify(notices[0]?.payload))).toContain('02 61 91 00 00')
    expectProblem(await agent.act(handoffId, 'claim'), 409, 'handoff_ended')
    expect((await agent.queue()).ended.map(({ id, status }) => [id, status])).toContainEqual([handoffId, 'expired'])
  })

  it('does not expire once an agent has come, and expires again once she has left', async () => {
    const { citizen, handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    server.clock.advance({ minutes: 12 })
    await agent.queue()
    await server.app.sweep()
    expect((await citizen.read()).handoff?.status).toBe('assigned')
    await agent.act(handoffId, 'release')
    server.clock.advance({ minutes: 10 })
    await server.app.sweep()
    expect((await citizen.read()).handoff).toBeNull()
  })
})

describe('leaving a message', () => {
  const message = { kind: 'message', name: 'Jeanne Martin', phone: '06 12 34 56 78', text: 'Mon acte est faux.' }

  it('waits in the queue with its contact, as long as it must', async () => {
    server.clock.set(CLOSED)
    const citizen = await server.startConversation()
    const { status, body } = await citizen.call('POST', '/handoff', message)
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'message', status: 'pending', agentName: null, position: null, slot: null })
    expect((await citizen.texts()).at(-1)).toMatch(new RegExp(`Jeanne Martin.*Référence\\s*: ${body.reference}`))
    server.clock.advance({ hours: 24 * 10 })
    await server.app.sweep()
    const [kept] = await server.store.listHandoffs('villebourg', ['pending'])
    expect(kept).toMatchObject({
      contact: { name: 'Jeanne Martin', phone: '06 12 34 56 78' },
      subject: 'Mon acte est faux.',
      urgent: false,
    })
  })

  it('waits once when it is sent twice', async () => {
    const citizen = await server.startConversation()
    const answers = await Promise.all([1, 2, 3].map(() => citizen.call('POST', '/handoff', message)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect((await agent.queue()).pending).toHaveLength(1)
  })

  it('is refused, not dropped, when another one waits', async () => {
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', message)
    expectProblem(
      await citizen.call('POST', '/handoff', { ...message, text: 'Autre chose.' }),
      409,
      'handoff_already_open',
    )
    const wrongPhone = { ...message, phone: '06 12 34 56 79' }
    expectProblem(await citizen.call('POST', '/handoff', wrongPhone), 409, 'handoff_already_open')
  })

  it('takes the place of a wait that nobody answered', async () => {
    const { citizen } = await waiting()
    const { body } = await citizen.call('POST', '/handoff', message)
    expect(body).toMatchObject({ kind: 'message', status: 'pending' })
    expect((await agent.queue()).pending).toMatchObject([{ kind: 'message', subject: message.text }])
  })

  it('is refused while an agent talks', async () => {
    const { citizen, handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    expectProblem(await citizen.call('POST', '/handoff', message), 409, 'handoff_already_open')
    expect((await citizen.read()).handoff?.status).toBe('assigned')
  })

  it('is masked like any other', async () => {
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { ...message, text: 'IBAN FR76 3000 6000 0112 3456 7890 189 merci' })
    const [item] = (await agent.queue()).pending
    expect(item?.subject).toMatch(/^IBAN \[.*\] merci$/)
  })

  it('comes first when it speaks of danger', async () => {
    const calm = await server.startConversation()
    await calm.call('POST', '/handoff', message)
    server.clock.advance({ seconds: 1 })
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { ...message, text: 'je veux mourir' })
    expect((await agent.queue()).pending.map(({ urgent }) => urgent)).toEqual([true, false])
  })

  it.each([
    ['no way to answer', { phone: undefined }, 'contact_needed', 'phone'],
    ['blank ways to answer', { phone: ' ', email: '\u200b' }, 'contact_needed', 'phone'],
    ['a phone too short', { phone: '06 12 34' }, 'phone_invalid', 'phone'],
    ['words as a phone', { phone: 'demandez Jeanne' }, 'phone_invalid', 'phone'],
    ['an e-mail without a domain', { email: 'jeanne@' }, 'email_invalid', 'email'],
    ['an e-mail with a space', { email: 'jeanne martin@exemple.fr' }, 'email_invalid', 'email'],
    ['no name', { name: undefined }, 'invalid_request', 'name'],
    ['a blank name', { name: '  ' }, 'invalid_request', 'name'],
    ['an invisible name', { name: '\u200b\u0007' }, 'invalid_request', 'name'],
    ['no text', { text: undefined }, 'invalid_request', 'text'],
    ['spaces as a text', { text: ' \n ' }, 'text_empty', 'text'],
    ['an empty text', { text: '' }, 'text_empty', 'text'],
    ['a text too long', { text: 'a'.repeat(2001) }, 'text_too_long', 'text'],
    ['an unknown kind', { kind: 'fax' }, 'invalid_request', 'kind'],
    ['an unknown field', { urgent: true }, 'invalid_request', 'urgent'],
  ])('refuses %s', async (_, patch, code, field) => {
    const citizen = await server.startConversation()
    expectProblem(await citizen.call('POST', '/handoff', { ...message, ...patch }), 422, code, field)
    expect((await agent.queue()).pending).toEqual([])
    expect((await citizen.read()).messages).toHaveLength(1)
  })
})

describe('taking a handoff', () => {
  it('lets one of two agents win, and tells the other who did', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { citizen, handoffId } = await waiting()
      const answers = await Promise.all([agent.act(handoffId, 'claim'), other.act(handoffId, 'claim')])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      const [winner, loser] = answers.sort((a, b) => a.status - b.status)
      if (!loser || !winner) throw new Error('two answers')
      expectProblem(loser, 409, 'handoff_taken')
      expect(['Accueil', 'État civil']).toContain(winner.body.agentName)
      expect(loser.body.detail).toContain(winner.body.agentName)
      expect((await citizen.texts()).filter((text) => text.includes('a rejoint'))).toHaveLength(1)
    }
  })

  it('shows the whole conversation, with what the assistant thought', async () => {
    const { citizen, handoffId } = await waiting()
    const { handoff, transcript, page } = await agent.readHandoff(handoffId)
    expect(handoff.id).toBe(handoffId)
    expect(page).toBeNull()
    expect(transcript.messages).toEqual((await citizen.read()).messages)
    expect(transcript.turns[0]?.candidates[0]).toHaveProperty('confidence')
    expect(JSON.stringify(transcript)).not.toContain('tokenHash')
  })

  it('moves it from the queue to hers, and to the colleagues of the others', async () => {
    const { handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    const [hers, theirs] = [await agent.queue(), await other.queue()]
    expect([hers.pending, hers.mine.map(({ id }) => id), hers.others]).toEqual([[], [handoffId], []])
    expect([theirs.pending, theirs.mine, theirs.others.map(({ id }) => id)]).toEqual([[], [], [handoffId]])
  })
})

describe('a talk', () => {
  it('goes both ways, then back to the assistant', async () => {
    const { citizen, handoffId } = await waiting()
    await citizen.say('Vous êtes là ?')
    await agent.act(handoffId, 'claim')
    expect((await agent.queue()).mine[0]).toMatchObject({ awaitingAgent: true, lastText: 'Vous êtes là ?' })
    const said = await agent.act(handoffId, 'messages', { clientId: 'agent-0001', text: ' Bonjour, oui. ' })
    expect(said.body).toMatchObject({ author: 'agent', authorName: 'Accueil', payload: { text: 'Bonjour, oui.' } })
    const { replies, handoff } = await citizen.say('Merci !')
    expect([replies, handoff?.agentName]).toEqual([[], 'Accueil'])
    const resolved = await agent.act(handoffId, 'resolve', { resolution: 'answered' })
    expect(resolved.body).toMatchObject({ status: 'resolved', resolution: 'answered' })
    expect((await citizen.say('acte de mariage')).replies.length).toBeGreaterThan(0)
    expect((await citizen.texts()).join('|')).toMatch(
      /Vous êtes là \?\|.*rejoint.*\|Bonjour, oui\.\|Merci !\|.*reprend/,
    )
  })

  it('stores once what the agent sends twice', async () => {
    const { citizen, handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    const words = { clientId: 'agent-0002', text: 'Un instant.' }
    const answers = await Promise.all([1, 2, 3].map(() => agent.act(handoffId, 'messages', words)))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect((await citizen.texts()).filter((text) => text === 'Un instant.')).toHaveLength(1)
  })

  it('answers danger at once, even while an agent talks', async () => {
    const { citizen, handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    const { replies } = await citizen.say('je veux mourir')
    expect(JSON.stringify(replies)).toContain('3114')
  })

  it('is for the agent who holds it', async () => {
    const { citizen, handoffId } = await waiting()
    const words = { clientId: 'agent-0003', text: 'Bonjour' }
    expectProblem(await agent.act(handoffId, 'messages', words), 409, 'handoff_not_yours')
    await agent.act(handoffId, 'claim')
    expectProblem(await other.act(handoffId, 'messages', words), 409, 'handoff_not_yours')
    expectProblem(await other.act(handoffId, 'release'), 409, 'handoff_not_yours')
    expectProblem(await other.act(handoffId, 'resolve', { resolution: 'answered' }), 409, 'handoff_not_yours')
    await agent.act(handoffId, 'resolve', { resolution: 'redirected' })
    expectProblem(await agent.act(handoffId, 'messages', words), 409, 'handoff_ended')
    expectProblem(await agent.act(handoffId, 'release'), 409, 'handoff_ended')
    expect(await citizen.texts()).not.toContain('Bonjour')
  })

  it('goes back to the queue when the agent must leave, and another one takes it', async () => {
    const { citizen, handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    expect((await agent.act(handoffId, 'release')).body).toMatchObject({ status: 'pending', agentId: null })
    expect((await citizen.read()).handoff).toMatchObject({ status: 'pending', position: 1 })
    expect((await other.act(handoffId, 'claim')).body.agentName).toBe('État civil')
  })

  it.each([
    ['messages', { clientId: 'agent-0004', text: '' }, 'text_empty', 'text'],
    ['messages', { clientId: 'agent-0004', text: ' \u0000 ' }, 'text_empty', 'text'],
    ['messages', { clientId: 'agent-0004', text: 'a'.repeat(2001) }, 'text_too_long', 'text'],
    ['messages', { clientId: '../../x', text: 'a' }, 'invalid_request', 'clientId'],
    ['messages', [], 'invalid_request', undefined],
    ['resolve', { resolution: 'oubliée' }, 'invalid_request', 'resolution'],
    ['resolve', {}, 'invalid_request', 'resolution'],
  ])('refuses to %s with %j', async (action, body, code, field) => {
    const { handoffId } = await waiting()
    await agent.act(handoffId, 'claim')
    expectProblem(await agent.act(handoffId, action, body), 422, code, field)
    expect((await agent.queue()).mine).toHaveLength(1)
  })

  it.each(['claim', 'messages', 'release', 'resolve'])('does not %s what does not exist', async (action) => {
    for (const id of ['inconnu', '__proto__', '%00', '..%2f..%2fqueue', 'a'.repeat(3000)]) {
      expectProblem(await agent.act(id, action, { resolution: 'answered' }), 404, 'unknown_handoff')
    }
  })
})

describe('availability', () => {
  it('is declared by each agent for herself', async () => {
    expect(await agent.beAvailable()).toMatchObject({ presence: 'available', availableAgents: 1 })
    expect(await other.queue()).toMatchObject({ presence: 'away', availableAgents: 1 })
    expectProblem(
      await agent.call('POST', '/agent/availability', { state: 'ailleurs' }),
      422,
      'invalid_request',
      'state',
    )
    expect(await agent.beAvailable('away')).toMatchObject({ presence: 'away', availableAgents: 0 })
  })
})
