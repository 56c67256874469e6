import { rowOfLink } from '../../../src/features/accounts/routes/linked-accounts.js'
import type { User } from '../../../src/features/accounts/staff.js'
import { openDataRoutes } from '../../../src/features/open-data/contract.js'
import { newPackKey, packFile, readPackKey, signPack } from '../../../src/features/packs/pack-keys.js'
import { newSecret } from '../../../src/platform/http/secrets.js'
import type { Role } from '../../../src/platform/model/role.js'
import { content } from '../../contract/sample-entry-content.js'
import { webhook } from '../../features/webhooks/samples.js'
import { Citizen, newClientId } from './clients.js'
import { OPEN, type TestServer } from './harness.js'

/** Who makes a call: what she shows, and of staff who she is. */
export interface Caller {
  headers: Record<string, string>
  userId: string
}

/** Where acts are done: on a commune of a server. */
export interface Town {
  server: TestServer
  communeId: string
  sessionOf(user: Pick<User, 'communeId' | 'roles'>): Promise<Caller>
}

/** What the address of an act names, and what its body needs to know. */
export type Names = Record<string, string>

/** How an act is tried by whoever may do it. */
export interface Act {
  /** Makes what it is done to, by whoever does it. */
  given?: (town: Town, by: Caller) => Promise<Names>
  body?: unknown | ((names: Names) => unknown)
  /** A query of its address. */
  query?: string
  /** Its status, where the town makes it another than the document's: the number of a domain answer, never of a refusal. */
  answers?: number
}

const call = async (town: Town, by: Caller, [method, path]: [string, string], body?: unknown) => {
  const answer = await town.server.call(method, path, { headers: by.headers, ...(body === undefined ? {} : { body }) })
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}
const ask = (town: Town) => Citizen.start(town.server, { communeId: town.communeId })

/** A conversation, and the token by which its citizen shows that it is hers. */
async function talk(town: Town): Promise<Names> {
  const citizen = await ask(town)
  await citizen.say('bonjour')
  const mid = (await citizen.read()).messages.findLast(({ author }) => author !== 'citizen')?.id ?? ''
  return { id: citizen.id, mid, authorization: citizen.headers.authorization }
}

async function waiting(town: Town): Promise<Names> {
  const citizen = await ask(town)
  if ((await citizen.callAgent()).status !== 201) throw new Error('nobody can be called')
  return {
    id: (await town.server.store.findOpenHandoff(citizen.id))?.id ?? '',
    conversationId: citizen.id,
    authorization: citizen.headers.authorization,
  }
}

async function held(town: Town, by: Caller): Promise<Names> {
  const names = await waiting(town)
  await call(town, by, ['POST', `/agent/handoffs/${names.id}/claim`])
  return names
}

const waitingConversation = async (town: Town): Promise<Names> => {
  const { conversationId: id = '', authorization = '' } = await waiting(town)
  return { id, authorization }
}

/** Held by a colleague. */
const colleagues = async (town: Town): Promise<Names> =>
  held(town, await town.sessionOf({ communeId: town.communeId, roles: ['agent'] }))

/** Held by a colleague who has just left: whoever is there may take it over. */
async function left(town: Town): Promise<Names> {
  const colleague = await town.sessionOf({ communeId: town.communeId, roles: ['agent'] })
  const names = await held(town, colleague)
  await call(town, colleague, ['POST', '/agent/availability'], { state: 'away' })
  return names
}

async function asleep(town: Town, by: Caller): Promise<Names> {
  const names = await held(town, by)
  await call(town, by, ['POST', `/agent/handoffs/${names.id}/snooze`], { until: { inMinutes: 30 } })
  return names
}

async function ended(town: Town, by: Caller): Promise<Names> {
  const names = await held(town, by)
  await call(town, by, ['POST', `/agent/handoffs/${names.id}/resolve`], { resolution: 'answered' })
  return names
}

async function slotOf({ server, communeId }: Town, at = 0): Promise<Names> {
  const { body } = await server.call('GET', `/communes/${communeId}/callback-slots`)
  const { day, half } = body.slots[at]
  return { day, half }
}

const callback = ({ day, half }: Names) => ({
  slot: { day, half },
  name: 'Jeanne',
  phone: '06 12 34 56 78',
  subject: 'ma carte',
})

/** A call-back that whoever acts has taken, and another half-day. */
async function toPhone(town: Town, by: Caller): Promise<Names> {
  const citizen = await ask(town)
  const first = await slotOf(town)
  const answer = await citizen.call('POST', '/callback', callback(first))
  if (answer.status !== 201) throw new Error(answer.text)
  const id = (await town.server.store.findOpenHandoff(citizen.id))?.id ?? ''
  await call(town, by, ['POST', `/agent/handoffs/${id}/claim`])
  return { id, ...(await slotOf(town, 1)) }
}

async function desk(town: Town, by: Caller): Promise<Names> {
  return { id: (await call(town, by, ['POST', '/agent/conversations'], { channel: 'counter', language: 'fr' })).id }
}

async function remarked(town: Town, by: Caller): Promise<Names> {
  const names = await spoken(town, by)
  return { id: (await call(town, by, ['POST', `/agent/handoffs/${names.id}/remarks`], remark(names))).id }
}
const remark = ({ messageSeq }: Names) => ({ kind: 'wrong_answer', messageSeq: Number(messageSeq) })

/** Something that was masked lies in what she wrote to whoever holds it. */
async function spoken(town: Town, by: Caller): Promise<Names> {
  const citizen = await ask(town)
  await citizen.callAgent()
  const id = (await town.server.store.findOpenHandoff(citizen.id))?.id ?? ''
  await call(town, by, ['POST', `/agent/handoffs/${id}/claim`])
  await citizen.say('Mon numéro est le 06 12 34 56 78')
  const { messages } = await citizen.read()
  const messageSeq = String(messages.findLast(({ author }) => author === 'citizen')?.seq)
  const [{ id: itemId = '' } = {}] = (await call(town, by, ['GET', `/agent/handoffs/${id}/masked`])).items
  return { id, itemId, messageSeq }
}

async function checked(town: Town, by: Caller): Promise<Names> {
  await (await ask(town)).say('quels papiers pour voter')
  const { validations } = await call(town, by, ['GET', '/agent/validations'])
  return { id: validations.at(-1).id }
}

async function reply(town: Town, by: Caller): Promise<Names> {
  const { replies } = await call(town, by, ['POST', '/agent/replies'], REPLY)
  return { replyId: replies.at(-1).id }
}
const REPLY = { title: 'Bonjour', text: 'Bonjour à vous', language: 'fr' }

/** An account of the commune that is nobody's here. */
async function account({ server, communeId }: Town, patch: Partial<User> = {}): Promise<Names> {
  const id = newSecret()
  const made = { email: `${id}@villebourg.example`, displayName: 'Iris', roles: ['agent' as Role], passwordHash: 'x' }
  await server.store.saveUser({ id, communeId, ...made, demonstration: true, createdAt: OPEN, ...patch })
  return { id, email: `${id}@villebourg.example` }
}
const somebody = (town: Town) => account(town)
const gone = (town: Town) => account(town, { deactivatedAt: OPEN })
const twoFactors = (town: Town) =>
  account(town, { secondFactor: { sealedSecret: 'x', confirmedAt: OPEN, lastStep: 0, recoveryHashes: [] } })

async function otherSession({ server }: Town, { userId }: Caller): Promise<Names> {
  const idHash = newSecret()
  const expiresAt = '2026-11-25T00:00:00.000Z'
  await server.store.saveSession({ idHash, userId, csrfToken: 'x', createdAt: OPEN, expiresAt })
  return { id: idHash.slice(0, 16) }
}

/** An account of hers in another commune, and the link between both where it is there already. */
async function otherAccount(town: Town, { userId }: Caller): Promise<Names> {
  const { store } = town.server
  const communeId = (await store.getUser(userId))?.communeId === 'zedville' ? 'villebourg' : 'zedville'
  const { userId: id } = await town.sessionOf({ communeId, roles: ['agent'] })
  return { id, email: (await store.getUser(id))?.email ?? '' }
}
async function linkedAccount(town: Town, by: Caller): Promise<Names> {
  const names = await otherAccount(town, by)
  const told = rowOfLink(town.server.clock)
  await town.server.store.linkAccounts([by.userId, names.id ?? ''], newSecret(), told)
  return names
}

async function hook({ server, communeId }: Town): Promise<Names> {
  const id = newSecret()
  const sealed = await server.app.store.listWebhooks(communeId)
  for (const { id: former } of sealed.slice(1)) await server.store.deleteWebhook(communeId, former)
  await server.store.addWebhook(webhook({ id, communeId, events: ['answers.stopped'] }))
  return { id }
}
const HOOK = { name: 'Suivi', address: 'https://suivi.example/guichet', events: ['answers.stopped'] }

async function newEntry(town: Town, by: Caller): Promise<Names> {
  const body = { title: `Fiche ${newClientId()}`, category: 'mairie-pratique' }
  return { id: (await call(town, by, ['POST', '/admin/entries'], body)).id }
}
const NEW_TOWN = {
  ...{ name: 'Aubrac', address: '1 rue Haute', postalCode: '12470', phone: '05 36 49 00 00' },
  ...{ email: 'mairie@aubrac.example', site: 'www.aubrac.example', hours: { '1': [['08:00', '12:00']] } },
  ...{ adminName: 'Iris', adminEmail: 'iris@aubrac.example' },
}
const ENTRY = 'carte-electorale'
/** One that is taken away and given back. */
const OTHER = 'piscine-privee'
const served = (town: Town, by: Caller, id = ENTRY) => call(town, by, ['GET', `/admin/entries/${id}`])

/** A draft of an entry that citizens have, as it is. */
async function draft(town: Town, by: Caller): Promise<Names> {
  const names = await toDraft(town, by)
  const { draft: saved } = await call(town, by, ['PUT', `/admin/entries/${ENTRY}/draft`], draftOf(names))
  return { ...names, version: String(saved.version) }
}
async function toDraft(town: Town, by: Caller): Promise<Names> {
  const { served: now, draft: former, servedRevision } = await served(town, by)
  if (former) await call(town, by, ['POST', `/admin/entries/${ENTRY}/discard`], { draftVersion: former.version })
  return { id: ENTRY, content: JSON.stringify(now), basedOn: String(servedRevision), seen: '0' }
}
const draftOf = ({ content: kept = 'null', basedOn, seen }: Names) => ({
  content: { ...JSON.parse(kept), summary: 'Où est le puits de la mairie.' },
  basedOn: Number(basedOn),
  seen: Number(seen),
})
const ofDraft = ({ version }: Names) => ({ draftVersion: Number(version) })

async function submitted(town: Town, by: Caller): Promise<Names> {
  const names = await draft(town, by)
  await call(town, by, ['POST', `/admin/entries/${ENTRY}/submit`], ofDraft(names))
  return names
}

async function kept(town: Town, by: Caller): Promise<Names> {
  const { archival } = await served(town, by, OTHER)
  if (archival) await call(town, by, ['POST', `/admin/entries/${OTHER}/restore`], {})
  return { id: OTHER }
}
async function archived(town: Town, by: Caller): Promise<Names> {
  await kept(town, by)
  await call(town, by, ['POST', `/admin/entries/${OTHER}/archive`], {})
  return { id: OTHER }
}

const file = () => ({
  name: 'fiches.csv',
  content: Buffer.from(`Question;Réponse\nOù est le puits ${newClientId()} ?;Derrière la mairie.\n`).toString('base64'),
})
const imported = async (town: Town, by: Caller): Promise<Names> => ({
  id: (await call(town, by, ['POST', '/admin/exchange/imports'], file())).id,
})

const packKey = readPackKey(newPackKey().privateKeyPem)
const PACK = packFile(
  signPack(
    {
      id: 'puits',
      title: 'Puits',
      version: '1.0.0',
      licence: 'Licence Ouverte 2.0',
      source: { name: 'Ville d’Ailleurs', url: '' },
      publishedAt: '2026-11-20T08:00:00.000Z',
      notes: '',
      entries: [{ id: 'puits', ...content({ owner: 'accueil', title: 'Puits' }) }],
    },
    packKey,
  ),
)
const looked = async (town: Town, by: Caller): Promise<Names> => ({
  key: (await call(town, by, ['POST', '/admin/packs/look'], { text: PACK })).key,
})
const toFollow = ({ key }: Names) => ({ text: PACK, key, version: '1.0.0', take: [] })
async function followed(town: Town, by: Caller): Promise<Names> {
  await call(town, by, ['POST', '/admin/packs'], toFollow(await looked(town, by)))
  return { id: 'puits' }
}

async function group(town: Town, by: Caller): Promise<Names> {
  const { groups } = await call(town, by, ['GET', '/admin/failures'])
  return { id: groups[0].id, groupId: groups[0].id }
}
const decision = ({ groupId }: Names) => ({ action: 'decide', scope: { groupId }, state: 'to_review' })
const decided = async (town: Town, by: Caller): Promise<Names> => ({
  id: (await call(town, by, ['POST', '/admin/failures/actions'], decision(await group(town, by)))).actionId,
})
async function added(town: Town, by: Caller): Promise<Names> {
  const { groupId } = await group(town, by)
  const addition = { action: 'add_questions', scope: { groupId }, entryId: 'carte-identite-mineur' }
  return { id: (await call(town, by, ['POST', '/admin/failures/actions'], addition)).actionId }
}

async function answered(town: Town, by: Caller): Promise<Names> {
  const { groupId } = await group(town, by)
  const sentence = { text: 'Le puits est ouvert le mardi.', place: 'summary' }
  const addition = { action: 'add_sentence', scope: { groupId }, entryId: 'carte-identite-mineur', ...sentence }
  return { id: (await call(town, by, ['POST', '/admin/failures/actions'], addition)).actionId }
}

const CONFLICT = 'never_found:carte-identite-mineur'
async function ignored({ server, communeId }: Town): Promise<Names> {
  const ignoredNow = { key: CONFLICT, entryIds: ['carte-identite-mineur'], mark: 'm', reason: 'x', at: OPEN }
  await server.store.ignoreConflict(communeId, { ...ignoredNow, userId: 'u', userName: 'U' })
  return {}
}

async function version(town: Town, by: Caller): Promise<Names> {
  return { version: String((await call(town, by, ['GET', '/admin/settings'])).version) }
}
const change = ({ version: base }: Names, hours = 24) => ({ baseVersion: Number(base), set: { reopenHours: hours } })
async function changed(town: Town, by: Caller): Promise<Names> {
  await call(town, by, ['PUT', '/admin/settings'], change(await version(town, by), 30))
  return version(town, by)
}

const COPY = { from: 'zedville', groups: ['closures'] }
async function compared(town: Town, by: Caller): Promise<Names> {
  const { baseVersion, sourceVersion } = await call(town, by, ['POST', '/admin/settings/copy/preview'], COPY)
  return { base: String(baseVersion), source: String(sourceVersion) }
}

const POOL = { name: 'Trois rivières', communes: ['villebourg', 'zedville'], hours: null, agents: [] }
/** Alone: a commune is in one pool at most. */
async function noPool(town: Town): Promise<Names> {
  for (const { id, version } of await town.server.store.listPools()) await town.server.store.removePool(id, version, [])
  return {}
}
async function pool(town: Town): Promise<Names> {
  await noPool(town)
  const { hours: _, ...shared } = POOL
  await town.server.store.savePool({ id: 'rivers', version: 1, schedule: null, ...shared }, [])
  return { id: 'rivers' }
}

async function point(town: Town, by: Caller): Promise<Names> {
  const { entries } = await call(town, by, ['GET', '/admin/first-run/checks?category=ecole-periscolaire'])
  const [first] = entries.filter(({ points }: { points: unknown[] }) => points.length > 0)
  return { entryId: first.id, check: first.points[0].check }
}

const PASSWORD = 'demonstration'
const DOMAIN = { nothing: 409, unknown: 404 }
const COUNTS = { found: 1, expected: 2, courtesies: 1, courtesiesExpected: 1, rightEntry: true, safe: true }
const DAYS = 'from=2026-11-01&to=2026-11-24'
const FLOOD = {
  level: 'urgent',
  from: '2026-11-24T10:00:00+01:00',
  to: '2026-11-24T12:00:00+01:00',
  text: { fr: 'La Loire monte.' },
  entries: [],
}
const words = () => ({ clientId: newClientId(), text: 'Bonjour' })
const named = (id: string) => async (): Promise<Names> => ({ id })
const HANDOFF = '/agent/handoffs/{id}'
const FICHES = '/admin/imports/service-public/fiches'
const CONCERNED = '/admin/imports/service-public/concerned'
const SEEN = { fiches: [{ id: 'F1', digest: 'gone' }] }

/** Every act on which something must be given or said for it to be done. Those that are not here are called as they are. */
export const ACTS: Record<string, Act> = {
  'post /ask': { body: { question: 'quels papiers pour voter' } },
  'post /mcp': { body: { jsonrpc: '2.0', id: 1, method: 'ping' } },
  'get /communes/{id}': { given: named('villebourg') },
  'get /communes/{id}/services': { given: named('villebourg') },
  'get /communes/{id}/places': { given: named('villebourg') },
  'get /communes/{id}/titles': { given: named('villebourg') },
  'get /communes/{id}/callback-slots': { given: named('villebourg') },
  'get /assets/widget/theme-{id}.css': { given: named('villebourg') },
  'get /fiche/{entryId}': { given: async () => ({ entryId: ENTRY }) },
  ...Object.fromEntries(
    Object.values(openDataRoutes)
      .filter(({ path }) => path.startsWith('/fiches/'))
      .map(({ path }) => [`get ${path}`, { given: async ({ communeId }: Town) => ({ communeId, entryId: ENTRY }) }]),
  ),
  'get /transparence/{communeId}': { given: async ({ communeId }: Town) => ({ communeId }) },
  'get /transparence/{communeId}.json': { given: async ({ communeId }: Town) => ({ communeId }) },
  'post /conversations': { body: { communeId: 'villebourg' } },
  'post /session': { body: { email: 'accueil@villebourg.example', password: PASSWORD } },
  'get /files/{communeId}/{id}/{name}': { answers: DOMAIN.unknown },
  'get /session/provider': { answers: DOMAIN.unknown },
  'get /session/provider/return': { answers: DOMAIN.unknown },
  'post /password-resets': { body: { email: 'accueil@villebourg.example' } },
  'post /staff-links/read': { body: { token: 'never-was' }, answers: DOMAIN.unknown },
  'post /staff-links/use': {
    body: { token: 'never-was', password: 'trois chats sur le toit' },
    answers: DOMAIN.unknown,
  },

  'post /reply-links/open': { body: { link: 'never-was' }, answers: DOMAIN.unknown },
  'get /reply-links/request': { answers: DOMAIN.unknown },
  'post /reply-links/answers': { body: { clientId: 'client-1', text: 'Bonjour' }, answers: DOMAIN.unknown },
  'post /reply-links/end': { body: { resolution: 'answered' }, answers: DOMAIN.unknown },
  'post /account/tchap': { body: { language: 'fr' }, answers: DOMAIN.nothing },
  'put /account/reply-ways': { body: { ways: [], language: 'fr' } },

  'post /conversations/{id}/messages': { given: talk, body: words },
  'get /conversations/{id}/messages': { given: talk },
  'get /conversations/{id}/events': { given: talk },
  'post /conversations/{id}/messages/{mid}/feedback': { given: talk, body: { feedback: 'helpful' } },
  'post /conversations/{id}/handoff': { given: talk, body: { kind: 'live' } },
  'delete /conversations/{id}/handoff': { given: waitingConversation },
  'post /conversations/{id}/callback': {
    given: async (town) => ({ ...(await talk(town)), ...(await slotOf(town)) }),
    body: callback,
  },
  'get /conversations/{id}/transcript': { given: talk },
  // No mail leaves here.
  'post /conversations/{id}/transcript': { given: talk, body: { email: 'j@exemple.fr' }, answers: DOMAIN.nothing },
  'get /conversations/{id}/data': { given: talk },
  'post /conversations/{id}/rating': { given: talk, body: { level: 4 } },
  'post /conversations/{id}/language': { given: talk, body: { language: 'en' } },
  'post /conversations/{id}/typing': { given: talk },
  'post /conversations/{id}/close': { given: talk },
  'delete /conversations/{id}': { given: talk },

  'put /session/commune': { body: { communeId: 'zedville' } },
  'put /account/password': { body: { current: PASSWORD, password: 'trois chats sur le toit' } },
  'post /account/second-factor': { body: { password: PASSWORD } },
  'post /account/second-factor/confirm': { body: { code: '000000' }, answers: DOMAIN.nothing },
  'post /account/second-factor/remove': { body: { password: PASSWORD }, answers: DOMAIN.nothing },
  'post /account/recovery-codes': { body: { password: PASSWORD }, answers: DOMAIN.nothing },
  'delete /account/sessions/{id}': { given: otherSession },
  'post /account/linked': {
    given: otherAccount,
    body: ({ email }: Names) => ({ present: PASSWORD, email, password: PASSWORD }),
  },
  // No identity provider is set here.
  'post /account/linked/provider': { answers: DOMAIN.unknown },
  'post /account/linked/invitation': { body: { token: 'never-was', password: PASSWORD }, answers: DOMAIN.unknown },
  'post /account/linked/{id}/open': { given: linkedAccount, body: {} },
  'delete /account/linked/{id}': { given: linkedAccount },

  'post /admin/accounts': {
    given: async () => ({ email: `${newSecret()}@villebourg.example` }),
    body: ({ email }: Names) => ({ email, name: 'Iris', roles: ['agent'] }),
  },
  'put /admin/accounts/{id}': { given: somebody, body: { name: 'Iris', roles: ['curator'], capacity: 2 } },
  'post /admin/accounts/{id}/link': { given: somebody },
  'post /admin/accounts/{id}/deactivate': { given: somebody },
  'post /admin/accounts/{id}/reactivate': { given: gone },
  'post /admin/accounts/{id}/reset-second-factor': { given: twoFactors },
  'put /admin/sign-in-policy': { body: { secondFactorRequired: false } },
  'post /admin/pools': { given: noPool, body: POOL },
  'put /admin/pools/{id}': { given: pool, body: { ...POOL, name: 'Deux rivières', version: 1 } },
  'delete /admin/pools/{id}': { given: pool, query: 'version=1' },
  'post /admin/communes': { body: NEW_TOWN },

  'post /agent/search': { body: { words: 'bonjour' } },
  'put /agent/views': { body: { views: [] } },
  'post /agent/conversations': { body: { channel: 'counter', language: 'fr' } },
  'post /agent/availability': { body: { state: 'available' } },
  'post /agent/beat': { body: { touched: true } },
  // The installation has no keys.
  'put /agent/push': {
    body: {
      endpoint: 'https://push.example/x',
      keys: { p256dh: 'x'.repeat(87), auth: 'x'.repeat(22) },
      language: 'fr',
      quiet: { hours: null, until: null },
    },
    answers: DOMAIN.nothing,
  },
  'post /agent/replies': { body: REPLY },
  'put /agent/replies/{replyId}': { given: reply, body: REPLY },
  'delete /agent/replies/{replyId}': { given: reply },
  'post /agent/validations/{id}': { given: checked, body: { decision: 'refuse' } },
  // Nothing was asked on a day that is over.
  'put /agent/samples/{id}': { given: named('never-drawn'), body: { said: 'right' }, answers: DOMAIN.unknown },
  'put /agent/remarks/{id}': { given: remarked, body: { rightEntryId: ENTRY, note: 'celle-ci' } },
  'delete /agent/remarks/{id}': { given: remarked },
  'post /agent/sheets/find': { body: { words: 'acte de naissance' } },
  'get /agent/sheets/{id}': { given: named(ENTRY) },
  // No mail server is set.
  'post /agent/sheets/{id}/mail': {
    given: named(ENTRY),
    body: { email: 'jeanne@exemple.fr', language: 'fr' },
    answers: DOMAIN.nothing,
  },
  'post /agent/sheets/{id}/given': {
    given: named(ENTRY),
    body: { channel: 'counter', language: 'fr', question: 'une carte pour voter' },
  },
  'get /agent/practice/exercises/{id}': { given: named('ec-pacs') },
  'post /agent/practice/exercises/{id}/results': {
    given: named('ec-pacs'),
    body: { ...COUNTS, firstMs: 10, wholeMs: 20 },
  },
  [`get ${HANDOFF}`]: { given: waiting },
  [`post ${HANDOFF}/claim`]: { given: waiting },
  // It is offered to nobody in particular.
  [`post ${HANDOFF}/pass`]: { given: waiting, answers: DOMAIN.nothing },
  [`post ${HANDOFF}/messages`]: { given: held, body: words },
  [`post ${HANDOFF}/typing`]: { given: held },
  [`post ${HANDOFF}/release`]: { given: held },
  [`post ${HANDOFF}/missed-call`]: { given: toPhone },
  [`post ${HANDOFF}/resolve`]: { given: held, body: { resolution: 'answered' } },
  [`post ${HANDOFF}/ask`]: { given: desk, body: words },
  [`post ${HANDOFF}/leave`]: { given: desk, body: { name: 'Jeanne', phone: '06 12 34 56 78', text: 'rappelez-moi' } },
  [`post ${HANDOFF}/reschedule`]: { given: toPhone, body: ({ day, half }: Names) => ({ slot: { day, half } }) },
  [`get ${HANDOFF}/earlier`]: { given: waiting },
  [`get ${HANDOFF}/appointments`]: { given: waiting },
  [`get ${HANDOFF}/suggestions`]: { given: held },
  [`get ${HANDOFF}/replies`]: { given: held },
  [`get ${HANDOFF}/entries/{entryId}`]: { given: async (...of) => ({ ...(await held(...of)), entryId: ENTRY }) },
  [`post ${HANDOFF}/cards`]: { given: held, body: () => ({ clientId: newClientId(), entryId: ENTRY }) },
  [`post ${HANDOFF}/notes`]: { given: held, body: words },
  [`post ${HANDOFF}/transfer`]: { given: held, body: { to: { department: 'etat-civil' } } },
  [`post ${HANDOFF}/snooze`]: { given: held, body: { until: { inMinutes: 30 } } },
  [`post ${HANDOFF}/wake`]: { given: asleep },
  [`post ${HANDOFF}/reopen`]: { given: ended },
  [`post ${HANDOFF}/take-over`]: { given: left },
  [`post ${HANDOFF}/assign`]: { given: colleagues, body: { to: null } },
  [`post ${HANDOFF}/look`]: { given: waiting, body: { state: 'reading' } },
  [`post ${HANDOFF}/remarks`]: { given: spoken, body: remark },
  [`get ${HANDOFF}/masked`]: { given: spoken },
  [`post ${HANDOFF}/reveals`]: { given: spoken, body: ({ itemId }: Names) => ({ itemId, reason: 'call_back' }) },

  'post /admin/exchange/read': { body: file },
  'post /admin/exchange/plan': { body: file },
  'post /admin/exchange/imports': { body: file },
  'post /admin/exchange/imports/{id}/undo': { given: imported },
  'get /admin/exchange/export': { query: 'format=csv' },
  'post /admin/packs/look': { body: { text: PACK } },
  'post /admin/packs': { given: looked, body: toFollow },
  'delete /admin/packs/{id}': { given: followed },
  'post /admin/appointments/secret': {},
  'delete /admin/appointments': {},
  'post /admin/webhooks': { given: hook, body: HOOK },
  'put /admin/webhooks/{id}': { given: hook, body: { ...HOOK, active: true } },
  'delete /admin/webhooks/{id}': { given: hook },
  'post /admin/webhooks/{id}/secret': { given: hook },
  'post /admin/webhooks/{id}/trial': { given: hook },
  'post /admin/webhooks/{id}/replay': { given: hook, body: {} },
  'post /admin/webhooks/{id}/discard': { given: hook, body: {} },

  'post /admin/entries': { body: { title: 'Le puits', category: 'mairie-pratique' } },
  'get /admin/entries/{id}': { given: newEntry },
  'put /admin/entries/{id}/draft': { given: toDraft, body: draftOf },
  'post /admin/entries/{id}/discard': { given: draft, body: ofDraft },
  'post /admin/entries/{id}/submit': { given: draft, body: ofDraft },
  'post /admin/entries/{id}/return': { given: submitted, body: { why: 'à revoir' } },
  'post /admin/entries/{id}/archive': { given: kept, body: {} },
  'post /admin/entries/{id}/restore': { given: archived, body: {} },
  'get /admin/entries/{id}/revisions/{number}': { given: async () => ({ id: ENTRY, number: '1' }) },
  'get /admin/entries/{id}/diff': { given: draft, query: 'from=served&to=draft' },
  'post /admin/entries/{id}/preview': { given: toDraft, body: (names: Names) => ({ content: draftOf(names).content }) },
  'post /admin/gate': {
    given: draft,
    body: (names: Names) => ({ entries: [{ entryId: ENTRY, ...ofDraft(names) }] }),
  },
  // Nothing was measured.
  'post /admin/publications': {
    given: draft,
    body: (names: Names) => ({ entries: [{ entryId: ENTRY, ...ofDraft(names) }], gateId: crypto.randomUUID() }),
    answers: DOMAIN.nothing,
  },
  'post /admin/publications/{id}/undo': { given: async () => ({ id: 'never-published' }), answers: DOMAIN.unknown },
  // Nothing was measured, and nothing is scheduled.
  'post /admin/scheduled-publications': {
    given: draft,
    body: (names: Names) => ({
      entries: [{ entryId: ENTRY, ...ofDraft(names) }],
      ...{ gateId: crypto.randomUUID(), at: '2026-11-30T08:00' },
    }),
    answers: DOMAIN.nothing,
  },
  'put /admin/scheduled-publications/{id}': {
    given: async () => ({ id: 'never-scheduled' }),
    body: { at: '2026-11-30T08:00' },
    answers: DOMAIN.unknown,
  },
  'delete /admin/scheduled-publications/{id}': {
    given: async () => ({ id: 'never-scheduled' }),
    answers: DOMAIN.unknown,
  },
  'post /admin/submissions': {
    given: draft,
    body: (names: Names) => ({ entries: [{ entryId: ENTRY, ...ofDraft(names) }] }),
  },
  'put /admin/reminders': { body: { wanted: true } },
  'get /admin/search': { query: 'q=carte' },
  'get /admin/failures/groups/{id}': { given: group },
  'post /admin/failures/actions': { given: group, body: decision },
  'post /admin/failures/actions/{id}/undo': { given: decided },
  'get /admin/failures/actions/{id}/trial': { given: added },
  'get /admin/failures/actions/{id}/talks': { given: answered },
  'put /admin/failures/digest': { body: { wanted: false } },
  'post /admin/conflicts/acts': { given: ignored, body: { action: 'reopen', key: CONFLICT } },
  'post /admin/conflicts/undo': { given: ignored, body: { undo: { action: 'ignore', key: CONFLICT } } },
  'post /admin/try': { body: { question: 'quels papiers pour voter' } },
  'post /admin/try/batch': { body: { questions: ['quels papiers pour voter'] } },
  'put /admin/settings': { given: version, body: (names: Names) => change(names) },
  'post /admin/settings/undo': {
    given: changed,
    body: ({ version: now }: Names) => ({ baseVersion: Number(now), version: Number(now) }),
  },
  'post /admin/settings/preview': { body: { set: {} } },
  'post /admin/settings/copy/preview': { body: COPY },
  'post /admin/settings/copy': {
    given: compared,
    body: ({ base, source }: Names) => ({
      ...COPY,
      baseVersion: Number(base),
      sourceVersion: Number(source),
      why: 'même accueil',
    }),
  },
  'get /admin/first-run/checks': { query: 'category=ecole-periscolaire' },
  'put /admin/first-run/checks': {
    given: point,
    body: ({ entryId, check }: Names) => ({ points: [{ entryId, check }], done: true }),
  },
  'put /admin/first-run/steps': { body: { step: 'town', done: true } },
  'put /admin/answers': { body: { stopped: false } },
  'get /agent/supervision/figures': { query: DAYS },
  'get /admin/statistics': { query: DAYS },
  'put /admin/alert': { body: FLOOD },
  'post /admin/screen': { body: { text: 'bonjour' } },
  // No feed is set, and none was imported.
  'post /admin/imports/service-public': { body: {}, answers: DOMAIN.nothing },
  'put /admin/imports/service-public/selection': { body: { themes: [], ids: ['F1'] } },
  [`get ${FICHES}/{id}`]: { given: named('F1'), answers: DOMAIN.unknown },
  [`post ${CONCERNED}/{id}/draft`]: { given: named(ENTRY), body: SEEN, answers: DOMAIN.unknown },
  [`put ${CONCERNED}/{id}`]: { given: named(ENTRY), body: { ...SEEN, settled: true }, answers: DOMAIN.unknown },
  [`put ${FICHES}/{id}/note`]: {
    given: named('F1'),
    body: { digest: 'gone', place: 'x', hours: '', papers: '', cost: '' },
    answers: DOMAIN.unknown,
  },
  [`post ${FICHES}/{id}/seen`]: { given: named('F1'), body: { digest: 'gone' }, answers: DOMAIN.unknown },
}
