import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Schema, sampleOf } from '../../../benchmarks/malformed/sample-body.js'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { hashPassword } from '../../../src/features/accounts/password.js'
import type { User } from '../../../src/features/accounts/staff.js'
import { hashSecret, newSecret } from '../../../src/platform/http/secrets.js'
import type { AuditRow } from '../../../src/platform/model/audit.js'
import { ROLES, type Role } from '../../../src/platform/model/role.js'
import { conversation, turn } from '../../contract/sample-inputs.js'
import { ACTS, type Caller, type Town } from '../../platform/http/acts.js'
import { Citizen, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { pdf } from '../attachments/sample-files.js'
import { webhook } from '../webhooks/samples.js'

/**
 * Every route of the OpenAPI document, tried by whoever must not use it. A new route is tried as soon as it is declared; it says its least
 * roles (`roles` of its call), and, when its address names an object of a commune, which one is in {@link OBJECTS}.
 */

/** Content that communes share, or that a call takes by its name: no commune's own. */
const SHARED = [
  /^\/agent\/practice\/(entries|exercises)\//,
  // Each commune has its own of the name: see below.
  /^\/agent\/sheets\/\{id\}/,
  /^\/admin\/(entries|packs|pools|imports\/service-public\/(?:fiches|concerned))\/\{id\}/,
]

/** What the acts are about: what is published is asked whole, several times. */
const ENTRIES = [
  'abri-jardin',
  'cantine-inscription',
  'carte-electorale',
  'carte-identite',
  'carte-identite-mineur',
  'pacs-conclure',
  'piscine-privee',
]

/** Objects of Villebourg, by the addresses that name one. */
const OBJECTS: [RegExp, () => Record<string, string>][] = [
  [/^\/agent\/handoffs\/\{id\}/, () => ({ id: villebourg.handoffId, entryId: 'carte-identite' })],
  [/^\/agent\/validations\/\{id\}/, () => ({ id: villebourg.validationId })],
  [/^\/agent\/samples\/\{id\}/, () => ({ id: villebourg.sampleId })],
  [/^\/admin\/(scheduled-)?publications\/\{id\}/, () => ({ id: 'of-villebourg' })],
  [/^\/(agent|admin)\/remarks\/\{id\}/, () => ({ id: villebourg.remarkId })],
  [/^\/admin\/failures\/groups\/\{id\}/, () => ({ id: villebourg.groupId })],
  [/^\/admin\/failures\/actions\/\{id\}/, () => ({ id: villebourg.actionId })],
  [/^\/admin\/exchange\/imports\/\{id\}/, () => ({ id: villebourg.importId })],
  [/^\/agent\/replies\/\{replyId\}/, () => ({ replyId: villebourg.replyId })],
  [/^\/admin\/accounts\/\{id\}/, () => ({ id: villebourg.agent.userId })],
  [/^\/admin\/webhooks\/\{id\}/, () => ({ id: villebourg.webhookId })],
  [/^\/account\/linked\/\{id\}/, () => ({ id: villebourg.agent.userId })],
  [/^\/account\/sessions\/\{id\}/, () => ({ id: hashSecret(cookieValue(villebourg.agent.cookie)).slice(0, 16) })],
]

/** Bodies that the schema alone does not give. */
const BODIES: Record<string, unknown> = {
  'post /agent/handoffs/{id}/transfer': { to: { department: 'etat-civil' } },
  'post /admin/conflicts/acts': { action: 'reopen', key: 'never_found:carte-identite-mineur' },
  'put /admin/scheduled-publications/{id}': { at: '2026-11-30T08:00' },
  'post /agent/handoffs/{id}/snooze': { until: '2026-11-24T10:00:00.000Z' },
}

const SENDER = {
  check: async () => null,
  send: async () => ({ outcome: 'failed' as const, answer: 'unreachable' as const, retryAfterMs: null }),
}

/** What is said in Villebourg and nowhere else. */
const SECRET_WORDS = ['escargotier', 'villebourg.example', '06 12 34 56 99']
/** Zedville's file is made from Villebourg's: the addresses of its services, of its site and of its data officer are its own. */
const OWN_WORDS = [
  ...(await readFile('knowledge/communes/villebourg.json', 'utf8')).matchAll(/"([^"]*villebourg\.example[^"]*)"/g),
].map(([, word = '']) => word)

/** Name of whoever passes by to try something. */
const PASSER_BY = 'Zoé'

let server: TestServer
let villebourg: {
  agent: StaffMember
  citizen: Citizen
  handoffId: string
  validationId: string
  sampleId: string
  remarkId: string
  replyId: string
  groupId: string
  actionId: string
  importId: string
  webhookId: string
}
let operations: Operation[]
let resolve: (reference: string) => Schema
let table: Row[]
let passwordHash: string

interface Operation {
  name: string
  method: string
  path: string
  atRoot: boolean
  security: 'citizen' | 'staff' | null
  roles: readonly Role[]
  body: Schema | null
  isStream: boolean
  /** It touches what communes share. */
  isServer: boolean
  success: number
}

beforeAll(async () => {
  const checked = { id: 'villebourg', validation: { categories: 'all' as const, seconds: 900 } }
  server = await startTestServer({
    communes: [checked, { id: 'zedville', nom: 'Zedville' }],
    entries: ENTRIES,
    webhookSender: SENDER,
  })
  server.clock.set(OPEN)
  passwordHash = await hashPassword(DEMONSTRATION_PASSWORD)
  table = readTable(await readFile('docs/accounts.md', 'utf8'))
  villebourg = await furnish()
  const { body: document } = await server.call('GET', '/openapi.json')
  operations = readOperations(document)
  resolve = (reference) =>
    reference
      .replace(/^#\//, '')
      .split('/')
      .reduce((node, key) => node[key], document)
})
afterAll(() => server.stop())

/** A commune with something of every kind. */
async function furnish(): Promise<typeof villebourg> {
  const agent = await server.signIn(AGENT)
  await agent.beAvailable()
  const said = { at: '2026-11-23T10:00:00.000Z', language: 'fr' as const }
  const words = { type: 'text' as const, text: 'Un escargotier ?' }
  await server.store.createConversation(conversation('of-yesterday', { communeId: 'villebourg' }), [])
  const { turn: given, ...former } = turn('of-yesterday', 'client-1')
  await server.store.appendTurn({
    ...former,
    message: { ...said, author: 'citizen', payload: words, clientId: 'client-1' },
    replies: [{ ...said, author: 'assistant', payload: words }],
    turn: { ...given, at: said.at },
  })
  const [sample] = (await agent.call('GET', '/agent/samples')).body.samples
  const asking = await server.startConversation({ communeId: 'villebourg' })
  await asking.say('quels papiers pour voter')
  const [validation] = (await agent.call('GET', '/agent/validations')).body.validations
  const citizen = await server.startConversation({ communeId: 'villebourg' })
  await citizen.callAgent()
  const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
  expect((await agent.act(handoffId, 'claim')).status).toBe(200)
  await citizen.say('Je cherche un escargotier, mon numéro est le 06 12 34 56 99')
  const asked = (await citizen.read()).messages.find(({ author }) => author === 'citizen')
  const remarked = await agent.act(handoffId, 'remarks', { kind: 'wrong_answer', messageSeq: asked?.seq })
  expect(remarked.body).toHaveProperty('id')
  const reply = await agent.call('POST', '/agent/replies', { title: 'escargotier', text: 'Bonjour', language: 'fr' })
  expect(reply.status).toBe(201)
  const admin = await server.signIn('admin@villebourg.example')
  const content = Buffer.from('Question;Réponse\nOù est l’escargotier ?;Derrière la mairie.\n').toString('base64')
  const imported = await admin.call('POST', '/admin/exchange/imports', { name: 'escargots.csv', content })
  expect(imported.status).toBe(201)
  await server.store.ignoreConflict('villebourg', {
    key: 'never_found:carte-identite-mineur',
    entryIds: ['carte-identite-mineur'],
    mark: 'mark',
    reason: 'un escargotier la remplace',
    at: OPEN,
    userId: 'admin',
    userName: 'Ada',
  })
  await server.store.addWebhook(
    // Who registered one is forgotten after a year, which is no call's doing.
    webhook({
      ...{ id: 'of-villebourg', communeId: 'villebourg', name: 'escargotier', events: ['answers.stopped'] },
      createdAt: OPEN,
    }),
  )
  await server.store.schedulePublication({
    ...{ id: 'of-villebourg', communeId: 'villebourg', entries: [{ entryId: 'piscine-privee', draftVersion: 1 }] },
    ...{ at: '2027-01-03T07:00:00.000Z', by: { userId: 'escargotier', userName: 'escargotier' }, decidedAt: OPEN },
    ...{ why: 'escargotier', seen: { servedVersion: '', verdict: 'passed', broken: 0, summary: null } },
  })
  const { body: entry } = await admin.call('GET', '/admin/entries/piscine-privee')
  const published = await server.store.recordPublication({
    id: 'of-villebourg',
    communeId: 'villebourg',
    entries: [
      {
        entryId: 'piscine-privee',
        installed: entry.served,
        source: { type: 'content', content: { ...entry.served, summary: 'Derrière l’escargotier.' } },
      },
    ],
    reviewerRequired: false,
    at: OPEN,
    by: { userId: 'admin', userName: 'Ada' },
    why: '',
    gate: null,
  })
  expect(published.outcome).toBe('published')
  const { body: failed } = await admin.call('GET', '/admin/failures')
  const groupId = failed.groups[0].id
  const decision = { action: 'decide', scope: { groupId }, state: 'to_review' }
  const decided = await admin.call('POST', '/admin/failures/actions', decision)
  expect(decided.status).toBe(200)
  return {
    agent,
    citizen,
    handoffId,
    validationId: validation.id,
    sampleId: sample.id,
    remarkId: remarked.body.id,
    replyId: reply.body.id,
    groupId,
    actionId: decided.body.actionId,
    importId: imported.body.id,
    webhookId: 'of-villebourg',
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the document is checked by its own test.
function readOperations(document: any): Operation[] {
  return Object.entries<Record<string, never>>(document.paths).flatMap(([path, methods]) =>
    // biome-ignore lint/suspicious/noExplicitAny: the document is checked by its own test.
    Object.entries<any>(methods).map(([method, described]) => ({
      name: `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      atRoot: described.servers !== undefined,
      security: (Object.keys(described.security?.[0] ?? {})[0] ?? null) as Operation['security'],
      roles: described['x-roles'] ?? [],
      isServer: described['x-server'] === true,
      success: Number(Object.keys(described.responses).find((status) => Number(status) < 400)),
      body: described.requestBody?.content['application/json']?.schema ?? null,
      isStream: Object.values<{ content?: object }>(described.responses).some(
        ({ content }) => content && 'text/event-stream' in content,
      ),
    })),
  )
}

const staffCalls = () => operations.filter(({ security }) => security === 'staff')
const cookieValue = (cookie: string) => cookie.split('=')[1] ?? ''

/** A session of a new account, without the time that a password takes. */
async function sessionOf(
  user: Pick<User, 'communeId' | 'roles'>,
  { hours = 12, looksAt }: { hours?: number; looksAt?: string } = {},
): Promise<Caller> {
  const [secret, csrfToken, id] = [newSecret(), newSecret(), newSecret()]
  const createdAt = server.clock.now().toISOString()
  const account = { email: `${id}@zedville.example`, displayName: PASSER_BY, passwordHash, demonstration: true }
  await server.store.saveUser({ id, ...account, ...user, createdAt })
  const expiresAt = new Date(server.clock.now().getTime() + hours * 3_600_000).toISOString()
  const session = { idHash: hashSecret(secret), userId: id, csrfToken, createdAt, expiresAt }
  await server.store.saveSession({ ...session, ...(looksAt === undefined ? {} : { communeId: looksAt }) })
  return { headers: { cookie: `__Host-guichet=${secret}`, 'x-csrf-token': csrfToken }, userId: id }
}

/** Ids that nothing has. */
const NO_SUCH_IDS = { id: 'never-was', entryId: 'carte-identite', replyId: 'never-was' }

function idsIn({ path }: Operation): Record<string, string> {
  return OBJECTS.find(([pattern]) => pattern.test(path))?.[1]() ?? {}
}

/** Calls a route as its document says, with Villebourg's own objects in its address. */
async function send(
  operation: Operation,
  headers: Record<string, string> = {},
  ids: Record<string, string> = idsIn(operation),
): Promise<Answer> {
  const { method, path, name, body } = operation
  const address = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(ids[key] ?? 'x'))
  const sent = BODIES[name] ?? (body ? sampleOf(body, resolve) : undefined)
  if (!operation.atRoot) return server.call(method, address, { headers, ...(sent === undefined ? {} : { body: sent }) })
  return server.fetch(address, { method, headers })
}

/** Everything that a commune has, once what earlier acts set going (a wait that is offered, a delivery) has come to rest. */
async function now(communeId: string): Promise<Record<string, unknown>> {
  let last = await read(communeId)
  for (;;) {
    await pause(REST_MS)
    const next = await read(communeId)
    if (isDeepStrictEqual(next, last)) return next
    last = next
  }
}
/** How long nothing may change for a commune to be at rest, ms. */
const REST_MS = 100

async function read(communeId: string): Promise<Record<string, unknown>> {
  const { store } = server
  const users = (await store.listUsers()).filter((user) => user.communeId === communeId)
  return JSON.parse(
    JSON.stringify({
      users: users.filter(({ displayName }) => displayName !== PASSER_BY).map(({ lastSignInAt: _, ...user }) => user),
      handoffs: await store.listHandoffs(communeId, [
        'pending',
        'assigned',
        'resolved',
        'cancelled',
        'expired',
        'rejected',
      ]),
      validations: await store.listValidations(communeId),
      remarks: await store.listRemarks(communeId),
      alerts: await store.listAlertEdits(communeId),
      entries: await store.listEntryRecords(communeId),
      audit: (await store.listAudit(communeId, { limit: 200 })).rows,
      conflicts: await store.listIgnoredConflicts(communeId),
      mails: await store.listUnsentMails(communeId),
      signIn: await store.readSignInPolicy(communeId),
      settings: await store.listSettingsEdits(communeId),
      ticks: await store.listCheckTicks(communeId),
      webhooks: await store.listWebhooks(communeId),
      deliveries: await store.listDeliveries(communeId),
      appointments: await store.readAppointments(communeId),
      packs: await store.listPackSubscriptions(communeId),
      pools: await store.listPools(),
    }),
  )
}

/** What a commune has, beside the agents that it shares with others, and what is told it of people who link accounts of their own. */
const ofItsOwn = ({ pools: _, audit, ...own }: Record<string, unknown>) => ({
  ...own,
  audit: (audit as AuditRow[]).filter(({ target, userName }) => target.kind !== 'pool' && userName !== PASSER_BY),
})

const villebourgNow = async () => ({
  ...(await now('villebourg')),
  scheduled: await server.store.listScheduledPublications('villebourg'),
  transcript: await server.store.getTranscript(villebourg.citizen.id),
  replies: await server.store.listReplies(villebourg.agent.userId),
  sessions: await server.store.listSessions(villebourg.agent.userId, OPEN),
})

/** The account of a caller is nobody's of the commune any more. */
const moveAway = async ({ userId }: Caller) =>
  server.store.saveUser({ ...((await server.store.getUser(userId)) as User), communeId: 'elsewhere' })

/** A line of the table of docs/accounts.md. */
interface Row {
  patterns: string[]
  who: string[]
  isServer: boolean
}

function readTable(text: string): Row[] {
  const [, after = ''] = text.split('## Who may do what')
  const [own = ''] = after.split('\n### ')
  const lines = own.split('\n').filter((line) => line.startsWith('| '))
  const [, , ...rows] = lines.map((line) => line.split('|').slice(1, -1))
  return rows.map((cells) => {
    const [, calls = '', ...said] = cells.map((cell) => cell.trim())
    const who = HANDS.filter((_, index) => said[index] !== '–')
    return {
      patterns: [...calls.matchAll(/`([^`]+)`/g)].map(([, pattern = '']) => pattern),
      who: who.includes('anyone') ? ['anyone'] : who,
      isServer: said.includes('of the only commune'),
    }
  })
}

/** The columns of the table. */
const HANDS = ['anyone', 'citizen', ...ROLES]

function whoMay({ security, roles }: Operation): string[] {
  if (security === null) return ['anyone']
  if (security === 'citizen') return ['citizen']
  return ROLES.filter((role) => roles.includes(role) || (role === 'super-admin' && roles.includes('admin')))
}

/** The line whose name fits best. */
function rowOf({ method, path }: Operation): Row {
  const fits = (pattern: string) => {
    const [verb, of = ''] = pattern.split(' ')
    const parts = of.split('*').map((part) => part.replace(/[{}.]/g, '\\$&'))
    return (verb === '*' || verb === method) && new RegExp(`^${parts.join('.*')}$`).test(path)
  }
  const found = table.flatMap((row) => row.patterns.filter(fits).map((pattern) => ({ row, pattern })))
  const [best] = found.sort((one, other) => other.pattern.length - one.pattern.length)
  if (!best) throw new Error(`docs/accounts.md does not say who may ${method} ${path}`)
  return best.row
}

const answerOf = (operation: Operation) => ACTS[operation.name]?.answers ?? operation.success

const TOWN: Town = {
  get server() {
    return server
  },
  communeId: 'villebourg',
  sessionOf: (user) => sessionOf(user),
}

/** Calls whose body is a file. */
const FILES: Record<string, { type: string; body: string }> = {
  'post /admin/imports/service-public/archive': { type: 'application/zip', body: 'PK' },
  'post /admin/files': { type: 'application/octet-stream', body: pdf().toString('latin1') },
}

/** Does an act as it is done: on what there is, with what it needs. @returns why it is not done, or `null` */
async function faultOf(operation: Operation, caller: Caller): Promise<unknown> {
  const { method, path, name, atRoot } = operation
  const { given, body, query } = ACTS[name] ?? {}
  const names = (await given?.(TOWN, caller)) ?? {}
  const { authorization, ...inPath } = names
  const address = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(inPath[key] ?? 'x'))
  const sent = typeof body === 'function' ? body(names) : body
  const end = new AbortController()
  const file = FILES[name]
  const answer = await fetch(`${server.url}${atRoot ? '' : '/api/v1'}${address}${query ? `?${query}` : ''}`, {
    method,
    redirect: 'manual',
    signal: end.signal,
    headers: {
      ...caller.headers,
      ...(authorization ? { authorization } : {}),
      ...(file ? { 'content-type': file.type } : sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(file ? { body: file.body } : sent === undefined ? {} : { body: JSON.stringify(sent) }),
  })
  const isDone = answer.status === answerOf(operation)
  const text = operation.isStream && isDone ? '' : await answer.text()
  end.abort()
  return isDone ? null : [answer.status, text.slice(0, 200)]
}

const failures = (answers: [string, number][], accepted: readonly number[]) =>
  answers.filter(([, status]) => !accepted.includes(status))

describe('the declarations', () => {
  it('are those of the table of docs/accounts.md, which has every call', () => {
    const differences: unknown[] = []
    for (const operation of operations) {
      const declared = { who: whoMay(operation), isServer: operation.isServer }
      const { who, isServer } = rowOf(operation)
      if (!isDeepStrictEqual(declared, { who, isServer })) differences.push([operation.name, declared, who, isServer])
    }
    expect(differences).toEqual([])
  })

  it('leave no line of the table, and nothing of what is known of acts, without a call', () => {
    expect(table.filter((row) => !operations.some((operation) => rowOf(operation) === row))).toEqual([])
    const names = operations.map(({ name }) => name)
    expect(Object.keys(ACTS).filter((name) => !names.includes(name))).toEqual([])
  })

  it('leave nothing of the staff open', () => {
    const open = operations.filter(
      ({ path, security }) => /^\/(agent|admin|account)\b/.test(path) && security !== 'staff',
    )
    expect(open.map(({ name }) => name)).toEqual([])
  })

  it('say of every address that names something of a commune what it names', () => {
    const unnamed = staffCalls().filter(
      ({ path }) =>
        path.includes('{') && ![...OBJECTS.map(([pattern]) => pattern), ...SHARED].some((one) => one.test(path)),
    )
    expect(unnamed.map(({ name }) => name)).toEqual([])
  })
})

describe('a route of the staff', () => {
  it('refuses who has no session', async () => {
    const answers: [string, number][] = []
    for (const operation of staffCalls()) answers.push([operation.name, (await send(operation)).status])
    expect(answers.length).toBeGreaterThan(60)
    expect(failures(answers, [401])).toEqual([])
  })

  it('refuses a session that has expired, that was ended, and one whose account was deactivated', async () => {
    const expired = await sessionOf({ communeId: 'villebourg', roles: [...ROLES] }, { hours: 0 })
    const ended = await sessionOf({ communeId: 'villebourg', roles: [...ROLES] })
    const { userId } = ended
    await server.store.applyToAccount(userId, { type: 'set_password', passwordHash: 'x' }, null)
    const gone = await sessionOf({ communeId: 'villebourg', roles: ['agent', 'curator'] })
    await server.store.applyToAccount(gone.userId, { type: 'deactivate', at: OPEN }, null)
    const answers: [string, number][] = []
    for (const caller of [expired, ended, gone])
      for (const operation of staffCalls())
        answers.push([operation.name, (await send(operation, caller.headers)).status])
    expect(failures(answers, [401])).toEqual([])
  })

  it('refuses every role that it does not declare, and changes nothing', async () => {
    const before = await villebourgNow()
    const answers: [string, number][] = []
    for (const role of ROLES.filter((one) => one !== 'super-admin')) {
      const { headers, userId } = await sessionOf({ communeId: 'villebourg', roles: [role] })
      for (const operation of staffCalls().filter(({ roles }) => !roles.includes(role)))
        answers.push([`${operation.name} as ${role}`, (await send(operation, headers)).status])
      await server.store.saveUser({ ...((await server.store.getUser(userId)) as User), communeId: 'elsewhere' })
    }
    expect(answers.length).toBeGreaterThan(100)
    expect(failures(answers, [403])).toEqual([])
    expect(await villebourgNow()).toEqual(before)
  })

  it('refuses a change that does not repeat the session’s token', async () => {
    const { headers, userId } = await sessionOf({ communeId: 'zedville', roles: [...ROLES] })
    const answers: [string, number][] = []
    for (const operation of staffCalls().filter(({ name, method }) => method !== 'GET' && name !== 'delete /session'))
      answers.push([operation.name, (await send(operation, { ...headers, 'x-csrf-token': 'forged' })).status])
    expect(failures(answers, [403])).toEqual([])
    await server.store.applyToAccount(userId, { type: 'deactivate', at: OPEN }, null)
  })
})

describe('another commune’s staff', () => {
  it('finds nothing of Villebourg by its ids, with every role but that of the server, and changes nothing', async () => {
    const before = await villebourgNow()
    const found: unknown[] = []
    const named = staffCalls().filter(({ path }) => OBJECTS.some(([pattern]) => pattern.test(path)))
    expect(named.length).toBeGreaterThan(30)
    const roles = ROLES.filter((role) => role !== 'super-admin')
    const { headers } = await sessionOf({ communeId: 'zedville', roles })
    for (const operation of named) {
      const { status, text } = await send(operation, headers)
      if (status === 403 || status === 404) continue
      // What is over is not kept: then the answer is that of an id that never was, and says nothing.
      const never = await send(operation, headers, NO_SUCH_IDS)
      if (status !== 409 || text !== never.text) found.push([operation.name, status, text])
    }
    expect(found).toEqual([])
    expect(await villebourgNow()).toEqual(before)
  })

  it('has entries of its own, whatever Villebourg writes under the same name', async () => {
    const roles = ROLES.filter((role) => role !== 'super-admin')
    const { headers } = await sessionOf({ communeId: 'zedville', roles })
    const [draft] = await server.store.listEntryRecords('villebourg')
    expect(draft?.entryId).toMatch(/escargotier/)
    for (const path of ['', '/diff?from=draft&to=served', '/revisions/1']) {
      const { status, text } = await server.call('GET', `/admin/entries/${draft?.entryId}${path}`, { headers })
      expect([path, status]).not.toEqual([path, 200])
      expect(text).not.toContain('Derrière')
    }
  })

  it('is shown nothing of Villebourg by lists, and changes nothing of it without naming it', async () => {
    const before = await villebourgNow()
    const leaks: string[] = []
    const roles = ROLES.filter((role) => role !== 'super-admin')
    const unnamed = staffCalls().filter(({ path, isStream }) => !path.includes('{') && !isStream)
    for (const operation of unnamed) {
      // A session for each: signing out is one of the calls.
      const { headers } = await sessionOf({ communeId: 'zedville', roles })
      const answer = await send(operation, headers)
      expect([operation.name, answer.status]).not.toEqual([operation.name, 500])
      const text = OWN_WORDS.reduce((rest, own) => rest.replaceAll(own, ''), answer.text)
      const shown = SECRET_WORDS.filter((word) => text.includes(word))
      if (shown.length > 0) leaks.push(`${operation.name}: ${shown.join(', ')}`)
    }
    expect(leaks).toEqual([])
    expect(await villebourgNow()).toEqual(before)
  })
})

describe('an agent of another commune who answers for Villebourg too', () => {
  /** Every role but that of the server, in Zedville; in Villebourg she answers citizens. */
  const shared = async () => {
    // What was tried before may have asked for it.
    await server.store.saveSignInPolicy({ communeId: 'zedville', secondFactorRequired: false }, null)
    const caller = await sessionOf({ communeId: 'zedville', roles: ROLES.filter((role) => role !== 'super-admin') })
    const [former] = await server.store.listPools()
    if (former) await server.store.removePool(former.id, former.version, [])
    await server.store.savePool(
      {
        ...{ id: 'rivers', version: 1, name: 'Rivières', communes: ['villebourg', 'zedville'], schedule: null },
        agents: [{ userId: caller.userId, serves: { villebourg: [] } }],
      },
      [],
    )
    return caller
  }
  afterAll(async () => {
    for (const { id, version } of await server.store.listPools()) await server.store.removePool(id, version, [])
  })

  it('reads its requests, and of what else it has no more than before', async () => {
    const { headers } = await shared()
    const answers: [string, number][] = []
    for (const operation of staffCalls().filter(({ path }) => OBJECTS.some(([pattern]) => pattern.test(path)))) {
      // What waits to be checked is hers to check, as a colleague's is.
      if (/^\/agent\/(handoffs|samples|validations)/.test(operation.path) && operation.method !== 'GET') continue
      const ids = { ...idsIn(operation), entryId: 'carte-electorale' }
      const { status, text } = await send(operation, headers, ids)
      const isHers = operation.path.startsWith('/agent/handoffs')
      const isRefused = status === 403 || status === 404
      if (isHers ? status !== 200 : !isRefused && text !== (await send(operation, headers, NO_SUCH_IDS)).text)
        answers.push([operation.name, status])
    }
    expect(answers).toEqual([])
    expect((await server.call('GET', '/agent/queue', { headers })).text).toContain('escargotier')
  })

  it('is shown nothing of its administration, drafts and figures, and gives none of its requests to anyone', async () => {
    const caller = await shared()
    const before = await villebourgNow()
    const leaks: string[] = []
    const reads = staffCalls().filter(
      ({ path, method }) => method === 'GET' && !path.includes('{') && /^\/(admin|agent\/supervision)/.test(path),
    )
    expect(reads.length).toBeGreaterThan(15)
    for (const operation of reads) {
      const answer = await send(operation, caller.headers)
      const text = OWN_WORDS.reduce((rest, own) => rest.replaceAll(own, ''), answer.text)
      const shown = SECRET_WORDS.filter((word) => text.includes(word))
      if (shown.length > 0) leaks.push(`${operation.name}: ${shown.join(', ')}`)
    }
    expect(leaks).toEqual([])
    const assigned = await server.call('POST', `/agent/handoffs/${villebourg.handoffId}/assign`, {
      ...caller,
      body: { to: caller.userId },
    })
    expect([assigned.status, assigned.body.code]).toEqual([403, 'forbidden'])
    const taken = await server.call('POST', `/agent/handoffs/${villebourg.handoffId}/claim`, caller)
    expect([taken.status, taken.body.code]).toEqual([409, 'handoff_taken'])
    expect(await villebourgNow()).toEqual(before)
  })
})

describe('settings copied between communes', () => {
  const groups = ['services', 'closures', 'retention']
  const look = (from: string, { headers }: Caller) =>
    server.call('POST', '/admin/settings/copy/preview', { headers, body: { from, groups } })

  it('are for whoever administers both: an administrator of one reads nothing of the other, and writes nothing', async () => {
    const before = await villebourgNow()
    const roles = ROLES.filter((role) => role !== 'super-admin')
    for (const [communeId, from] of [
      ['zedville', 'villebourg'],
      ['villebourg', 'zedville'],
    ] as const) {
      const caller = await sessionOf({ communeId, roles })
      const body = { from, groups, baseVersion: 0, sourceVersion: 0, why: 'Pour essayer' }
      for (const answer of [
        await server.call('GET', '/admin/settings/copy', caller),
        await look(from, caller),
        await server.call('POST', '/admin/settings/copy', { ...caller, body }),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
        expect(SECRET_WORDS.filter((word) => answer.text.includes(word))).toEqual([])
      }
      await server.store.saveUser({ ...((await server.store.getUser(caller.userId)) as User), communeId: 'elsewhere' })
    }
    expect(await villebourgNow()).toEqual(before)
    expect(await server.store.listSettingsEdits('zedville')).toEqual([])
  })

  it('are shown, then copied by a super-admin with a reason, over what was looked at; only the target changes', async () => {
    // What was tried before may have asked for it.
    await server.store.saveSignInPolicy({ communeId: 'zedville', secondFactorRequired: false }, null)
    const before = await villebourgNow()
    const caller = await sessionOf({ communeId: 'zedville', roles: ['super-admin'] })
    expect((await server.call('GET', '/admin/settings/copy', caller)).body).toEqual({
      communes: [{ id: 'villebourg', name: 'Villebourg-sur-Loire' }],
    })
    expect((await look('villebourg', caller)).body.differences).toEqual([])
    const { closures: usual } = (await server.call('GET', '/admin/settings', caller)).body.file
    const closures = [{ from: '2026-12-24', to: '2026-12-24', reason: 'Fête de la commune' }]
    const put = { baseVersion: 0, why: '', set: { closures } }
    expect((await server.call('PUT', '/admin/settings', { ...caller, body: put })).status).toBe(200)
    const { body: preview } = await look('villebourg', caller)
    expect(preview).toMatchObject({
      from: { id: 'villebourg', name: 'Villebourg-sur-Loire' },
      baseVersion: 1,
      sourceVersion: 0,
      differences: [{ key: 'closures', before: closures, after: usual }],
    })
    const copy = (patch: Record<string, unknown>) => {
      const body = { from: 'villebourg', groups, baseVersion: 1, sourceVersion: 0, why: 'Même accueil', ...patch }
      return server.call('POST', '/admin/settings/copy', { ...caller, body })
    }
    expect((await copy({ why: ' ' })).body).toMatchObject({ code: 'invalid_request', field: 'why' })
    expect((await copy({ from: 'zedville' })).body).toMatchObject({ code: 'invalid_request', field: 'from' })
    expect((await copy({ from: 'nowhere' })).body).toMatchObject({ code: 'unknown_commune' })
    for (const stale of [{ baseVersion: 0 }, { sourceVersion: 7 }])
      expect((await copy(stale)).body).toMatchObject({ status: 409, code: 'settings_stale' })
    const { status, body } = await copy({})
    expect([status, body.version, body.values.closures]).toEqual([200, 2, usual])
    expect(body.history[0]).toMatchObject({
      copiedFrom: 'Villebourg-sur-Loire',
      why: 'Même accueil',
      keys: ['closures'],
    })
    const told = async (targetId: string) =>
      (await server.store.listAudit('zedville', { limit: 1, kind: 'settings', targetId })).rows[0]
    expect(await told('copy')).toMatchObject({
      action: 'settings_copied',
      after: { from: 'Villebourg-sur-Loire', groups },
      why: 'Même accueil',
    })
    expect(await told('closures')).toMatchObject({ action: 'settings_changed', before: closures })
    expect(await villebourgNow()).toEqual(before)
  })
})

describe('a citizen', () => {
  it('reaches no conversation but her own, and no route of the staff', async () => {
    const stranger = await Citizen.start(server, { communeId: 'zedville' })
    const before = await villebourgNow()
    const answers: [string, number][] = []
    for (const operation of operations.filter(({ security }) => security === 'citizen')) {
      const path = operation.path.replace('{id}', villebourg.citizen.id)
      answers.push([`${operation.name} without a token`, (await send({ ...operation, path })).status])
      answers.push([operation.name, (await send({ ...operation, path }, stranger.headers)).status])
    }
    for (const operation of staffCalls())
      answers.push([operation.name, (await send(operation, stranger.headers)).status])
    expect(failures(answers, [401, 404])).toEqual([])
    expect(await villebourgNow()).toEqual(before)
  })
})

describe('who is not signed in', () => {
  it('is told by no page, state or measure which other communes, accounts or drafts there are', async () => {
    const told: string[] = []
    // Where the default commune writes to is public.
    const words = ['escargotier', '06 12 34 56 99', 'zedville', 'Zedville']
    for (const path of ['/readyz', '/metrics', '/healthz', '/chat', '/embed', '/accessibilite', '/confidentialite']) {
      const { text } = await server.fetch(path)
      if (words.some((word) => text.includes(word))) told.push(path)
    }
    for (const path of ['/sign-in', '/openapi.json', '/communes/villebourg', '/communes/villebourg/titles']) {
      const { text } = await server.call('GET', path)
      if (words.some((word) => text.includes(word))) told.push(path)
    }
    expect(told).toEqual([])
    const named = async (headers: Record<string, string>) =>
      (await server.fetch('/readyz', { headers })).body.content.map(
        (one: { communeId: string | null }) => one.communeId,
      )
    expect(await named({})).toEqual([null, null])
    const agent = await sessionOf({ communeId: 'zedville', roles: ['agent'] })
    expect(await named(agent.headers)).toEqual([null, 'zedville'])
    const root = await sessionOf({ communeId: 'zedville', roles: ['super-admin'] })
    expect(await named(root.headers)).toEqual(['villebourg', 'zedville'])
  })
})

describe('every act, in the hands of who may do it', () => {
  /** A super-admin has her account in the other commune, and looks at this one. */
  const callerOf = (role: Role) =>
    role === 'super-admin'
      ? sessionOf({ communeId: 'zedville', roles: [role] }, { looksAt: 'villebourg' })
      : sessionOf({ communeId: 'villebourg', roles: [role] })

  it('is done, whatever its role, and changes nothing of the other commune', async () => {
    const before = ofItsOwn(await now('zedville'))
    const faults: unknown[] = []
    for (const operation of staffCalls())
      for (const role of rowOf(operation).who as Role[]) {
        if (operation.isServer && role === 'admin') continue
        const caller = await callerOf(role)
        const fault = await faultOf(operation, caller).catch(String)
        if (fault) faults.push([operation.name, role, fault])
        await moveAway(caller)
      }
    expect(faults).toEqual([])
    expect(ofItsOwn(await now('zedville'))).toEqual(before)
  }, 240_000)

  it('is done by a citizen on her own conversation, and by anyone on what is public', async () => {
    const faults: unknown[] = []
    for (const operation of operations.filter(({ security }) => security !== 'staff')) {
      // Their door is a secret: tests/features/botpress, tests/features/appointments.
      if (/^post \/(botpress|appointments)\//.test(operation.name)) continue
      const fault = await faultOf(operation, { headers: {}, userId: '' }).catch(String)
      if (fault) faults.push([operation.name, fault])
    }
    expect(faults).toEqual([])
  })

  it('of what communes share, is refused to the administrator of one of them, and changes nothing for any', async () => {
    const served = async () => (await server.fetch('/readyz')).body.content
    const before = [await now('zedville'), await now('villebourg'), await served()]
    const shared = operations.filter(({ isServer }) => isServer)
    expect(shared).toHaveLength(9)
    for (const communeId of ['villebourg', 'zedville'])
      for (const operation of shared) {
        const caller = await sessionOf({ communeId, roles: ROLES.filter((role) => role !== 'super-admin') })
        const { status, body } = await send(operation, caller.headers)
        expect([operation.name, status, body.code]).toEqual([operation.name, 403, 'server_admin_needed'])
        await moveAway(caller)
      }
    expect([await now('zedville'), await now('villebourg'), await served()]).toEqual(before)
  })

  it('of a super-admin, is done in the commune that she looks at, and in no other', async () => {
    // What the acts before have left due is erased now, not while this looks.
    await server.app.sweep()
    const before = await now('villebourg')
    const found: unknown[] = []
    for (const operation of staffCalls().filter(({ path }) => OBJECTS.some(([pattern]) => pattern.test(path)))) {
      const { headers } = await sessionOf({ communeId: 'zedville', roles: ['super-admin', 'agent', 'curator'] })
      const { status } = await send(operation, headers)
      if (status !== 404 && !(status === 409 && /validations/.test(operation.path)))
        found.push([operation.name, status])
    }
    expect(found).toEqual([])
    expect(await now('villebourg')).toEqual(before)
  })
})

describe('on a server with one commune', () => {
  it('its administrator does what its server’s would', async () => {
    const alone = await startTestServer()
    try {
      const admin = await alone.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
      expect((await admin.call('POST', '/admin/publish')).body.mayPublish).toBe(true)
      expect((await admin.call('POST', '/admin/imports/service-public', {})).body.code).toBe('no_feed_source')
      expect((await admin.call('GET', '/admin/imports/service-public')).body.mayImport).toBe(true)
      const curator = await alone.signInAs({ email: 'curt@villebourg.example', roles: ['curator'] })
      expect((await curator.call('POST', '/admin/publish')).body.code).toBe('forbidden')
      expect((await curator.call('GET', '/admin/imports/service-public')).body.mayImport).toBe(false)
    } finally {
      await alone.stop()
    }
  })
})
