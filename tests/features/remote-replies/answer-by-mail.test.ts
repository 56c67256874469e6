import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Citizen, StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { headersOf, MailServer, type ReceivedMail, textOf } from '../mail/mail-server.js'
import { ImapServer } from './imap-server.js'

const smtp = new MailServer()
const imap = new ImapServer()
let server: TestServer
let agent: StaffMember
let citizen: Citizen
let dns: 'there' | 'away'

const newKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const [own, others] = [newKey(), newKey()]
const keyOf = (publicKey: Buffer) => [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
/** What DNS says: the town's domain has a key and wishes what is not signed by it refused; a stranger's domain has its own. */
const RECORDS: Record<string, string[][]> = {
  'town._domainkey.villebourg.example': keyOf(own.publicKey),
  '_dmarc.villebourg.example': [['v=DMARC1; p=reject; adkim=r']],
  'town._domainkey.elsewhere.example': keyOf(others.publicKey),
}
const resolver = async (name: string) => {
  if (dns === 'away') throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })
  const found = RECORDS[name]
  if (!found) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  return found
}

beforeAll(async () => {
  const [port, url] = [await smtp.listen(), await imap.listen()]
  server = await startTestServer({
    entries: ['carte-identite'],
    mailKeys: resolver,
    config: {
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'Mairie <mairie@villebourg.example>' },
      replies: { url, address: 'reponses+*@villebourg.example' },
      publicUrl: 'https://mairie.example',
    },
  })
})
afterAll(async () => {
  await server.stop()
  await smtp.close()
  imap.close()
})

beforeEach(async () => {
  server.clock.set(OPEN)
  dns = 'there'
  smtp.received.length = 0
  imap.empty()
  agent = await server.signIn(AGENT)
  await agent.call('PUT', '/account/reply-ways', { ways: [], language: 'fr' })
  server.clock.advance({ minutes: 1 })
  await agent.call('PUT', '/account/reply-ways', { ways: ['mail'], language: 'fr' })
  citizen = await server.startConversation({ communeId: 'villebourg' })
})

/** A citizen leaves a message, and the agent is told. */
async function told(): Promise<ReceivedMail> {
  const text = 'Où est la crèche ?'
  const left = await citizen.call('POST', '/handoff', { kind: 'message', name: 'Jeanne', email: 'j@example.fr', text })
  expect(left.status).toBe(201)
  await server.app.sweep()
  await server.app.sweep()
  const mail = smtp.received.findLast(({ to }) => to.includes(AGENT))
  if (!mail) throw new Error('nobody was told')
  return mail
}

interface Writing extends SendMailOptions {
  signedBy?: { domainName: string; privateKey: string } | null
}

/** An answer to what an agent was sent, signed as her town signs. */
async function answerTo(mail: ReceivedMail, { signedBy, ...more }: Writing = {}): Promise<Buffer> {
  const signs = signedBy === undefined ? { domainName: 'villebourg.example', privateKey: own.privateKey } : signedBy
  const headers = headersOf(mail)
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail({
    from: `Camille <${AGENT}>`,
    to: headers.get('reply-to') ?? '',
    inReplyTo: headers.get('message-id') ?? '',
    subject: `RE: ${headers.get('subject')}`,
    text: `Rue Haute.\n\nLe mar. 24 nov. 2026 à 10:00, Mairie a écrit :\n\n> ${textOf(mail).replaceAll('\n', '\n> ')}`,
    ...(signs ? { dkim: { keySelector: 'town', ...signs } } : {}),
    ...more,
  })
  return message as Buffer
}

/** Has the box read, and what is answered sent. @returns what agents were sent meanwhile */
async function read(): Promise<ReceivedMail[]> {
  const before = smtp.received.length
  server.clock.advance({ seconds: 30 })
  const done = imap.read()
  await server.app.sweep()
  await done
  await pause(50)
  await server.app.sweep()
  return smtp.received.slice(before).filter(({ to }) => to.includes(AGENT))
}
const agentWords = async () =>
  (await citizen.read()).messages.flatMap(({ author, payload }) =>
    author === 'agent' && 'text' in payload ? payload.text : [],
  )
const refusals = async () => (await server.fetch('/readyz')).body.mail.replies.refused as number

describe('an answer by mail', () => {
  it('reaches the citizen: what is quoted is cut, what is personal is masked, and the mail is gone', async () => {
    const mail = await told()
    expect(headersOf(mail).get('reply-to')).toMatch(/^reponses\+[0-9a-f]{32}@villebourg\.example$/)
    // A certificate that her program attaches is no attachment of hers.
    const attachments = [{ filename: 'smime.p7s', contentType: 'application/pkcs7-signature', content: 'x' }]
    imap.deliver(await answerTo(mail, { text: 'Rue Haute. Écrivez à moi@exemple.fr\n\n-- \nCamille', attachments }))
    expect(await read()).toEqual([])
    expect(await agentWords()).toEqual([expect.stringMatching(/^Rue Haute\. Écrivez à \[[^@]*\]$/)])
    expect(imap.mails).toEqual([])
    const { body } = await server.fetch('/readyz')
    expect(body.mail.replies).toMatchObject({ status: 'on', lastFault: null })
  })

  it('is found by the mail that it names, whatever address it was sent to; said once when it comes twice', async () => {
    const answer = await answerTo(await told(), {
      to: 'reponses@villebourg.example',
      messageId: '<twice@villebourg.example>',
    })
    imap.deliver(answer)
    imap.deliver(answer)
    await read()
    expect(await agentWords()).toEqual(['Rue Haute.'])
  })

  it('of HTML alone is read as text, before what it quotes', async () => {
    const html = '<div>Bonjour,<br>rue&nbsp;Haute &eacute;videmment.</div><blockquote>Elle a écrit</blockquote>'
    imap.deliver(await answerTo(await told(), { text: undefined as never, html }))
    await read()
    expect(await agentWords()).toEqual(['Bonjour,\nrue Haute évidemment.'])
  })

  const FORGED: [why: string, writing: Writing][] = [
    ['is not signed', { signedBy: null }],
    ['is signed with another key', { signedBy: { domainName: 'villebourg.example', privateKey: others.privateKey } }],
    ['is signed by another domain', { signedBy: { domainName: 'elsewhere.example', privateKey: others.privateKey } }],
    ['is another person’s of the town', { from: OTHER_AGENT }],
    ['has two senders', { from: [AGENT, OTHER_AGENT].join(', ') }],
    ['is an out-of-office answer', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['says that it is one', { subject: 'Réponse automatique : absente' }],
    ['comes from a list', { headers: { Precedence: 'bulk' } }],
  ]
  it.each(FORGED)('that %s says nothing to the citizen, is counted, and is answered to nobody', async (_, writing) => {
    const before = await refusals()
    imap.deliver(await answerTo(await told(), writing))
    expect(await read()).toEqual([])
    expect(await agentWords()).toEqual([])
    expect(await refusals()).toBe(before + 1)
  })

  it('whose body was changed on its way says nothing', async () => {
    const answer = (await answerTo(await told())).toString('latin1').replace('Rue Haute', 'Rue Basse')
    imap.deliver(answer)
    expect(await read()).toEqual([])
    expect(await agentWords()).toEqual([])
  })

  it('that has an attachment, or comes after a colleague took the request, is refused to its sender once, with the reason', async () => {
    const mail = await told()
    const attached = await answerTo(mail, {
      messageId: '<attached@villebourg.example>',
      attachments: [{ filename: 'plan.pdf', content: 'PDF' }],
    })
    imap.deliver(attached)
    imap.deliver(attached)
    const refused = await read()
    expect(refused).toHaveLength(1)
    expect(refused[0] && textOf(refused[0])).toContain('Les pièces jointes ne sont pas transmises')
    const other = await server.signIn(OTHER_AGENT)
    await other.act((await server.store.findOpenHandoff(citizen.id))?.id ?? '', 'claim')
    imap.deliver(await answerTo(mail))
    const [late] = await read()
    expect(late && textOf(late)).toMatch(/a déjà pris cette demande/)
    expect(await agentWords()).toEqual([])
  })

  it('waits while DNS does not answer', async () => {
    imap.deliver(await answerTo(await told()))
    dns = 'away'
    await read()
    expect([await agentWords(), imap.mails.length]).toEqual([[], 1])
    dns = 'there'
    await read()
    expect([await agentWords(), imap.mails.length]).toEqual([['Rue Haute.'], 0])
  })

  it('leaves in the box, read, what is no answer', async () => {
    await told()
    imap.deliver(
      'From: someone@elsewhere.example\r\nTo: reponses@villebourg.example\r\nSubject: Bonjour\r\n\r\nBonjour',
    )
    imap.deliver('not a mail at all')
    await read()
    expect(imap.mails.map(({ isRead }) => isRead)).toEqual([true, true])
  })
})
