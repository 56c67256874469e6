import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { MailServer, textOf } from '../mail/mail-server.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { buildServer, RealServer, removeWorkplace, type Workplace } from './real-server.js'
import { filesOf, found, tablesOf } from './scan.js'

/** What is masked wherever it is typed. Nobody's: each is typed in this test alone. */
const MASKED = {
  nir: '2 85 03 75 116 042 77',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  card: '4970 1012 3456 7893',
  phone: '06 52 41 97 38',
  email: 'philomene.canari@exemple.fr',
  plate: 'GX-482-QT',
}
/** What no rule recognises: it stays in the conversation, and goes with it. */
const FREE = {
  name: 'Philomène Canaridot',
  address: '14 venelle des Hirondelles-Bleues',
  birth: '17 floréal 1931',
}
/** How to reach her, as she left it: kept with her request. */
const CONTACT = { name: 'Apolline Serinbleu', phone: '07 58 63 21 49', email: 'apolline@serinbleu.example' }
/** Where she has her conversation sent. */
const SENT_TO = 'boite@canaripostal.example'

const typedWith = (more: string) =>
  `${more} : ${Object.values(MASKED).join(' ; ')} ; ${FREE.name}, ${FREE.address}, née le ${FREE.birth}`

let workplace: Workplace
let mails: MailServer
let mailPort: number
let database: TestDatabase
let folder: string
beforeAll(async () => {
  ;[workplace, database] = [await buildServer(), await createDatabase()]
  folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-canaries-'))
  mails = new MailServer()
  mailPort = await mails.listen()
})
afterAll(async () => {
  await mails.close()
  await removeWorkplace(workplace)
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  json: () => any
}
type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

function caller(url: string, headers: Record<string, string>): Call {
  return async (method, where, body) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}/api/v1${where}`, { method, headers: { ...headers, ...type }, ...sent })
    const text = await response.text()
    return { status: response.status, text, json: () => JSON.parse(text) }
  }
}

async function mustDo(call: Call, method: string, where: string, body?: unknown) {
  const answer = await call(method, where, body)
  if (answer.status >= 300) throw new Error(`${method} ${where}: ${answer.status} ${answer.text}`)
  return answer
}

async function signIn(url: string, email: string): Promise<Call> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMONSTRATION_PASSWORD }),
  })
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  const [cookie = ''] = response.headers.getSetCookie()
  return caller(url, { cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': csrfToken })
}

interface Citizen {
  id: string
  call: Call
  on: (method: string, rest: string, body?: unknown) => ReturnType<Call>
}

async function start(url: string): Promise<Citizen> {
  const { id, token } = (await mustDo(caller(url, {}), 'POST', '/conversations', { page: '/etat-civil' })).json()
  const call = caller(url, { authorization: `Bearer ${token}` })
  return { id, call, on: (method, rest, body) => mustDo(call, method, `/conversations/${id}${rest}`, body) }
}

const say = (text: string) => ({ clientId: randomUUID(), text })

interface Story {
  /** What citizens do to erase what they said, each hers. */
  erasures: (() => Promise<unknown>)[]
  ids: string[]
  staff: Call
}

/** Types everything wherever somebody can: questions, an opinion, a talk, a note, a ready reply, a remark, a message left, pages without script. */
async function tellTheStory(url: string): Promise<Story> {
  const staff = await signIn(url, 'admin@villebourg.example')
  await mustDo(staff, 'POST', '/agent/availability', { state: 'available' })
  const talker = await start(url)
  await talker.on('POST', '/messages', say(typedWith('acte de naissance')))
  await talker.on('POST', '/messages', say(typedWith('xylophone quantique')))
  await mustDo(caller(url, {}), 'POST', '/ask', { question: typedWith('passeport') })
  await talker.on('POST', '/handoff', { kind: 'live' })
  const { pending } = (await mustDo(staff, 'GET', '/agent/queue')).json()
  const at = `/agent/handoffs/${pending.find((one: { conversationId: string }) => one.conversationId === talker.id).id}`
  await mustDo(staff, 'POST', `${at}/claim`, {})
  await talker.on('POST', '/messages', say(typedWith('pour mon dossier')))
  await mustDo(staff, 'POST', `${at}/messages`, say(`bonjour ${FREE.name}, née le ${FREE.birth}`))
  await mustDo(staff, 'POST', `${at}/notes`, say(typedWith('note')))
  const { transcript } = (await mustDo(staff, 'GET', at)).json()
  const { items } = (await mustDo(staff, 'GET', `${at}/masked`)).json()
  const revealed = await mustDo(staff, 'POST', `${at}/reveals`, { itemId: items[0].id, reason: 'call_back' })
  expect(Object.values(MASKED)).toContain(revealed.json().value)
  const question = transcript.messages.find(({ author }: { author: string }) => author === 'citizen')
  await mustDo(staff, 'POST', `${at}/remarks`, { kind: 'missing_question', messageSeq: question.seq })
  await talker.on('POST', '/rating', { level: 2, comment: typedWith('avis') })
  await talker.on('POST', '/transcript', { email: SENT_TO })
  await mustDo(staff, 'POST', `${at}/resolve`, { resolution: 'answered' })

  const leaver = await start(url)
  await leaver.on('POST', '/handoff', { kind: 'message', ...CONTACT, text: typedWith('rappelez-moi') })

  const key = randomBytes(32).toString('base64url')
  const form = new URLSearchParams({
    cle: key,
    clientId: randomUUID(),
    text: typedWith('carte grise'),
    langue: 'fr',
    commune: 'villebourg',
  })
  const plain = await fetch(`${url}/sans-script`, { method: 'POST', body: form, redirect: 'manual' })
  expect(plain.status).toBe(303)
  const page = new URL(plain.headers.get('location') ?? '', url)
  expect(await (await fetch(page)).text()).toContain('carte grise')
  const erase = async () => {
    const erased = await fetch(`${page.origin}${page.pathname}/effacer`, { method: 'POST', redirect: 'manual' })
    expect(erased.status).toBe(303)
  }
  return {
    erasures: [
      erase,
      ...[talker, leaver].map(
        ({ on }) =>
          () =>
            on('DELETE', ''),
      ),
    ],
    ids: [talker.id, leaver.id],
    staff,
  }
}

/** Everything that a server says to those who watch it, and what leaves it in files, by name. */
async function said(server: RealServer, staff: Call): Promise<Map<string, string>> {
  const texts = new Map([['log', server.output]])
  for (const where of ['/metrics', '/readyz']) texts.set(where, await (await fetch(server.url + where)).text())
  for (const where of [
    '/openapi.json',
    '/agent/supervision',
    '/admin/audit',
    '/admin/statistics?days=7',
    '/agent/supervision/figures?days=7',
    '/admin/webhooks',
    '/admin/reveals',
    '/admin/settings/file',
  ])
    texts.set(where, (await mustDo(staff, 'GET', where)).text)
  texts.set('/admin/exchange/export', (await mustDo(staff, 'GET', '/admin/exchange/export?format=csv')).text)
  return texts
}

const isOfConversation = (place: string) => place.startsWith('conversations/')

describe.each(['lowdb', 'PostgreSQL'])('what was typed, with %s', (kind) => {
  it('is nowhere but where docs/privacy.md says, and nowhere at all once it is erased', async () => {
    const dataDir = path.join(folder, kind)
    const url = kind === 'lowdb' ? '' : database.url
    const server = await RealServer.start({
      ...workplace,
      dataDir,
      settings: {
        LOG_LEVEL: 'trace',
        DATABASE_URL: url,
        GUICHET_DEMONSTRATION_CLOCK: '2026-11-24T10:00',
        SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
        GUICHET_MAIL_FROM: 'mairie@villebourg.example',
      },
    })
    try {
      const { erasures, ids, staff } = await tellTheStory(server.url)
      const kept = async () => new Map([...(await filesOf(dataDir)), ...(url ? await tablesOf(database) : [])])
      const before = await kept()
      const told = await said(server, staff)
      const all = { ...MASKED, ...FREE, ...CONTACT, sentTo: SENT_TO }
      // The scan finds what is there.
      expect(
        found(before, { birth: FREE.birth, reach: CONTACT.email }).filter((one) => isOfConversation(one)),
      ).not.toEqual([])
      expect(told.get('log')).toMatch(/"level"/)
      // What is masked is on no disk and in no answer, a phone number of a contact aside.
      expect(found(before, MASKED)).toEqual([])
      // What nothing recognises, and contacts, are with the conversation alone.
      expect(found(before, { ...FREE, ...CONTACT, sentTo: SENT_TO }).filter((one) => !isOfConversation(one))).toEqual(
        [],
      )
      expect(found(told, all)).toEqual([])
      const sent = new Map(mails.received.map((mail, index) => [`mail ${index}`, textOf(mail)]))
      expect(found(sent, MASKED)).toEqual([])

      for (const erase of erasures) await erase()
      const after = await kept()
      expect(found(after, all)).toEqual([])
      // The database tells its other processes of a change by its key, which leads nowhere: for an hour at most.
      const lasting = [...after].filter(([place]) => place !== 'conversations/change')
      for (const id of ids) expect(lasting.filter(([, text]) => text.includes(id)).map(([place]) => place)).toEqual([])
    } finally {
      await server.kill('SIGKILL')
    }
  })
})
