import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { content } from '../../contract/sample-entry-content.js'
import { expectProblem } from '../../platform/http/clients.js'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { MailServer, textOf } from './mail-server.js'

/** Thursday 26 November 2026: the server was stopped on Monday. */
const THURSDAY = '2026-11-26T15:00:00.000Z'
const MONDAY = '2026-11-30T07:00:00.000Z'
const ADA = { userId: 'ada', userName: 'Ada' }

let mails: MailServer
let server: TestServer

beforeEach(async () => {
  mails = new MailServer()
  const port = await mails.listen()
  const mail = { url: `smtp://127.0.0.1:${port}`, from: 'Mairie de Villebourg <mairie@villebourg.example>' }
  // A path is no part of the server's address: its pages have their own.
  server = await startTestServer({ config: { mail, publicUrl: 'http://127.0.0.1:3000/chat' } })
})
afterEach(async () => {
  await server.stop()
  await mails.close()
})

/** Publishes an entry that is to be read again within a month. */
async function publishDue(): Promise<void> {
  const due = content({ title: 'Louer un barnum', category: 'animaux', owner: 'accueil', reviewBy: '2026-12-15' })
  const result = await server.store.recordPublication({
    id: 'due',
    communeId: 'villebourg',
    entries: [{ entryId: 'barnum', installed: null, source: { type: 'content', content: due } }],
    reviewerRequired: false,
    at: THURSDAY,
    by: ADA,
    why: '',
    gate: null,
  })
  expect(result.outcome).toBe('published')
}

describe('the reminder of what expires', () => {
  it('leaves late, once a week, by the mail server, and not to who declines it', async () => {
    await publishDue()
    server.clock.set(THURSDAY)
    await server.app.sweep()
    await server.app.sweep()
    const [mail] = mails.received
    if (!mail || mails.received.length !== 1) throw new Error('one mail comes')
    expect(mail.to).toEqual(['admin@villebourg.example'])
    const text = plainSpaces(textOf(mail))
    expect(text).toContain('– Louer un barnum (à relire avant le 15 décembre 2026)')
    expect(text).toContain('http://127.0.0.1:3000/admin#/entries/barnum')
    expect(await server.store.listUnsentMails('villebourg')).toEqual([])

    const admin = await server.signIn('admin@villebourg.example')
    expect((await admin.call('GET', '/admin/reminders')).body).toEqual({ wanted: true, mail: 'on' })
    expectProblem(await admin.call('PUT', '/admin/reminders', { wanted: 'no' }), 422, 'invalid_request', 'wanted')
    expect((await admin.call('PUT', '/admin/reminders', { wanted: false })).body.wanted).toBe(false)
    expect((await admin.call('GET', '/admin/reminders')).body.wanted).toBe(false)
    server.clock.set(MONDAY)
    await server.app.sweep()
    expect(mails.received).toHaveLength(1)

    const [{ id = '' } = {}] = await server.store.findUsersByEmail('admin@villebourg.example')
    await server.store.saveReminderWish(id, true)
    server.clock.advance({ hours: 7 * 24 })
    await server.app.sweep()
    expect(mails.received).toHaveLength(2)
  })
})
