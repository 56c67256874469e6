import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { DeskChoicesView } from '../../../src/features/handoffs/desk-contract.js'
import { MAX_TEXT_LENGTH } from '../../../src/platform/http/shapes.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let colleague: StaffMember
/** An agent of another commune. */
let stranger: StaffMember

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville' }] })
  agent = await server.signIn()
  colleague = await server.signIn(OTHER_AGENT)
  stranger = await server.signInAs({ email: 'x@zedville.example', roles: ['agent'], communeId: 'zedville' })
})
beforeEach(() => server.clock.set(OPEN))
afterAll(() => server.stop())

async function begin(body: Record<string, unknown> = {}): Promise<Handoff> {
  const answer = await agent.call('POST', '/agent/conversations', { channel: 'counter', language: 'fr', ...body })
  expect(answer.status).toBe(201)
  return answer.body
}
const ask = (id: string, body: Record<string, unknown>, who = agent) =>
  who.act(id, 'ask', { clientId: newClientId(), ...body })
const choices = async (): Promise<DeskChoicesView> => (await agent.call('GET', '/agent/desk')).body
const slotOf = async (at = 0) => {
  const { day, half } = (await choices()).slots[at] ?? {}
  return { day, half }
}
const PERSON = { name: 'Jeanne', phone: '01 99 00 12 34', text: 'Mon acte de naissance n’est pas arrivé' }

describe('a conversation at the counter', () => {
  it('is held by its agent at once, named, and opened by no token', async () => {
    const desk = await begin({ channel: 'phone', language: 'ar', name: ' Samir ' })
    expect(desk).toMatchObject({ kind: 'desk', status: 'assigned', agentId: agent.userId, contact: { name: 'Samir' } })
    expect(desk.reference).toMatch(/^VR-\w{3}-\w{3}$/)
    const { mine } = await agent.queue()
    expect(mine.find(({ id }) => id === desk.id)).toMatchObject({ channel: 'phone', language: 'ar' })
    expect((await agent.readHandoff(desk.id)).channel).toBe('phone')
    for (const token of ['', 'x'.repeat(43)]) {
      const headers = { authorization: `Bearer ${token}` }
      const read = await server.call('GET', `/conversations/${desk.conversationId}/messages`, { headers })
      expectProblem(read, 401, 'unauthenticated')
    }
  })

  it('searches as the assistant does, keeps why, and gives a sure answer', async () => {
    const { id } = await begin()
    const { status, body } = await ask(id, { text: 'acte de naissance' })
    expect(status).toBe(200)
    expect(body.message).toMatchObject({ author: 'citizen', payload: { text: 'acte de naissance' } })
    const { transcript } = await agent.readHandoff(id)
    expect(transcript.turns).toHaveLength(1)
    expect(transcript.turns[0]?.candidates.length).toBeGreaterThan(2)
  })

  it('gives the answer of the entry that the agent chose, in the person’s language, once', async () => {
    const { id } = await begin({ language: 'en' })
    const clientId = newClientId()
    const { body } = await ask(id, { entryId: 'acte-naissance-copie', clientId })
    expect(body.replies).toMatchObject([{ author: 'assistant', payload: { type: 'card' } }])
    await ask(id, { entryId: 'acte-naissance-copie', clientId })
    const { transcript } = await agent.readHandoff(id)
    expect(transcript.turns).toMatchObject([{ outcome: 'answered_choice', entryId: 'acte-naissance-copie' }])
    expect(transcript.messages).toHaveLength(2)
  })

  it('masks what is typed', async () => {
    const { id } = await begin()
    const { body } = await ask(id, { text: 'rappeler le 06 39 98 00 01' })
    expect(body.message.payload.text).not.toContain('98')
  })

  it('refuses what is not for the counter, not hers, empty, or unknown', async () => {
    const { id } = await begin()
    expectProblem(await ask(id, { text: 'bonjour' }, colleague), 409, 'handoff_not_yours')
    expectProblem(await ask(id, { text: ' ' }), 422, 'text_empty', 'text')
    expectProblem(await ask(id, { entryId: 'nothing' }), 422, 'unknown_entry', 'entryId')
    expectProblem(await ask('nothing', { text: 'bonjour' }), 404, 'unknown_handoff')
    await agent.act(id, 'resolve', { resolution: 'answered' })
    expectProblem(await ask(id, { text: 'bonjour' }), 409, 'handoff_ended')
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.callAgent()
    const [live] = (await agent.queue()).pending
    await agent.act(live?.id ?? '', 'claim', {})
    expectProblem(await ask(live?.id ?? '', { text: 'bonjour' }), 409, 'not_at_desk')
    expectProblem(
      await agent.call('POST', '/agent/conversations', { channel: 'web', language: 'fr' }),
      422,
      'invalid_request',
      'channel',
    )
  })

  it('says nothing to nobody: no notice, no watch, no place in the citizens’ queue', async () => {
    const { id } = await begin()
    await agent.act(id, 'resolve', { resolution: 'answered' })
    expect((await agent.readHandoff(id)).transcript.messages).toEqual([])
    const { id: kept } = await begin()
    server.clock.advance({ hours: 3 })
    await server.app.sweep()
    expect((await agent.readHandoff(kept)).handoff.status).toBe('assigned')
  })

  it('is counted apart from the site', async () => {
    const today = async () => (await server.store.readCounters('villebourg', '2026-11-24', '2026-11-24'))['2026-11-24']
    await server.app.sweep()
    const before = (await today()) ?? {}
    const { id } = await begin({ channel: 'phone' })
    await ask(id, { text: 'acte de naissance' })
    await begin()
    const flushed = await counted(today)
    expect(flushed['channel.counter']).toBe((before['channel.counter'] ?? 0) + 1)
    expect(flushed['channel.phone']).toBe((before['channel.phone'] ?? 0) + 1)
    expect(flushed['channel.phone.questions']).toBe((before['channel.phone.questions'] ?? 0) + 1)
    expect(flushed.questions).toBe(before.questions)
  })
})

/** Counters are written together, by a sweep. */
async function counted(read: () => Promise<Record<string, number> | undefined>) {
  await server.app.sweep()
  return (await read()) ?? {}
}

describe('an entry that is looked for at the counter', () => {
  const ENTRY = 'acte-naissance-copie'
  const TITLE = 'Demander une copie ou un extrait d’acte de naissance'
  const find = (words: string, who = agent) => who.call('POST', '/agent/sheets/find', { words })
  const give = (body: Record<string, unknown> = {}, who = agent, id = ENTRY) =>
    who.call('POST', `/agent/sheets/${id}/given`, { channel: 'counter', language: 'fr', question: '', ...body })
  const today = async (communeId = 'villebourg') => {
    const day = OPEN.slice(0, 10)
    return (await server.store.readCounters(communeId, day, day))[day] ?? {}
  }

  it('is found by words, best first, and nothing is stored', async () => {
    await server.app.sweep()
    const before = [await today(), await agent.queue()]
    const { status, body } = await find('acte de naissance')
    expect(status).toBe(200)
    expect(body.entries[0]).toEqual({
      id: ENTRY,
      title: TITLE,
      confidence: expect.any(Number),
    })
    const confidences = body.entries.map(({ confidence }: { confidence: number }) => confidence)
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a))
    expect((await find(' ')).body).toEqual({ entries: [], canMail: false })
    await server.app.sweep()
    expect([await today(), await agent.queue()]).toEqual(before)
    expectProblem(await find('x'.repeat(MAX_TEXT_LENGTH + 1)), 422, 'invalid_request', 'words')
  })

  it('is read as citizens read it, in French or in another language', async () => {
    const { status, body } = await agent.call('GET', `/agent/sheets/${ENTRY}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ entryId: ENTRY, title: TITLE })
    expect(body.sections.length).toBeGreaterThan(2)
    const english = await agent.call('GET', `/agent/sheets/${ENTRY}?language=en`)
    expect(english.body.sections[0].title).not.toBe(body.sections[0].title)
    expectProblem(await agent.call('GET', '/agent/sheets/nothing'), 404, 'not_found')
    expectProblem(await agent.call('GET', `/agent/sheets/${ENTRY}?language=xx`), 422, 'invalid_request', 'language')
  })

  it('is counted as given, with what was asked, in one call: a talk begun, answered and ended', async () => {
    await server.app.sweep()
    const before = await today()
    const { status, body } = await give({
      channel: 'phone',
      question: 'il me faut un acte de naissance, 06 39 98 00 01',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'desk', status: 'resolved', resolution: 'answered', agentId: agent.userId })
    const { transcript, channel } = await agent.readHandoff(body.id)
    expect(channel).toBe('phone')
    expect(JSON.stringify(transcript)).not.toContain('39 98')
    expect(transcript.messages[0]).toMatchObject({ author: 'citizen' })
    const shown = transcript.messages.filter(({ payload }) => payload.type === 'card')
    expect(shown.map(({ payload }) => payload.type === 'card' && payload.answer.entryId)).toContain(ENTRY)
    const after = await counted(today)
    expect(after['channel.phone']).toBe((before['channel.phone'] ?? 0) + 1)
    expect(after['channel.phone.questions']).toBeGreaterThan(before['channel.phone.questions'] ?? 0)
    expect(after.questions).toBe(before.questions)
    expect((await agent.queue()).ended.map(({ id }) => id)).toContain(body.id)
  })

  it('is given without a question too, and its card is in the talk once', async () => {
    const { body } = await give()
    const { transcript } = await agent.readHandoff(body.id)
    expect(transcript.messages).toMatchObject([
      { author: 'citizen', payload: { text: TITLE } },
      { author: 'assistant', payload: { type: 'card', answer: { entryId: ENTRY } } },
    ])
    expectProblem(await give({}, agent, 'nothing'), 404, 'not_found')
    expectProblem(await give({ channel: 'web' }), 422, 'invalid_request', 'channel')
  })

  it('is counted in the commune of the agent alone, where nobody else reads who came', async () => {
    await server.app.sweep()
    const before = await today()
    const { body, status } = await give({ question: 'un acte pour mon escargotier' }, stranger)
    expect([status, body.communeId]).toEqual([201, 'zedville'])
    expect((await counted(() => today('zedville')))['channel.counter']).toBe(1)
    expect(await today()).toEqual(before)
    const { pending, mine, others, ended } = await agent.queue()
    expect([...pending, ...mine, ...others, ...ended].map(({ id }) => id)).not.toContain(body.id)
    expectProblem(await agent.call('GET', `/agent/handoffs/${body.id}`), 404, 'unknown_handoff')
    expect((await stranger.queue()).ended.map(({ id }) => id)).toEqual([body.id])
  })

  it('is for those who answer citizens', async () => {
    const curator = await server.signInAs({ email: 'cur@villebourg.example', roles: ['curator'] })
    expectProblem(await find('acte', curator), 403, 'forbidden')
    expectProblem(await curator.call('GET', `/agent/sheets/${ENTRY}`), 403, 'forbidden')
    expectProblem(await give({}, curator), 403, 'forbidden')
    expectProblem(await server.call('POST', '/agent/sheets/find', { body: { words: 'acte' } }), 401, 'sign_in_required')
  })
})

describe('what is left for a visitor', () => {
  it('waits in the queue under a reference, for a department; the talk is over', async () => {
    const desk = await begin()
    const { status, body } = await agent.act(desk.id, 'leave', { ...PERSON, department: 'etat-civil' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'message', status: 'pending', department: 'etat-civil' })
    expect(body).toMatchObject({ subject: PERSON.text, contact: { name: 'Jeanne', phone: '01 99 00 12 34' } })
    expect((await agent.readHandoff(desk.id)).handoff).toMatchObject({ status: 'resolved', resolution: 'redirected' })
    const row = (await colleague.queue()).pending.find(({ id }) => id === body.id)
    expect(row).toMatchObject({ channel: 'counter' })
  })

  it('is a colleague’s at once when it is for her', async () => {
    const { id } = await begin()
    const { body } = await agent.act(id, 'leave', { ...PERSON, colleagueId: colleague.userId })
    expect(body).toMatchObject({ status: 'assigned', agentId: colleague.userId })
    expect((await colleague.queue()).mine.map((row) => row.id)).toContain(body.id)
  })

  it('may be a call in a half-day that has a place', async () => {
    const { id } = await begin()
    const slot = await slotOf()
    const { body } = await agent.act(id, 'leave', { ...PERSON, slot })
    expect(body).toMatchObject({ kind: 'callback', slot })
    const past = await agent.act((await begin()).id, 'leave', {
      ...PERSON,
      slot: { day: '2026-11-01', half: 'morning' },
    })
    expectProblem(past, 409, 'slot_taken', 'slot')
    expect(past.body.slots.length).toBeGreaterThan(0)
  })

  it('is refused with the field at fault, and then ends nothing', async () => {
    const { id } = await begin()
    const { phone: _, ...unreachable } = PERSON
    expectProblem(await agent.act(id, 'leave', unreachable), 422, 'contact_needed', 'phone')
    expectProblem(await agent.act(id, 'leave', { ...PERSON, department: 'x' }), 422, 'invalid_request', 'department')
    expectProblem(await agent.act(id, 'leave', { ...PERSON, colleagueId: 'x' }), 422, 'invalid_request', 'colleagueId')
    expect((await agent.readHandoff(id)).handoff.status).toBe('assigned')
  })

  it('offers the departments, the other agents and the half-days', async () => {
    const { departments, colleagues, slots } = await choices()
    expect(departments).toContainEqual({ id: 'etat-civil', name: 'État civil' })
    expect(colleagues.map(({ id }) => id)).toContain(colleague.userId)
    expect(colleagues.map(({ id }) => id)).not.toContain(agent.userId)
    expect(slots.length).toBeGreaterThan(1)
  })
})

describe('a call put off', () => {
  it('waits for anyone in another half-day; nothing is told where nobody reads', async () => {
    const { body: call } = await agent.act((await begin()).id, 'leave', { ...PERSON, slot: await slotOf() })
    const later = await slotOf(1)
    expectProblem(await agent.act(call.id, 'reschedule', { slot: later }), 409, 'handoff_not_yours')
    await agent.act(call.id, 'claim', {})
    await agent.act(call.id, 'missed-call', {})
    const { status, body } = await agent.act(call.id, 'reschedule', { slot: later })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'pending', slot: later, missedCalls: [expect.any(String)] })
    await agent.act(call.id, 'claim', {})
    await agent.act(call.id, 'resolve', { resolution: 'reached' })
    await agent.act(call.id, 'reopen', {})
    const { transcript } = await agent.readHandoff(call.id)
    expect(transcript.messages.flatMap(({ payload }) => ('event' in payload ? [payload.event] : []))).toEqual([
      'callback_requested',
    ])
  })

  it('must be a call, to a half-day that is offered', async () => {
    const desk = await begin()
    expectProblem(await agent.act(desk.id, 'reschedule', { slot: await slotOf() }), 409, 'no_phone')
    const past = await agent.act(desk.id, 'reschedule', { slot: { day: '2026-11-01', half: 'morning' } })
    expectProblem(past, 409, 'slot_taken', 'slot')
  })
})

describe('an earlier request', () => {
  const earlier = async (id: string) => (await agent.call('GET', `/agent/handoffs/${id}/earlier`)).body.earlier

  it('is found by the reference that the person gives, however it is said, and by nothing else', async () => {
    const { body: left } = await agent.act((await begin({ name: 'Jeanne' })).id, 'leave', PERSON)
    const { id } = await begin({ name: 'Jeanne' })
    expect(await earlier(id)).toEqual([])
    await ask(id, { text: `ma référence est ${left.reference.toLowerCase().replaceAll('-', ' ')} je crois` })
    expect(await earlier(id)).toMatchObject([{ id: left.id, reference: left.reference, kind: 'message' }])
  })
})
