import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { RepliesView, SuggestionsView } from '../../../src/features/handoffs/copilot-contract.js'
import type { OwnRepliesView } from '../../../src/features/replies/contract.js'
import { type Citizen, expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { OTHER_AGENT, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let colleague: StaffMember
beforeAll(async () => {
  server = await startTestServer({
    communes: [{ id: 'zedville' }, { id: 'zuydville', talk: { showCitizenTyping: true } }],
  })
  agent = await server.signIn()
  colleague = await server.signIn(OTHER_AGENT)
})
afterAll(() => server.stop())

interface Talk {
  citizen: Citizen
  id: string
}

/** A talk that the agent holds. */
async function talk(body: Record<string, unknown> = {}, by = agent): Promise<Talk> {
  await by.beAvailable()
  const citizen = await server.startConversation(body)
  expect((await citizen.callAgent()).status).toBe(201)
  const handoff = await server.store.findOpenHandoff(citizen.id)
  const id = handoff?.id ?? ''
  expect((await by.act(id, 'claim')).status).toBe(200)
  return { citizen, id }
}

async function read<T>(who: StaffMember, path: string): Promise<T> {
  const { status, body } = await who.call('GET', path)
  expect(status).toBe(200)
  return body
}

const suggestions = (id: string) => read<SuggestionsView>(agent, `/agent/handoffs/${id}/suggestions`)

describe('suggestions', () => {
  it('are the entries that the search finds for the last words, each ready to be inserted', async () => {
    const { citizen, id } = await talk()
    expect(await suggestions(id)).toMatchObject({ seq: 0, entries: [], replies: ['bonjour'] })
    const { message } = await citizen.say('comment renouveler ma carte d’identité périmée ?')
    const found = await suggestions(id)
    expect(found.seq).toBe(message.seq)
    expect(found.question).toBe('comment renouveler ma carte d’identité périmée ?')
    expect(found.entries.length).toBeGreaterThan(0)
    expect(found.entries.length).toBeLessThanOrEqual(3)
    const [first] = found.entries
    expect(first).toMatchObject({ id: 'carte-identite-renouvellement', language: 'fr' })
    expect(first?.confidence).toBeGreaterThan(0.3)
    expect(first?.sheet).toBe('/fiche/carte-identite-renouvellement?langue=fr')
    expect(first?.text).toMatch(/gratuit/)
    expect(plainSpaces(first?.text ?? '')).toContain('Source : Service-Public.gouv.fr / DILA')
    expect(first?.text).toContain(`${server.url}/fiche/carte-identite-renouvellement?langue=fr`)
    const confidences = found.entries.map(({ confidence }) => confidence)
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a))
  })

  it('write nothing: neither turn, nor message, nor counter', async () => {
    const { citizen, id } = await talk()
    await citizen.say('acte de naissance')
    const before = JSON.stringify(await server.store.getTranscript(citizen.id))
    await suggestions(id)
    expect(JSON.stringify(await server.store.getTranscript(citizen.id))).toBe(before)
  })

  it('look at the words before when the last ones alone say too little', async () => {
    const { citizen, id } = await talk()
    await citizen.say('je voudrais inscrire ma fille à la cantine')
    await citizen.say('et pour mon fils ?')
    const { entries, question } = await suggestions(id)
    expect(entries[0]?.id).toBe('cantine-inscription')
    expect(question).toContain('cantine')
    expect(question).toContain('et pour mon fils')
  })

  it('answer thanks and anger with ready replies, and propose no entry for a thank-you', async () => {
    const { citizen, id } = await talk()
    await agent.act(id, 'messages', { clientId: newClientId(), text: 'Bonjour' })
    await citizen.say('merci beaucoup')
    const thanks = await suggestions(id)
    expect(thanks.entries).toEqual([])
    expect(thanks.replies).toEqual(['autre-chose', 'au-revoir'])
    await citizen.say('vous vous fichez de moi, c’est inadmissible')
    expect((await suggestions(id)).replies[0]).toBe('situation-penible')
  })

  it('give the translation where there is one, and French, said so, where there is none', async () => {
    const { citizen, id } = await talk({ language: 'en' })
    await citizen.say('how do I renew my identity card')
    const { entries } = await suggestions(id)
    const card = entries.find((entry) => entry.id === 'carte-identite-renouvellement')
    expect(card).toMatchObject({ language: 'en' })
    expect(card?.text).toContain('Full page: ')
    expect(card?.sheet).toContain('langue=en')
    const french = await agent.call('GET', `/agent/handoffs/${id}/entries/jardin-familial`)
    expect(french.body).toMatchObject({ id: 'jardin-familial', language: 'fr' })
    expect(french.body.text).toContain('Fiche complète')
  })

  it('say beside a translation what it says in French, and citizens are told that nobody translates what an agent writes', async () => {
    const { citizen, id } = await talk({ language: 'ar' })
    const entry = await agent.call('GET', `/agent/handoffs/${id}/entries/carte-identite-renouvellement`)
    expect(entry.body).toMatchObject({ language: 'ar' })
    expect(entry.body.answer).toMatch(/\p{Script=Arabic}/u)
    expect(entry.body.french).toMatch(/carte/)
    const messages = await server.store.listMessages(citizen.id, 0)
    const told = messages.flatMap(({ payload }) =>
      payload.type === 'text' && payload.event === 'agent_joined' ? payload.text : [],
    )
    expect(told).toEqual([expect.stringContaining('بالفرنسية')])
    const say = async (text: string) => {
      const { body } = await agent.act(id, 'messages', { clientId: newClientId(), text })
      return body.language
    }
    expect(await say('Bonjour, venez avec une photo et un justificatif de domicile.')).toBe('fr')
    expect(await say(entry.body.answer)).toBe('ar')
  })

  it('follow what the talk is about, when the last words say it less than what was shown', async () => {
    const { citizen, id } = await talk()
    await citizen.say('bonjour')
    const card = { clientId: newClientId(), entryId: 'carte-identite-renouvellement' }
    expect((await agent.act(id, 'cards', card)).status).toBe(200)
    await citizen.say('je suis né à Nantes')
    await citizen.say('quels papiers ?')
    expect((await suggestions(id)).entries[0]?.id).toBe('carte-identite-renouvellement')
  })

  it('exist for agents of the commune only', async () => {
    const { id } = await talk()
    const stranger = await server.signInAs({ email: 'x@zedville.example', roles: ['agent'], communeId: 'zedville' })
    for (const path of ['suggestions', 'replies', 'entries/encombrants'])
      expectProblem(await stranger.call('GET', `/agent/handoffs/${id}/${path}`), 404, 'unknown_handoff')
    expectProblem(await agent.call('GET', `/agent/handoffs/${id}/entries/nothing`), 422, 'unknown_entry', 'entryId')
  })
})

describe('the card of an entry', () => {
  it('is shown as the assistant would, signed by the agent, once', async () => {
    const { citizen, id } = await talk()
    const card = { clientId: newClientId(), entryId: 'carte-identite-renouvellement' }
    const sent = await agent.act(id, 'cards', card)
    expect(sent.status).toBe(200)
    expect((await agent.act(id, 'cards', card)).body.seq).toBe(sent.body.seq)
    const { messages } = await citizen.read()
    const [shown, ...more] = messages.filter(({ payload }) => payload.type === 'card')
    expect(more).toEqual([])
    expect(shown).toMatchObject({ author: 'agent', authorName: 'Accueil', language: 'fr' })
    if (shown?.payload.type !== 'card') throw new Error('no card')
    expect(shown.payload.answer.entryId).toBe('carte-identite-renouvellement')
    expect(shown.payload.actions.every(({ action }) => action === 'url')).toBe(true)
    expect(shown.payload.actions.length).toBeGreaterThan(0)
  })

  it('is in the citizen’s language, and needs to hold the talk', async () => {
    const { citizen, id } = await talk({ language: 'ar' })
    const card = { clientId: newClientId(), entryId: 'acte-naissance-copie' }
    expectProblem(await colleague.act(id, 'cards', card), 409, 'handoff_not_yours')
    expectProblem(await agent.act(id, 'cards', { ...card, entryId: 'nothing' }), 422, 'unknown_entry', 'entryId')
    await agent.act(id, 'cards', card)
    expect((await citizen.read()).messages.at(-1)).toMatchObject({ author: 'agent', language: 'ar' })
  })
})

describe('ready replies', () => {
  const replies = async (id: string, who = agent) =>
    (await read<RepliesView>(who, `/agent/handoffs/${id}/replies`)).replies

  it('are filled for this citizen and this agent', async () => {
    const { id } = await talk()
    const handoff = await server.store.getHandoff(id)
    const byId = new Map((await replies(id)).map((reply) => [reply.id, reply]))
    expect(plainSpaces(byId.get('bonjour')?.text ?? '')).toBe(
      'Bonjour, je suis Accueil, Accueil de la mairie. Je lis vos messages et je vous réponds.',
    )
    expect(byId.get('reference')?.text).toContain(handoff?.reference)
    expect(plainSpaces(byId.get('horaires')?.text ?? '')).toMatch(/du lundi .* En ce moment : ouvert/)
    expect([...byId.values()].filter(({ text }) => text.includes('{'))).toEqual([])
  })

  it('are in her language where there is one, and say which it is', async () => {
    const { id } = await talk({ language: 'uk' })
    const byId = new Map((await replies(id)).map((reply) => [reply.id, reply]))
    expect(byId.get('un-instant')).toMatchObject({ language: 'uk' })
    expect(byId.get('pieces')).toMatchObject({ language: 'fr' })
  })

  it('of one’s own are added, changed, proposed first, and deleted; a colleague has not got them', async () => {
    const { id } = await talk()
    const added = await agent.call('POST', '/agent/replies', {
      title: 'Parking',
      text: 'Le parking est derrière {service : urbanisme}, demandez {prénom de l’agent}.',
      language: 'fr',
    })
    expect(added.status).toBe(201)
    const [own] = (added.body as OwnRepliesView).replies
    const [first] = await replies(id)
    expect(first).toMatchObject({ id: own?.id, own: true, title: 'Parking' })
    expect(first?.text).toBe('Le parking est derrière Service urbanisme, demandez Accueil.')
    const changed = { title: 'Parking', text: 'Derrière la mairie.', language: 'fr' }
    expect((await agent.call('PUT', `/agent/replies/${own?.id}`, changed)).body.replies[0].text).toBe(changed.text)
    expectProblem(await colleague.call('PUT', `/agent/replies/${own?.id}`, changed), 404, 'unknown_reply')
    expectProblem(await colleague.call('DELETE', `/agent/replies/${own?.id}`), 404, 'unknown_reply')
    expect((await read<OwnRepliesView>(colleague, '/agent/replies')).replies).toEqual([])
    expect((await agent.call('DELETE', `/agent/replies/${own?.id}`)).status).toBe(204)
    expect((await read<OwnRepliesView>(agent, '/agent/replies')).replies).toEqual([])
  })

  it('refuse a variable that does not exist, and anybody’s number', async () => {
    const reply = { title: 'Essai', text: 'Voir {inconnu}.', language: 'fr' }
    const refused = await agent.call('POST', '/agent/replies', reply)
    expectProblem(refused, 422, 'reply_variable')
    expect(refused.body.detail).toContain('{inconnu}')
    const iban = { ...reply, text: 'Versez sur FR76 3000 6000 0112 3456 7890 189.' }
    expectProblem(await agent.call('POST', '/agent/replies', iban), 422, 'personal_number', 'text')
  })
})

describe('that the citizen writes', () => {
  it('is told to nobody unless the commune has chosen it', async () => {
    const { citizen } = await talk()
    const { handoff } = await citizen.read()
    expect(handoff).not.toHaveProperty('showsTyping')
    const stream = await agent.stream()
    await stream.next('queue')
    expect((await citizen.call('POST', '/typing')).status).toBe(204)
    await citizen.say('voilà')
    await stream.next('message', ({ conversationId }) => conversationId === citizen.id)
    expect(stream.events.filter(({ type }) => type === 'typing')).toEqual([])
    const notice = await server.fetch('/confidentialite?langue=fr')
    expect(notice.text).not.toContain('est en train d’écrire')
  })

  it('is told to the agent who holds the talk, and never the words', async () => {
    const nadia = await server.signInAs({ email: 'n@zuydville.example', roles: ['agent'], communeId: 'zuydville' })
    const other = await server.signInAs({ email: 'o@zuydville.example', roles: ['agent'], communeId: 'zuydville' })
    const { citizen, id } = await talk({ communeId: 'zuydville' }, nadia)
    expect((await citizen.read()).handoff).toMatchObject({ showsTyping: true })
    const [hers, others] = [await nadia.stream(), await other.stream()]
    await others.next('queue')
    expect((await citizen.call('POST', '/typing')).status).toBe(204)
    expect((await hers.next('typing')).data).toEqual({ handoffId: id, forMs: 6000 })
    await citizen.say('voilà')
    await others.next('message')
    expect(others.events.filter(({ type }) => type === 'typing')).toEqual([])
    const notice = await server.fetch('/confidentialite?commune=zuydville&langue=fr')
    expect(notice.text).toContain('jamais ce que vous écrivez')
  })

  it('needs the conversation’s key', async () => {
    const { citizen } = await talk()
    const answer = await server.call('POST', `/conversations/${citizen.id}/typing`)
    expectProblem(answer, 401, 'unauthenticated')
  })
})
