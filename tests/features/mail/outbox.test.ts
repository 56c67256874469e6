import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { sweepMails } from '../../../src/features/mail/outbox.js'
import { MAX_MAIL_TRIES, type Mail } from '../../../src/platform/mail/mail.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { at, conversation } from '../../contract/sample-inputs.js'
import { expectProblem } from '../../platform/http/clients.js'
import { plainSpaces, startTestServer, type TestServer, type TestServerOptions } from '../../platform/http/harness.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'
import { headersOf, MailServer, textOf } from './mail-server.js'

const FROM = 'Mairie de Villebourg <mairie@villebourg.example>'
const message = {
  kind: 'message',
  name: 'Jeanne Martin',
  email: 'jeanne@exemple.fr',
  text: 'ma question sur la crèche',
}

let mails: MailServer
let port: number
let server: TestServer

beforeEach(async () => {
  mails = new MailServer()
  port = await mails.listen()
})
afterEach(async () => {
  await server?.stop()
  await mails.close()
})

async function start(
  options: TestServerOptions = {},
  mail: { url: string; from: string } | null | undefined = undefined,
) {
  const set = mail === undefined ? { url: `smtp://127.0.0.1:${port}`, from: FROM } : mail
  server = await startTestServer({ ...options, config: { mail: set, ...options.config } })
}

const unsent = () => server.store.listUnsentMails('villebourg')

describe('the acknowledgement of a message', () => {
  it('leaves with the next sweep, once, and nothing of it is kept', async () => {
    await start()
    const citizen = await server.startConversation()
    const { body } = await citizen.call('POST', '/handoff', message)
    expect(await unsent()).toHaveLength(1)
    await server.app.sweep()
    await server.app.sweep()
    const [mail] = mails.received
    if (!mail || mails.received.length !== 1) throw new Error('one mail comes')
    expect(mail.to).toEqual(['jeanne@exemple.fr'])
    expect(headersOf(mail).get('reply-to')).toBe('accueil@villebourg.example')
    const text = plainSpaces(textOf(mail))
    expect(text).toContain('Bonjour Jeanne Martin,')
    expect(text).toContain(`référence ${body.reference}`)
    expect(text).toContain('Reçu le mardi 24 novembre 2026 à 10 h.')
    expect(text).toContain('Accueil de la mairie, téléphone 02 61 91 00 00, courriel accueil@villebourg.example')
    expect(text).toContain('ne vaut pas saisine')
    expect(text).toContain('ma question sur la crèche')
    expect(await unsent()).toEqual([])
  })

  it('says who left the message and nothing more, whatever the name holds', async () => {
    await start()
    const name = 'Jeanne\r\nBcc: pirate@exemple.fr'
    await (await server.startConversation()).call('POST', '/handoff', { ...message, name })
    await server.app.sweep()
    expect(mails.received.map(({ to }) => to)).toEqual([['jeanne@exemple.fr']])
    for (const mail of mails.received) expect([...headersOf(mail).keys()]).not.toContain('bcc')
  })

  it('is on the screen alone without an address, or without a mail server', async () => {
    await start({ captureLogs: true }, null)
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', message)
    expect(await unsent()).toEqual([])
    expect((await citizen.texts()).at(-1)).toContain('ne vaut pas saisine')
    expect(server.logs()).toContain('no mail server is set')
    expect((await server.fetch('/readyz')).body.mail).toEqual({
      status: 'off',
      waiting: 0,
      failed: 0,
      lastFault: null,
      replies: { status: 'off', refused: 0, lastFault: null },
    })
    expect((await server.call('GET', '/communes/villebourg')).body.mail).toBe(false)
    expectProblem(await citizen.call('POST', '/transcript', { email: 'j@exemple.fr' }), 409, 'mail_unavailable')
  })
})

describe('a mail that does not leave', () => {
  it('is tried again, later and later, until the mail server answers', async () => {
    await mails.close()
    await start()
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', message)
    await server.app.sweep()
    await server.app.sweep()
    expect(await unsent()).toMatchObject([{ status: 'waiting', tries: 1, nextTryAt: '2026-11-24T09:01:00.000Z' }])
    mails = new MailServer()
    await mails.listen(port)
    server.clock.advance({ seconds: 59 })
    await server.app.sweep()
    expect(mails.received).toEqual([])
    server.clock.advance({ seconds: 1 })
    await server.app.sweep()
    expect(mails.received).toHaveLength(1)
  })

  it('is given up after ten tries, counted for the administrator, and named in no log', async () => {
    await mails.close()
    await start({ captureLogs: true })
    await (await server.startConversation()).call('POST', '/handoff', message)
    for (let tries = 0; tries < MAX_MAIL_TRIES + 2; tries += 1) {
      await server.app.sweep()
      server.clock.advance({ hours: 9 })
    }
    expect(await unsent()).toMatchObject([{ status: 'failed', tries: MAX_MAIL_TRIES }])
    const { mail } = (await server.fetch('/readyz')).body
    expect(mail).toMatchObject({ status: 'on', waiting: 0, failed: 1 })
    expect(server.logs()).toContain('a mail did not leave')
    expect(server.logs()).not.toMatch(/jeanne|crèche/i)
    mails = new MailServer()
    await mails.listen(port)
  })

  it('is given up at once when the address does not exist', async () => {
    mails.unknown.add('jeanne@exemple.fr')
    await start()
    await (await server.startConversation()).call('POST', '/handoff', message)
    await server.app.sweep()
    expect(await unsent()).toMatchObject([{ status: 'failed', tries: 1, fault: '550' }])
  })

  it('is erased with its conversation', async () => {
    await mails.close()
    await start()
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', message)
    await server.app.sweep()
    await citizen.call('DELETE', '')
    expect(await unsent()).toEqual([])
    mails = new MailServer()
    await mails.listen(port)
  })
})

describe('the outbox of a folder', () => {
  it('survives a restart, and a process that died while it sent', async () => {
    await start({}, null)
    const folder = await makeTemporaryFolder()
    const open = () => openLowdbStore({ dataDir: join(folder, 'data') })
    const first = await open()
    await first.createConversation(conversation('c1'), [])
    const content = { kind: 'transcript' as const, to: 'j@exemple.fr', subject: 's', text: 't', createdAt: at(0) }
    await first.queueMail('c1', content, 3)
    const [due] = await first.listDueMails(at(0))
    await first.startMailTry(due?.id ?? '', at(0))
    await first.close()
    const second = await open()
    expect(await second.listDueMails(at(0))).toEqual([])
    const sent: string[] = []
    const send = async ({ id }: { id: string }) => {
      sent.push(id)
      return { outcome: 'sent' as const }
    }
    const mailer = { send, close: () => {} }
    const asSentBy = (mail: Mail) => mail
    const sweep = (now: string) =>
      sweepMails({
        store: second,
        mailer,
        now: () => new Date(now),
        onFault: () => {},
        stopping: () => false,
        asSentBy,
      })
    expect([await sweep(at(0)), await sweep(at(1)), await sweep(at(59))]).toEqual([0, 1, 0])
    expect(sent).toEqual([due?.id])
    await second.close()
    await removeFolder(folder)
  })
})

describe('the transcript', () => {
  it('is plain text: who, when, answers with their source and its date, masked as stored', async () => {
    await start()
    const citizen = await server.startConversation()
    await citizen.say('carte d’identité perdue, mon numéro est le 06 12 34 56 78')
    await citizen.say('attestation d’accueil', { choice: 'entry:attestation-accueil' })
    const { status, headers, text } = await citizen.call('GET', '/transcript')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const plain = plainSpaces(text)
    expect(plain).toContain('Conversation avec Villebourg-sur-Loire')
    expect(plain).toContain('Le mardi 24 novembre 2026')
    expect(plain).toContain('10 h – Vous carte d’identité perdue')
    expect(plain).toContain('10 h – Assistant automatique')
    expect(plain).not.toContain('06 12 34 56 78')
    expect(plain).toMatch(/Source : .+, mise à jour du \d+|Source : .+ mise à jour du/)
    expect(plain).not.toMatch(/[{}]|undefined|null/)
  })

  it('is sent to the address given, three times at most', async () => {
    await start()
    const citizen = await server.startConversation()
    await citizen.say('attestation d’accueil', { choice: 'entry:attestation-accueil' })
    const send = (email: string) => citizen.call('POST', '/transcript', { email })
    for (const wrong of [
      'jeanne',
      'a@exemple.fr,b@exemple.fr',
      'A <a@exemple.fr>',
      'a@exemple.fr\r\nBcc: b@exemple.fr',
      '',
    ])
      expectProblem(await send(wrong), 422, 'email_invalid', 'email')
    for (let sent = 0; sent < 3; sent += 1) {
      expect((await send('jeanne@exemple.fr')).status).toBe(204)
      await server.app.sweep()
    }
    expectProblem(await send('jeanne@exemple.fr'), 429, 'transcript_limit')
    expect(mails.received).toHaveLength(3)
    const [mail] = mails.received
    expect(mail && plainSpaces(textOf(mail))).toMatch(/Vous\s+attestation d’accueil/)
  })

  it('is its citizen’s alone', async () => {
    await start()
    const citizen = await server.startConversation()
    expectProblem(await server.call('GET', `/conversations/${citizen.id}/transcript`), 401, 'unauthenticated')
    const path = `/conversations/${citizen.id}/transcript`
    expectProblem(await server.call('POST', path, { body: { email: 'j@exemple.fr' } }), 401, 'unauthenticated')
  })
})
