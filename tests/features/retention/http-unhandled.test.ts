import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { eventually } from '../../browser/eventually.js'
import { filesOf, found, tablesOf } from '../../failures/scan.js'
import type { Citizen } from '../../platform/http/clients.js'
import { AGENT, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { headersOf, MailServer, textOf } from '../mail/mail-server.js'

const VILLEBOURG = 'villebourg'
/** What a request is kept for when nobody handles it, unless the commune says otherwise. */
const DAYS = 90
const NOTICE = 14
const WORDS = {
  name: 'Apolline Serinbleu',
  phone: '07 58 63 21 49',
  email: 'apolline@serinbleu.example',
  other: 'Gaspard Loutreverte',
  otherPhone: '07 58 63 21 50',
}

let mails: MailServer
let database: TestDatabase

describe.each(['lowdb', 'PostgreSQL'])('a request that nobody handles, with %s', (kind) => {
  let server: TestServer
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-unhandled-'))
    database = await createDatabase()
    mails = new MailServer()
    const mail = { url: `smtp://127.0.0.1:${await mails.listen()}`, from: 'Mairie <mairie@villebourg.example>' }
    const common = { mail, publicUrl: 'http://127.0.0.1:3000' }
    server = await startTestServer(
      kind === 'lowdb'
        ? { config: common, store: await openLowdbStore({ dataDir: folder }) }
        : { config: { ...common, database: { url: database.url, connections: 4 } } },
    )
  })
  afterEach(async () => {
    await server.stop()
    await mails.close()
    await rm(folder, { recursive: true, force: true })
    await database.drop()
  })

  const kept = async () => {
    const places = kind === 'lowdb' ? await filesOf(folder) : await tablesOf(database)
    return found(new Map([...places].filter(([place]) => !place.endsWith('/change'))), WORDS)
  }
  /** Sweeps at so many days from now on, until the mails have left. */
  const sweepAt = async (days: number) => {
    server.clock.set(new Date(Date.parse(OPEN) + days * 24 * 3_600_000).toISOString())
    await server.app.sweep()
    await server.app.sweep()
  }
  const leave = async (citizen: Citizen) => {
    const { name, phone, email } = WORDS
    const left = { kind: 'message', name, phone, email, text: 'Rappelez-moi' }
    expect((await citizen.call('POST', '/handoff', left)).status).toBe(201)
    return (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
  }
  const ends = async () => {
    const counters = await server.store.readCounters(VILLEBOURG, '0000-01-01', '9999-12-31')
    return Object.fromEntries(
      Object.values(counters)
        .flatMap((day) => Object.entries(day))
        .filter(([name]) => name.startsWith('handoff.end.')),
    )
  }

  it('is announced to those who can handle it, then closed and told, and leaves no name', async () => {
    const leaver = await server.startConversation()
    const left = await leave(leaver)
    const caller = await server.startConversation()
    const [slot] = (await server.call('GET', `/communes/${VILLEBOURG}/callback-slots`)).body.slots
    const wish = { slot: { day: slot.day, half: slot.half }, name: WORDS.other, phone: WORDS.otherPhone, subject: 'x' }
    expect((await caller.call('POST', '/callback', wish)).status).toBe(201)
    const called = (await server.store.findOpenHandoff(caller.id))?.id ?? ''
    const agent = await server.signIn(AGENT)
    expect((await agent.act(called, 'claim')).status).toBe(200)

    await sweepAt(DAYS - NOTICE - 1)
    expect((await server.store.getHandoff(left))?.closesAt).toBeUndefined()
    mails.received.length = 0
    await sweepAt(DAYS - NOTICE)
    const { closesAt } = (await server.store.getHandoff(left)) ?? {}
    expect(closesAt).toBe(new Date(Date.parse(OPEN) + DAYS * 24 * 3_600_000).toISOString())

    // In the queue of every agent, and on the supervisor's page.
    await server.signIn(AGENT)
    const admin = await server.signIn('admin@villebourg.example')
    expect((await admin.queue()).pending.find(({ id }) => id === left)).toMatchObject({ closesAt })
    const { counts } = (await admin.call('GET', '/agent/supervision')).body
    expect(counts).toMatchObject({ unhandled: 1 })

    // The weekly letters, one before the end at least, tell references and days alone.
    await sweepAt(DAYS - 5)
    const letters = mails.received.filter((mail) => textOf(mail).includes(`#handoff/${left}`))
    expect(new Set(letters.flatMap(({ to }) => to))).toContain(AGENT)
    expect(new Set(letters.flatMap(({ to }) => to))).toContain('admin@villebourg.example')
    expect(letters.map(textOf).join('')).not.toMatch(/Apolline|Serinbleu|Rappelez/i)

    mails.received.length = 0
    await sweepAt(DAYS - 0.01)
    expect(await server.store.findOpenHandoff(leaver.id)).toBeDefined()
    await sweepAt(DAYS + 0.01)
    // The call was to be made some days later.
    await sweepAt(DAYS + 10)
    for (const id of [left, called])
      expect(await server.store.getHandoff(id)).toMatchObject({ status: 'expired', contact: null })
    await eventually(ends, { 'handoff.end.message.expired': 1, 'handoff.end.callback.expired': 1 })

    // She finds it in her conversation, with a way to the town, and gets one mail; no byte of how to reach her is left.
    for (const citizen of [leaver, caller]) {
      const last = plainSpaces((await citizen.texts()).at(-1) ?? '')
      expect(last).toContain('close sans réponse')
      expect(last).toContain('02 61 91 00 00')
    }
    const told = mails.received.filter(({ to }) => to.includes(WORDS.email))
    expect(told.map((mail) => plainSpaces(textOf(mail)))).toEqual([expect.stringContaining('close sans réponse')])
    expect(headersOf(told[0] as (typeof told)[0]).has('reply-to')).toBe(true)
    expect(await kept()).toEqual([])

    // The conversation has its own term from there.
    await sweepAt(DAYS + 45)
    expect(await server.store.getConversation(leaver.id)).toBeUndefined()
    expect(await ends()).toEqual({ 'handoff.end.message.expired': 1, 'handoff.end.callback.expired': 1 })
  })

  it('stays while somebody does something for it, and gives two weeks more to a desk that has just learnt of it', async () => {
    const leaver = await server.startConversation()
    const left = await leave(leaver)
    await sweepAt(DAYS - 10)
    const agent = await server.signIn(AGENT)
    expect((await agent.act(left, 'claim')).status).toBe(200)
    await sweepAt(DAYS + 1)
    // Its agent has gone home: it is everybody's again, and was handled all the same.
    expect(await server.store.getHandoff(left)).toMatchObject({ status: 'pending', contact: { name: WORDS.name } })
    expect((await server.store.getHandoff(left))?.closesAt).toBeUndefined()

    // A server that was stopped for a year announces first.
    await sweepAt(400)
    expect((await server.store.getHandoff(left))?.closesAt).toBeDefined()
    await sweepAt(400 + NOTICE - 0.01)
    expect(await server.store.findOpenHandoff(leaver.id)).toBeDefined()
    await sweepAt(400 + NOTICE)
    await sweepAt(400 + NOTICE + 1)
    expect(await kept()).toEqual([])
  })

  it('keeps no address when its mail cannot leave', async () => {
    mails.unknown.add(WORDS.email)
    const leaver = await server.startConversation()
    await leave(leaver)
    await sweepAt(DAYS - NOTICE)
    await sweepAt(DAYS)
    await sweepAt(DAYS + 1)
    expect(await server.store.listUnsentMails(VILLEBOURG)).toMatchObject([
      { kind: 'unhandled', status: 'failed', to: '' },
    ])
    expect(await kept()).toEqual([])
  })
})
