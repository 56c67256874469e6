import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Mailer } from '../../../src/platform/mail/mail.js'
import { createSmtpMailer, trySmtpServer } from '../../../src/platform/mail/smtp-mailer.js'
import { headersOf, MailServer, textOf } from '../../features/mail/mail-server.js'

const mail = {
  id: 'mail-1',
  to: 'jeanne@exemple.fr',
  subject: 'Votre message est reçu',
  text: 'Bonjour Jeanne,\n\nMerci.',
}

let server: MailServer
let mailer: Mailer
let port: number

beforeAll(async () => {
  server = new MailServer()
  port = await server.listen()
  mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Mairie de Bourg <mairie@bourg.example>' })
})
beforeEach(() => {
  server.received.length = 0
})
afterAll(async () => {
  mailer.close()
  await server.close()
})

describe('the SMTP mailer', () => {
  it('sends plain text, marked as automatic, with an id of its own', async () => {
    expect(await mailer.send({ ...mail, replyTo: 'accueil@bourg.example' })).toEqual({ outcome: 'sent' })
    const [received] = server.received
    if (!received) throw new Error('nothing came')
    expect([received.from, received.to]).toEqual(['mairie@bourg.example', ['jeanne@exemple.fr']])
    const headers = headersOf(received)
    expect(headers.get('message-id')).toBe('<mail-1@bourg.example>')
    expect(headers.get('auto-submitted')).toBe('auto-replied')
    expect(headers.get('reply-to')).toBe('accueil@bourg.example')
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(textOf(received).trim().replaceAll('\r\n', '\n')).toBe(mail.text)
  })

  it('sends the same mail again under the same id', async () => {
    await mailer.send(mail)
    await mailer.send(mail)
    const ids = server.received.map((one) => headersOf(one).get('message-id'))
    expect(new Set(ids).size).toBe(1)
  })

  it('lets no header and no recipient in by what was typed', async () => {
    const subject = 'Merci Jeanne\r\nBcc: autre@exemple.fr\r\n\r\ncorps de pirate'
    await mailer.send({ ...mail, subject, text: '.\r\nQUIT\r\nBcc: encore@exemple.fr' })
    const [received] = server.received
    if (!received) throw new Error('nothing came')
    expect(received.to).toEqual(['jeanne@exemple.fr'])
    const headers = headersOf(received)
    expect([...headers.keys()]).not.toContain('bcc')
    expect(headers.get('subject')).toContain('Merci Jeanne Bcc')
    expect(textOf(received)).toContain('QUIT')
    for (const to of ['a@exemple.fr, b@exemple.fr', 'a@exemple.fr\r\nRCPT TO:<b@exemple.fr>', 'A <a@exemple.fr>']) {
      await mailer.send({ ...mail, to })
    }
    for (const { to } of server.received) expect(to.length).toBe(1)
    expect(server.received.flatMap(({ to }) => to)).not.toContain('b@exemple.fr')
  })

  it('says no password over a line that is not closed, but to its own machine', async () => {
    const [here, elsewhere] = ['127.0.0.1', '[::ffff:127.0.0.1]'].map((host) =>
      createSmtpMailer({ url: `smtp://mairie:secret@${host}:${port}`, from: 'mairie@bourg.example' }),
    )
    expect(await elsewhere?.send(mail)).toMatchObject({ outcome: 'failed' })
    expect([server.received, server.authenticated]).toEqual([[], []])
    await here?.send(mail)
    expect(server.authenticated).toEqual(['mairie'])
  })

  it('says by a code alone why a mail did not leave', async () => {
    server.unknown.add('personne@exemple.fr')
    expect(await mailer.send({ ...mail, to: 'personne@exemple.fr' })).toEqual({ outcome: 'refused', fault: '550' })
    const nobody = createSmtpMailer({ url: 'smtp://127.0.0.1:9', from: 'mairie@bourg.example' })
    const result = await nobody.send(mail)
    expect(result).toMatchObject({ outcome: 'failed' })
    expect('fault' in result && result.fault).toMatch(/^E\w+$/)
  })
})

it('a mail server is tried without sending anything', async () => {
  expect(await trySmtpServer(`smtp://127.0.0.1:${port}`)).toBeNull()
  expect(server.received).toEqual([])
  expect(await trySmtpServer('smtp://127.0.0.1:1')).toBe('ESOCKET')
})
