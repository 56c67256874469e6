import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { eventually } from '../browser/eventually.js'
import { localSender, type Receiver, startReceiver } from '../features/webhooks/receiver.js'
import { AGENT, OPEN, startTestServer, type TestServer } from '../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { filesOf, found, tablesOf } from './scan.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const VILLEBOURG = 'villebourg'

/** A time of its own for each kind. */
const DAYS = { contacts: 10, conversations: 30, unanswered: 60, remarks: 90, counters: 120, audit: 150 }
/** Fixed: what was sent to other software, and what was masked in words to a person. */
const DELIVERY_DAYS = 30
const REVEAL_HOURS = 4

/** Nobody's: each is typed in this test alone. */
const TYPED = {
  question: 'xylophone quantique à vapeur',
  failed: 'zeppelin municipal en velours',
  talk: 'mon pangolin apprivoisé',
  agent: 'bonjour du guichet des pangolins',
  note: 'note sur le pangolin',
  remark: 'remarque de la girafe',
  opinion: 'avis de la mangouste',
  left: 'rappelez la mangouste',
  subject: 'sujet de la loutre',
}
const CONTACTS = {
  leaver: 'Apolline Serinbleu',
  leaverMail: 'apolline@serinbleu.example',
  leaverPhone: '07 58 63 21 49',
  caller: 'Gaspard Loutreverte',
  callerPhone: '07 58 63 21 50',
}
const MASKED = '06 52 41 97 38'

let receiver: Receiver
let database: TestDatabase
beforeAll(async () => {
  ;[receiver, database] = [await startReceiver(), await createDatabase()]
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
})

describe.each(['lowdb', 'PostgreSQL'])('what is kept for a time, with %s', (kind) => {
  let server: TestServer
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-retention-'))
    const file = JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8'))
    const { conversations: retentionDays, ...retention } = DAYS
    const privacy = { ...file.privacy, retentionDays, retention, revealHours: REVEAL_HOURS }
    server = await startTestServer({
      communes: [{ id: VILLEBOURG, privacy }],
      webhookSender: localSender(),
      ...(kind === 'lowdb'
        ? { store: await openLowdbStore({ dataDir: folder }) }
        : { config: { database: { url: database.url, connections: 4 } } }),
    })
  })
  afterEach(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Everything that is kept, by place. */
  const kept = () => (kind === 'lowdb' ? filesOf(folder) : tablesOf(database))
  /** Which of these lie anywhere; beside the notices by which processes tell each other of a change, pruned after an hour. */
  async function lying(typed: Record<string, string>): Promise<string[]> {
    const places = new Map([...(await kept())].filter(([place]) => !place.endsWith('/change')))
    return [...new Set(found(places, typed).map((one) => one.split(': ').at(-1) ?? ''))].sort()
  }

  it('goes at its own date, not before, and leaves nothing of what was typed', async () => {
    const { store } = server
    const admin = await server.signIn('admin@villebourg.example')
    const agent = await server.signIn(AGENT)
    await agent.beAvailable()
    const webhook = { name: 'Suivi', address: receiver.address, events: ['message.left', 'handoff.closed'] }
    expect((await admin.call('POST', '/admin/webhooks', webhook)).status).toBe(201)

    // A question that nobody answers, a talk with everything in it, and an opinion.
    const talker = await server.startConversation()
    await talker.say(TYPED.question)
    await talker.callAgent()
    const talk = (await store.findOpenHandoff(talker.id))?.id ?? ''
    const must = async (answer: Promise<{ status: number; text: string }>) => {
      const { status, text } = await answer
      if (status >= 300) throw new Error(`${status} ${text}`)
    }
    await must(agent.act(talk, 'claim'))
    await talker.say(`${TYPED.talk}, joignable au ${MASKED}`)
    await must(agent.act(talk, 'messages', { clientId: 'agent-0001', text: TYPED.agent }))
    await must(agent.act(talk, 'notes', { clientId: 'agent-0002', text: TYPED.note }))
    const { messages } = await talker.read()
    const asked = messages.find(({ author }) => author === 'citizen')
    const remark = await agent.act(talk, 'remarks', { kind: 'missing_question', messageSeq: asked?.seq })
    await must(agent.call('PUT', `/agent/remarks/${remark.body.id}`, { rightEntryId: null, note: TYPED.remark }))
    const { items } = (await agent.call('GET', `/agent/handoffs/${talk}/masked`)).body
    await must(agent.act(talk, 'reveals', { itemId: items[0].id, reason: 'call_back' }))
    await must(talker.call('POST', '/rating', { level: 2, comment: TYPED.opinion }))
    await must(agent.act(talk, 'resolve', { resolution: 'answered' }))

    // A message left, and a call-back, both dealt with.
    const leaver = await server.startConversation()
    await leaver.say(TYPED.failed)
    const { leaver: name, leaverMail: email, leaverPhone: phone } = CONTACTS
    await must(leaver.call('POST', '/handoff', { kind: 'message', name, email, phone, text: TYPED.left }))
    const caller = await server.startConversation()
    const { slots } = (await server.call('GET', `/communes/${VILLEBOURG}/callback-slots`)).body
    const { day, half } = slots[0]
    const wish = { slot: { day, half }, name: CONTACTS.caller, phone: CONTACTS.callerPhone, subject: TYPED.subject }
    await must(caller.call('POST', '/callback', wish))
    for (const citizen of [leaver, caller]) {
      const id = (await store.findOpenHandoff(citizen.id))?.id ?? ''
      await must(agent.act(id, 'claim'))
      await must(agent.act(id, 'resolve', { resolution: 'reached' }))
    }
    await eventually(async () => {
      await server.app.sweep()
      return (await store.listDeliveries(VILLEBOURG)).filter(({ status }) => status === 'delivered').length
    }, 4)

    /** What is there now, of each kind. */
    const there = async () => {
      const ids = [talker, leaver, caller].map(({ id }) => id)
      const conversations = await Promise.all(ids.map((id) => store.getConversation(id)))
      const audit = await store.listAudit(VILLEBOURG, { limit: 50 })
      const counters = await store.readCounters(VILLEBOURG, '0000-01-01', '9999-12-31')
      return {
        masked: (await store.listMaskedEndedBefore('9999-01-01T00:00:00.000Z')).length > 0,
        contacts: await lying(CONTACTS),
        conversations: conversations.filter(Boolean).length,
        deliveries: (await store.listDeliveries(VILLEBOURG)).length > 0,
        typed: await lying(TYPED),
        counters: Object.keys(counters).includes(OPEN.slice(0, 10)),
        acts: audit.rows.some(({ action }) => action === 'webhook_added'),
        reveals: (await store.listReveals(VILLEBOURG)).length > 0,
      }
    }
    const everything = {
      masked: true,
      contacts: Object.keys(CONTACTS).sort(),
      conversations: 3,
      deliveries: true,
      typed: Object.keys(TYPED).sort(),
      counters: true,
      acts: true,
      reveals: true,
    }
    expect(await there()).toEqual(everything)

    /** Looks just before a date, and just after it. */
    let state: Awaited<ReturnType<typeof there>> = everything
    const passes = async (afterMs: number, change: Partial<typeof state>, marginMs = HOUR_MS) => {
      for (const [at, expected] of [
        [afterMs - marginMs, state],
        [afterMs + marginMs, { ...state, ...change }],
      ] as const) {
        server.clock.set(new Date(Date.parse(OPEN) + at).toISOString())
        await server.app.sweep()
        await eventually(there, expected)
        state = expected
      }
    }
    await passes(REVEAL_HOURS * HOUR_MS, { masked: false })
    await passes(DAYS.contacts * DAY_MS, { contacts: [] })
    // The failed question and the remark of the agent, with the question that it is about, outlive their conversation, apart from it.
    const apart = { conversations: 0, deliveries: false, typed: ['failed', 'question', 'remark'] }
    expect(DELIVERY_DAYS).toBe(DAYS.conversations)
    await passes(DAYS.conversations * DAY_MS, apart)
    // By day, not by hour: they go with the end of their last one.
    await passes((DAYS.unanswered + 0.5) * DAY_MS, { typed: ['question', 'remark'] }, DAY_MS)
    await passes(DAYS.remarks * DAY_MS, { typed: [] })
    await passes((DAYS.counters + 0.5) * DAY_MS, { counters: false }, DAY_MS)
    await passes(DAYS.audit * DAY_MS, { acts: false, reveals: false })

    // And of all that, nothing is left in any byte, the key of no conversation either.
    const ids = Object.fromEntries([talker, leaver, caller].map(({ id }) => [id, id]))
    expect(await lying({ ...TYPED, ...CONTACTS, masked: MASKED })).toEqual([])
    expect(await lying(ids)).toEqual([])
  })
})
