import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { MailServer, textOf } from '../features/mail/mail-server.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'
import { filesOf, found, tablesOf } from './scan.js'

/** What is masked wherever it is typed. Nobody's: each is typed in this test alone. */
const MASKED = {
  nir: '2 85 03 75 116 042 77',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  card: '4970 1012 3456 7893',
  phone: '06 52 41 97 38',
  email: 'philomene.canari@exemple.fr',
  plate: 'GX-482-QT',
  tax: '30 12 345 678 906',
  birth: '23 avril 1957',
  file: '7418529',
  abroad: '+32 470 98 76 51',
  aloud: 'zéro sept trente-quatre vingt-huit quarante et un soixante-six',
  cardAloud:
    'cinq mille cent un deux mille trois cent quarante-cinq six mille sept cent quatre-vingt-neuf zéro cent vingt-trois',
}
/** The same with the words by which some of it is known, each short enough for any field. */
const TYPED: Record<string, string> = {
  ...MASKED,
  tax: `n° fiscal ${MASKED.tax}`,
  birth: `né le ${MASKED.birth}`,
  file: `n° CAF ${MASKED.file}`,
}
/** Those that are refused, not masked, in what everybody reads. */
const REFUSED = ['nir', 'iban', 'card']
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
  `${more} : ${Object.values(TYPED).join(' ; ')} ; ${FREE.name}, ${FREE.address}, née le ${FREE.birth}`

let workplace: Workplace
let mails: MailServer
let mailPort: number
let database: TestDatabase
let folder: string
beforeAll(async () => {
  ;[workplace, database] = [await makeWorkplace(), await createDatabase()]
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
  await mustDo(staff, 'POST', `${at}/snooze`, { until: { inMinutes: 5 }, note: typedWith('note') })
  await mustDo(staff, 'POST', `${at}/wake`, {})
  await mustDo(staff, 'POST', `${at}/resolve`, { resolution: 'answered', note: typedWith('note') })

  const leaver = await start(url)
  await leaver.on('POST', '/handoff', { kind: 'message', ...CONTACT, text: typedWith('rappelez-moi') })
  const others = await typeShort(url, staff)

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
      ...[talker, leaver, ...others].map(
        ({ on }) =>
          () =>
            on('DELETE', ''),
      ),
    ],
    ids: [talker, leaver, ...others].map(({ id }) => id),
    staff,
  }
}

/** Types each kind alone in every short field, in what everybody reads, in a search box, in an address and in the path of a page. */
async function typeShort(url: string, staff: Call): Promise<Citizen[]> {
  const citizens: Citizen[] = []
  for (const [kind, typed] of Object.entries(TYPED)) {
    const left = await start(url)
    const name = `Zoé ${typed}`
    await left.on('POST', '/handoff', { kind: 'message', name, phone: CONTACT.phone, text: 'Bonjour' })
    const guest = await mustDo(staff, 'POST', '/agent/conversations', { channel: 'counter', language: 'fr', name })
    const at = `/agent/handoffs/${guest.json().id}`
    await mustDo(staff, 'POST', `${at}/leave`, { name, email: 'guichet@exemple.example', text: typed })
    citizens.push(left)
    await mustDo(staff, 'PUT', '/agent/views', {
      views: [{ id: 'vue', name: typed.slice(0, 40), filters: {}, isDefault: false }],
    })
    await mustDo(staff, 'POST', '/agent/availability', { state: 'away', word: typed.slice(0, 40) })
    await mustDo(staff, 'PUT', '/admin/answers', { stopped: true, why: typed })
    await mustDo(staff, 'PUT', '/admin/answers', { stopped: false })
    await mustDo(staff, 'POST', '/agent/search', { words: typed.slice(0, 100), page: 1 })
    await staff('GET', `/agent/handoffs/${encodeURIComponent(typed)}?q=${encodeURIComponent(typed)}`)
    await staff('POST', '/admin/try', { question: typed })
    await caller(url, {})('POST', '/conversations', { page: `/recherche/${typed}` })
    await caller(url, {})('POST', '/session', { email: typed, password: typed })
    if (!REFUSED.includes(kind)) continue
    const alert = { level: 'info', from: '2026-11-24T09:00:00Z', to: '2026-11-25T09:00:00Z', entries: [] }
    const announced = await staff('PUT', '/admin/alert', { ...alert, text: { fr: typed } })
    const drafted = await staff('POST', '/admin/entries', {
      title: `Titre ${typed}`.slice(0, 90),
      category: 'identite-voyage',
    })
    expect([announced.status, drafted.status]).toEqual([422, 422])
  }
  return citizens
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
