import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type Citizen, expectProblem, type StaffMember } from '../../../platform/http/clients.js'
import {
  AGENT,
  CLOSED,
  OPEN,
  OTHER_AGENT,
  plainSpaces,
  startTestServer,
  type TestServer,
} from '../../../platform/http/harness.js'

const AFTERNOON = { day: '2026-11-24', half: 'afternoon' }
const TOMORROW = { day: '2026-11-25', half: 'morning' }

let server: TestServer
let agent: StaffMember

beforeAll(async () => {
  server = await startTestServer({
    communes: [
      { id: 'zbourg', nom: 'Zbourg', callbacks: { perHalfDay: 1 } },
      { id: 'zsans', nom: 'Zsans', callbacks: { perHalfDay: 0 } },
    ],
  })
  agent = await server.signIn(AGENT)
})
beforeEach(async () => {
  server.clock.set(OPEN)
  for (const communeId of ['villebourg', 'zbourg']) {
    for (const { conversationId } of await server.store.listHandoffs(communeId, ['pending', 'assigned', 'resolved'])) {
      await server.store.eraseConversation(conversationId)
    }
  }
})
afterAll(() => server.stop())

const wish = (patch: Record<string, unknown> = {}) => ({
  slot: AFTERNOON,
  name: 'Jeanne Martin',
  phone: '06 12 34 56 78',
  subject: 'ma demande de place en crèche',
  ...patch,
})
const ask = (citizen: Citizen, patch: Record<string, unknown> = {}) => citizen.call('POST', '/callback', wish(patch))
const slotsOf = async (commune: string, query = '') =>
  (await server.call('GET', `/communes/${commune}/callback-slots${query}`)).body.slots

describe('the half-days offered', () => {
  it('are told to whoever opens the chat without reading what others asked', async () => {
    const listing = jest.spyOn(server.store, 'listHandoffs')
    await server.call('GET', '/communes/villebourg')
    await slotsOf('villebourg')
    expect(listing).not.toHaveBeenCalled()
    listing.mockRestore()
  })

  it('are told in words, without the one that has begun', async () => {
    const slots = await slotsOf('villebourg')
    expect(slots[0]).toMatchObject(AFTERNOON)
    expect(slots[0].dayInWords).toBe('mardi 24 novembre')
    expect(plainSpaces(slots[0].halfInWords)).toBe('après-midi (13 h 30 – 17 h)')
    expect((await slotsOf('villebourg', '?language=en'))[1]).toMatchObject({
      dayInWords: 'Wednesday 25 November',
      halfInWords: 'morning (08:30 – 12:00)',
    })
    expect((await server.call('GET', '/communes/villebourg')).body.callbacks).toBe(true)
  })

  it('are none where the town makes no call, and asking is refused with another way', async () => {
    expect(await slotsOf('zsans')).toEqual([])
    expect((await server.call('GET', '/communes/zsans')).body.callbacks).toBe(false)
    expectProblem(await ask(await server.startConversation({ communeId: 'zsans' })), 409, 'callbacks_not_offered')
    expectProblem(await server.call('GET', '/communes/nowhere/callback-slots'), 404, 'unknown_commune', 'communeId')
  })
})

describe('asking to be phoned', () => {
  it('is noted, out of hours too, with a reference to read on the phone', async () => {
    server.clock.set(CLOSED)
    const citizen = await server.startConversation()
    const { status, body } = await ask(citizen, { slot: TOMORROW })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'callback', status: 'pending', position: null })
    expect(body.reference).toMatch(/^VR-\w{3}-\w{3}$/)
    expect(plainSpaces(body.slot)).toBe('mercredi 25 novembre, matin (8 h 30 – 12 h)')
    const notice = plainSpaces((await citizen.texts()).at(-1) ?? '')
    expect(notice).toContain('La mairie vous appellera mercredi 25 novembre, matin (8 h 30 – 12 h).')
    expect(notice).toContain(body.reference)
    expect((await citizen.read()).handoff).toEqual(body)
  })

  it('twice with the same words is asking once; otherwise it is refused', async () => {
    const citizen = await server.startConversation()
    const [first, second] = await Promise.all([ask(citizen), ask(citizen)])
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.reference).toBe(first.body.reference)
    expectProblem(await ask(citizen, { subject: 'autre chose' }), 409, 'handoff_already_open')
  })

  it('takes the place of a wait that nobody answered', async () => {
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.callAgent()
    expect((await ask(citizen)).body).toMatchObject({ kind: 'callback', status: 'pending' })
  })

  it('gives the last place once; the other is told which are left, and nothing else is stored', async () => {
    const citizens = [
      await server.startConversation({ communeId: 'zbourg' }),
      await server.startConversation({ communeId: 'zbourg' }),
    ]
    const answers = await Promise.all(citizens.map((citizen) => ask(citizen)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const refused = answers.find(({ status }) => status === 409)
    if (!refused) throw new Error('one is refused')
    expectProblem(refused, 409, 'slot_taken', 'slot')
    expect(refused.body.slots[0]).toMatchObject(TOMORROW)
    expect(refused.body.slots).toEqual(await slotsOf('zbourg'))
    expect(await server.store.listHandoffs('zbourg', ['pending'])).toHaveLength(1)
  })

  it('refuses a half-day that has begun, or that the reception does not have', async () => {
    const citizen = await server.startConversation()
    for (const slot of [
      { day: '2026-11-24', half: 'morning' },
      { day: '2026-11-28', half: 'morning' },
      { day: '2026-12-25', half: 'morning' },
      { day: '2027-06-01', half: 'morning' },
    ])
      expectProblem(await ask(citizen, { slot }), 409, 'slot_taken', 'slot')
  })

  it.each([
    ['phone', 'phone_invalid', { phone: '06 12 34' }],
    ['phone', 'contact_needed', { phone: '  ' }],
    ['phone', 'invalid_request', { phone: undefined }],
    ['name', 'invalid_request', { name: '   ' }],
    ['subject', 'text_empty', { subject: '' }],
    ['subject', 'text_empty', { subject: ' \u200b ' }],
    ['subject', 'text_too_long', { subject: 'x'.repeat(2001) }],
    ['slot.half', 'invalid_request', { slot: { day: '2026-11-24', half: 'night' } }],
    ['slot.day', 'invalid_request', { slot: { day: 'demain', half: 'morning' } }],
  ])('says that %s is at fault (%s)', async (field, code, patch) => {
    expectProblem(await ask(await server.startConversation(), patch), 422, code, field)
  })

  it('takes phones of other countries', async () => {
    const citizen = await server.startConversation()
    expect((await ask(citizen, { phone: '+32 470 12 34 56' })).status).toBe(201)
  })

  it('masks the subject like any message, and sees danger in it', async () => {
    await ask(await server.startConversation(), { subject: 'mon numéro est le 2 84 05 45 123 456 78' })
    await ask(await server.startConversation(), { subject: 'mon mari me frappe' })
    const { pending } = await agent.queue()
    expect(pending.map(({ urgent }) => urgent)).toEqual([true, false])
    expect(pending[1]?.subject).toContain('masqué')
  })

  it('may be cancelled by the citizen, which gives the place back and is told to the agents', async () => {
    const citizen = await server.startConversation({ communeId: 'zbourg' })
    await ask(citizen)
    expect(await slotsOf('zbourg')).not.toContainEqual(expect.objectContaining(AFTERNOON))
    const { status, body } = await citizen.call('DELETE', '/handoff')
    expect([status, body.status]).toEqual([200, 'cancelled'])
    expect((await citizen.texts()).at(-1)).toContain('rappel est annulé')
    expect((await slotsOf('zbourg'))[0]).toMatchObject(AFTERNOON)
  })

  it('outlives the end of the conversation, and not its erasure', async () => {
    const citizen = await server.startConversation()
    await ask(citizen)
    await citizen.call('POST', '/close')
    expect((await agent.queue()).pending).toHaveLength(1)
    await citizen.call('DELETE', '')
    expect((await agent.queue()).pending).toEqual([])
  })
})

describe('a call-back among the agents', () => {
  async function claimed(): Promise<{ citizen: Citizen; id: string }> {
    const citizen = await server.startConversation()
    await ask(citizen)
    const id = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    expect((await agent.act(id, 'claim')).status).toBe(200)
    return { citizen, id }
  }

  it('is in the queue with its reference, its phone and its half-day', async () => {
    const citizen = await server.startConversation()
    const { body } = await ask(citizen)
    const [item] = (await agent.queue()).pending
    expect(item).toMatchObject({
      kind: 'callback',
      reference: body.reference,
      contact: { name: 'Jeanne Martin', phone: '06 12 34 56 78' },
      slot: { ...AFTERNOON, startsAt: '2026-11-24T12:30:00.000Z', endsAt: '2026-11-24T16:00:00.000Z' },
      subject: 'ma demande de place en crèche',
    })
  })

  it('stays when nobody answered the phone, and ends when she was reached', async () => {
    const { citizen, id } = await claimed()
    expect((await citizen.texts()).at(-1)).toContain('s’occupe de votre rappel')
    server.clock.advance({ hours: 4 })
    const missed = await agent.act(id, 'missed-call')
    expect(missed.body).toMatchObject({ status: 'assigned', missedCalls: ['2026-11-24T13:00:00.000Z'] })
    expect(plainSpaces((await citizen.texts()).at(-1) ?? '')).toContain('appeler le 02 61 91 00 00')
    expect((await agent.queue()).mine[0]?.missedCalls).toHaveLength(1)
    const reached = await agent.act(id, 'resolve', { resolution: 'reached' })
    expect(reached.body).toMatchObject({ status: 'resolved', resolution: 'reached' })
    expect((await citizen.texts()).at(-1)).toContain('a terminé votre demande de rappel')
  })

  it('is for its agent alone, and a call is missed only where there is a phone', async () => {
    const { id } = await claimed()
    const other = await server.signIn(OTHER_AGENT)
    expectProblem(await other.act(id, 'missed-call'), 409, 'handoff_not_yours')
    await agent.act(id, 'resolve', { resolution: 'done' })
    expectProblem(await agent.act(id, 'missed-call'), 409, 'handoff_ended')
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { kind: 'message', name: 'Jeanne', email: 'j@exemple.fr', text: 'bonjour' })
    const messageId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await agent.act(messageId, 'claim')
    expectProblem(await agent.act(messageId, 'missed-call'), 409, 'no_phone')
  })

  it('never expires, and keeps its conversation until it is dealt with', async () => {
    await ask(await server.startConversation())
    server.clock.advance({ hours: 24 * 60 })
    await server.app.sweep()
    const agent = await server.signIn(AGENT)
    const [item] = (await agent.queue()).pending
    expect(item?.contact?.phone).toBe('06 12 34 56 78')
    await agent.act(item?.id ?? '', 'claim')
    await agent.act(item?.id ?? '', 'resolve', { resolution: 'no_reply' })
    server.clock.advance({ hours: 24 * 31 })
    await server.app.sweep()
    expect(await server.store.getHandoff(item?.id ?? '')).toBeUndefined()
  })
})
