import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import { rowOfLink } from '../../../src/features/accounts/routes/linked-accounts.js'
import type { User } from '../../../src/features/accounts/staff.js'
import { totpCode, totpStep } from '../../../src/features/accounts/totp.js'
import type { Role } from '../../../src/platform/model/role.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { fromBase32 } from '../../platform/http/base32.js'
import { cookieOf, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { startMockProvider } from '../../platform/http/mock-provider.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'

const GOOD = 'trois chats sur le toit'
const PASSWORD = 'demonstration'
const ENTRIES = ['carte-identite']
const MAIL = { url: 'smtp://127.0.0.1:1', from: 'mairie@villebourg.example' }

/** Somebody after she has gone on in another account, with the cookie and the token that she has now. */
interface There {
  headers: Record<string, string>
  user: { id: string; communeId: string; roles: Role[] }
  session: Answer['body']
}

async function enrol(server: TestServer, staff: StaffMember) {
  const { body } = await staff.call('POST', '/account/second-factor', { password: PASSWORD })
  const secret = fromBase32(body.secret)
  const shown = () => totpCode(secret, totpStep(server.clock.now()))
  const answer = await staff.call('POST', '/account/second-factor/confirm', { code: shown() })
  return { shown, codes: answer.body.codes as string[], answer }
}

describe.each(['lowdb', 'PostgreSQL'])('accounts of one person in several communes, with %s', (kind) => {
  let database: TestDatabase | undefined
  let folder: string
  let server: TestServer
  /** Of the same database, another server; of a folder, which has one, the same. */
  let elsewhere: TestServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-linked-'))
    if (kind === 'PostgreSQL') database = await createDatabase()
    const communes = [
      { id: 'clairac', nom: 'Clairac' },
      { id: 'beaumont', nom: 'Beaumont' },
    ]
    const more = database
      ? { config: { database: { url: database.url, connections: 4 }, sealKey: 'A'.repeat(43) } }
      : { store: await openLowdbStore({ dataDir: folder }) }
    server = await startTestServer({ ...more, communes, entries: ENTRIES, at: OPEN })
    elsewhere = database ? await startTestServer({ ...more, communes, entries: ENTRIES, at: OPEN }) : server
  })
  afterAll(async () => {
    await server.stop()
    if (elsewhere !== server) await elsewhere.stop()
    await database?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  let count = 0
  const someone = (communeId: string, roles: Role[] = ['agent'], more = {}) => {
    count += 1
    return server.signInAs({ email: `p${count}@${communeId}.example`, roles, communeId, ...more })
  }
  const emailOf = async ({ userId }: { userId: string }) => (await server.store.getUser(userId))?.email ?? ''
  const claim = async (other: StaffMember, more = {}) => ({
    ...{ present: PASSWORD, email: await emailOf(other), password: PASSWORD },
    ...more,
  })
  const linked = async (by: { headers: Record<string, string> }) =>
    (await server.call('GET', '/account/linked', by)).body.accounts
  const link = async (by: StaffMember, other: StaffMember, more = {}) => {
    const answer = await by.call('POST', '/account/linked', await claim(other, more))
    expect(answer.status).toBe(200)
    return answer.body.accounts
  }
  const open = (by: { headers: Record<string, string> }, id: string, body = {}) =>
    server.call('POST', `/account/linked/${id}/open`, { headers: by.headers, body })
  const opened = async (by: { headers: Record<string, string> }, id: string, body = {}): Promise<There> => {
    const answer = await open(by, id, body)
    expect([answer.status, answer.body.code]).toEqual([200, undefined])
    const headers = { cookie: cookieOf(answer), 'x-csrf-token': answer.body.csrfToken }
    return { headers, user: answer.body.user, session: answer.body }
  }
  const told = async (communeId: string, id: string) => {
    const { rows } = await server.store.listAudit(communeId, { limit: 9, kind: 'user', targetId: id })
    return rows.map(({ after, userId }) => [after, userId])
  }

  it('are linked by the password of each, told in the journal of each commune, and gone to and fro', async () => {
    const [here, there] = [await someone('clairac', ['agent', 'curator']), await someone('beaumont', ['admin'])]
    expect((await here.call('GET', '/session')).body.linked).toBeUndefined()
    expect(await linked(here)).toEqual([])
    expectProblem(
      await here.call('POST', '/account/linked', await claim(there, { present: 'non' })),
      422,
      'password_wrong',
      'present',
    )
    expect(await link(here, there)).toEqual([
      {
        id: there.userId,
        commune: 'Beaumont',
        email: await emailOf(there),
        roles: ['admin'],
        waiting: 0,
        state: 'open',
      },
    ])
    expect((await there.call('GET', '/session')).body.linked).toBe(true)
    for (const [communeId, { userId }] of [
      ['clairac', here],
      ['beaumont', there],
    ] as const)
      expect(await told(communeId, userId)).toEqual([[{ linked: true }, userId]])
    const journal = JSON.stringify(await server.store.listAudit('beaumont', { limit: 9 }))
    expect(journal).not.toMatch(/clairac/i)

    const citizen = await server.startConversation({ communeId: 'beaumont' })
    await there.beAvailable()
    await citizen.callAgent()
    expect((await linked(here))[0].waiting).toBe(1)

    const inBeaumont = await opened(here, there.userId)
    expect(inBeaumont.user).toMatchObject({ id: there.userId, communeId: 'beaumont', roles: ['admin'] })
    expectProblem(await here.call('GET', '/session'), 401, 'sign_in_required')
    expect((await server.call('GET', '/admin/accounts', inBeaumont)).status).toBe(200)
    const forged = { ...inBeaumont.headers, 'x-csrf-token': 'forged' }
    expectProblem(await open({ headers: forged }, here.userId), 403, 'csrf')
    const back = await opened(inBeaumont, here.userId)
    expect(back.user).toMatchObject({ id: here.userId, communeId: 'clairac', roles: ['agent', 'curator'] })
    expectProblem(await server.call('GET', '/admin/accounts', back), 403, 'forbidden')
    expectProblem(await server.call('GET', '/session', inBeaumont), 401, 'sign_in_required')
  })

  it('end with the session that they began with, and leave what is held to those who stay', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    await link(here, there)
    await here.beAvailable()
    server.clock.advance({ hours: 11 })
    const next = await opened(here, there.userId)
    expect((await server.store.listPresences('clairac')).find(({ userId }) => userId === here.userId)?.state).toBe(
      'away',
    )
    server.clock.advance({ minutes: 59 })
    expect((await server.call('GET', '/session', next)).status).toBe(200)
    server.clock.advance({ minutes: 1 })
    expectProblem(await server.call('GET', '/session', next), 401, 'sign_in_required')
    server.clock.set(OPEN)
  })

  it('end their sessions with the link that they came by, and their streams at once, on whichever server', async () => {
    const [here, there, third] = [await someone('clairac'), await someone('beaumont'), await someone('villebourg')]
    await link(here, there)
    await link(here, third)
    const own = there.headers
    const came = await opened(here, there.userId)
    const on = await opened(came, third.userId)
    expect(await linked(on)).toEqual([
      expect.objectContaining({ id: there.userId }),
      expect.objectContaining({ id: here.userId, signedInTo: true }),
    ])
    await server.call('POST', '/agent/availability', { headers: on.headers, body: { state: 'available' } })
    const stream = await elsewhere.openStream('/agent/events', { cookie: on.headers.cookie ?? '' })
    await stream.next('queue')
    // Where she passed by is not where she signed in.
    expect((await third.call('DELETE', `/account/linked/${there.userId}`)).status).toBe(200)
    expect((await server.call('GET', '/session', on)).status).toBe(200)
    expect((await third.call('DELETE', `/account/linked/${here.userId}`)).status).toBe(200)
    await stream.ended
    expectProblem(await server.call('GET', '/session', on), 401, 'sign_in_required')
    expectProblem(await elsewhere.call('GET', '/agent/queue', on), 401, 'sign_in_required')
    const presences = await server.store.listPresences('villebourg')
    expect(presences.find(({ userId }) => userId === third.userId)?.state).toBe('away')
    expect((await third.call('GET', '/account')).body.sessions).toHaveLength(1)
    expect((await server.call('GET', '/session', { headers: own })).status).toBe(200)
    // Linked again, what had ended does not come back.
    await link(await server.signInAs({ email: await emailOf(here), communeId: 'clairac', roles: ['agent'] }), third)
    expectProblem(await server.call('GET', '/session', on), 401, 'sign_in_required')
  })

  it('end with what would have ended the session that they came from: another password, an account that is sent away', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    await link(here, there)
    const browser = async () => {
      const answer = await server.call('POST', '/session', { body: { email: await emailOf(here), password: PASSWORD } })
      return { headers: { cookie: cookieOf(answer), 'x-csrf-token': answer.body.csrfToken } }
    }
    const [thief, holder] = [await browser(), await browser()]
    const gone = await opened(thief, there.userId)
    const back = await opened(holder, there.userId)
    const home = await opened(back, here.userId)
    const next = { current: PASSWORD, password: GOOD }
    const renewed = await server.call('PUT', '/account/password', { headers: home.headers, body: next })
    expect(renewed.status).toBe(200)
    expectProblem(await server.call('GET', '/session', gone), 401, 'sign_in_required')
    const headers = { cookie: cookieOf(renewed), 'x-csrf-token': renewed.body.session.csrfToken }
    const again = await opened({ headers }, there.userId)
    expect((await server.call('GET', '/session', again)).status).toBe(200)
    await server.store.applyToAccount(here.userId, { type: 'deactivate', at: OPEN }, null)
    expectProblem(await server.call('GET', '/session', again), 401, 'sign_in_required')
    expect((await there.call('GET', '/session')).status).toBe(200)
  })

  it('are signed out of by who undoes the link that she came by, who is told before', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    await link(here, there)
    const came = await opened(here, there.userId)
    expect(await linked(came)).toMatchObject([{ id: here.userId, signedInTo: true }])
    const left = await server.call('DELETE', `/account/linked/${here.userId}`, came)
    expect([left.status, left.body.accounts]).toEqual([200, []])
    expectProblem(await server.call('GET', '/session', came), 401, 'sign_in_required')
  })

  it('are looked at from another commune no longer than the session that they came from', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont', ['super-admin'])]
    await link(here, there)
    server.clock.advance({ hours: 11 })
    const came = await opened(here, there.userId)
    const looked = await server.call('PUT', '/session/commune', {
      headers: came.headers,
      body: { communeId: 'villebourg' },
    })
    expect(looked.body.user.communeId).toBe('villebourg')
    const headers = { cookie: cookieOf(looked), 'x-csrf-token': looked.body.csrfToken }
    expect(looked.headers.getSetCookie()[0]).toContain('Max-Age=3600')
    const home = await server.call('PUT', '/session/commune', { headers, body: { communeId: 'beaumont' } })
    const last = { headers: { cookie: cookieOf(home) } }
    server.clock.advance({ minutes: 59 })
    expect((await server.call('GET', '/session', last)).status).toBe(200)
    server.clock.advance({ minutes: 1 })
    expectProblem(await server.call('GET', '/session', last), 401, 'sign_in_required')
    server.clock.set(OPEN)
  })

  it('say nothing of an address before it is proven: a wrong password, no account, one’s own and one of another are refused alike', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    const ask = async (patch: object) => here.call('POST', '/account/linked', { ...(await claim(there)), ...patch })
    const wrong = await ask({ password: 'pas le bon' })
    expectProblem(wrong, 422, 'link_failed', 'password')
    for (const patch of [{ email: 'personne@nulle.part' }, { email: '', password: '' }, { email: await emailOf(here) }])
      expect((await ask(patch)).text).toBe(wrong.text)
    await server.store.applyToAccount(there.userId, { type: 'deactivate', at: OPEN }, null)
    expect((await ask({})).text).toBe(wrong.text)
    expect(await linked(here)).toEqual([])
    const stranger = await someone('clairac')
    expectProblem(await open(stranger, there.userId), 404, 'unknown_account')
    expectProblem(await stranger.call('DELETE', `/account/linked/${there.userId}`), 404, 'unknown_account')
  })

  it('make who tries passwords there wait, as at sign-in', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    const wrong = async () => here.call('POST', '/account/linked', await claim(there, { password: 'non' }))
    const answers = []
    for (let tries = 0; tries < 6; tries += 1) answers.push(await wrong())
    expect(answers.map(({ body }) => body.code)).toContain('sign_in_delayed')
    expectProblem(await here.call('POST', '/account/linked', await claim(there)), 429, 'sign_in_delayed')
    server.clock.advance({ hours: 1 })
    await link(here, there)
    server.clock.set(OPEN)
  })

  it('are one person’s however they were joined, and apart again by one press from either', async () => {
    const [one, two, three] = [await someone('clairac'), await someone('beaumont'), await someone('villebourg')]
    await link(one, two)
    await link(three, two)
    const ids = async (by: StaffMember) => (await linked(by)).map(({ id }: { id: string }) => id).sort()
    expect(await ids(one)).toEqual([two.userId, three.userId].sort())
    expect(await ids(three)).toEqual([one.userId, two.userId].sort())
    expectProblem(await one.call('POST', '/account/linked', await claim(one)), 422, 'link_failed', 'password')
    const left = await one.call('DELETE', `/account/linked/${two.userId}`)
    expect(left.body.accounts).toMatchObject([{ id: three.userId }])
    expect([await ids(one), await ids(two), await ids(three)]).toEqual([[three.userId], [], [one.userId]])
    await three.call('DELETE', `/account/linked/${one.userId}`)
    expect([await ids(one), await ids(three)]).toEqual([[], []])
    expect((await told('clairac', one.userId))[0]).toEqual([{ linked: false }, one.userId])
    expect((await told('villebourg', three.userId))[0]).toEqual([{ linked: false }, three.userId])
    const { personId } = (await server.store.getUser(one.userId)) ?? {}
    expect(personId).toBeUndefined()
  })

  it('ask for the code of a second factor to be linked, and to be gone to from a session that gave none', async () => {
    const here = await someone('clairac')
    const plain = await someone('beaumont')
    const email = await emailOf(plain)
    const { shown, codes, answer } = await enrol(server, plain)
    const guarded = {
      userId: plain.userId,
      headers: { cookie: cookieOf(answer), 'x-csrf-token': answer.body.session.csrfToken },
    }
    const ask = async (more = {}) => here.call('POST', '/account/linked', { ...(await claim(plain)), email, ...more })
    expectProblem(await ask(), 422, 'link_code_needed', 'code')
    expectProblem(await ask({ code: '000000' }), 422, 'second_factor_code', 'code')
    expect((await ask({ code: codes[0] })).body.accounts).toMatchObject([{ id: plain.userId, state: 'code' }])
    expectProblem(await open(here, plain.userId), 422, 'link_code_needed', 'code')
    expectProblem(await open(here, plain.userId, { code: '000000' }), 422, 'second_factor_code', 'code')
    expect((await here.call('GET', '/session')).status).toBe(200)
    server.clock.advance({ seconds: 60 })
    const there = await opened(here, plain.userId, { code: shown() })
    // Given once, it is not asked for again in this session, wherever she goes.
    const back = await opened(there, here.userId)
    expect(await linked(back)).toMatchObject([{ id: plain.userId, state: 'open' }])
    expect((await opened(back, plain.userId)).user.id).toBe(plain.userId)
    // Who enrolled in her own session has just given a code.
    expect(await linked(guarded)).toMatchObject([{ id: here.userId, state: 'open' }])
    server.clock.set(OPEN)
  })

  it('take no code of one account for that of another: who has the password of one alone enrols there in vain', async () => {
    const [here, guarded] = [await someone('clairac'), await someone('beaumont')]
    const { codes } = await enrol(server, guarded)
    await link(here, guarded, { code: codes[0] })
    const { answer } = await enrol(server, here)
    const thief = { headers: { cookie: cookieOf(answer), 'x-csrf-token': answer.body.session.csrfToken } }
    expect(await linked(thief)).toMatchObject([{ id: guarded.userId, state: 'code', waiting: null }])
    expectProblem(await open(thief, guarded.userId), 422, 'link_code_needed', 'code')
  })

  it('lead to where a second factor is added, where the commune asks for one that nobody gave', async () => {
    const [here, there] = [await someone('clairac', ['curator']), await someone('villebourg', ['curator'])]
    await link(here, there)
    await server.store.saveSignInPolicy({ communeId: 'villebourg', secondFactorRequired: true }, null)
    const next = await opened(here, there.userId)
    expect(next.session.mustEnrol).toBe(true)
    expectProblem(await server.call('GET', '/admin/entries', next), 403, 'second_factor_required')
    await server.store.saveSignInPolicy({ communeId: 'villebourg', secondFactorRequired: false }, null)
  })

  it('are not offered while the account or its commune is suspended, nor opened', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    await link(here, there)
    await server.store.applyToAccount(there.userId, { type: 'deactivate', at: OPEN }, null)
    expect(await linked(here)).toMatchObject([{ id: there.userId, state: 'closed', waiting: null }])
    expectProblem(await open(here, there.userId), 409, 'link_closed')
    await server.store.applyToAccount(there.userId, { type: 'reactivate' }, null)
    expect(await linked(here)).toMatchObject([{ state: 'open' }])
    const suspend = (stopped: boolean) =>
      server.store.suspendCommune({
        ...{ communeId: 'beaumont', stopped, at: OPEN, why: 'essai' },
        ...{ userId: 'operator', userName: 'guichet' },
      })
    await suspend(true)
    while ((await linked(here))[0].state !== 'closed') await new Promise((resolve) => setTimeout(resolve, 5))
    expectProblem(await open(here, there.userId), 409, 'link_closed')
    await suspend(false)
    while ((await linked(here))[0].state !== 'open') await new Promise((resolve) => setTimeout(resolve, 5))
  })

  it('tell an administrator that they are linked, not where; what she does reaches no other', async () => {
    const [here, there] = [await someone('clairac'), await someone('beaumont')]
    await link(here, there)
    const chief = await someone('clairac', ['admin'])
    const list = await chief.call('GET', '/admin/accounts')
    expect(list.body.accounts.find(({ id }: { id: string }) => id === here.userId)).toMatchObject({ linked: true })
    expect(list.text).not.toMatch(/beaumont/i)
    const before = await server.store.getUser(there.userId)
    const { body } = await chief.call('POST', `/admin/accounts/${here.userId}/link`)
    const token = /#lien=(.+)$/.exec(body.link)?.[1] ?? ''
    // Without a mail server she holds the link herself: what she makes of the account goes nowhere.
    expect((await server.call('POST', '/staff-links/use', { body: { token, password: GOOD } })).status).toBe(204)
    const email = await emailOf(here)
    const taken = await server.call('POST', '/session', { body: { email, password: GOOD } })
    expect(taken.body.linked).toBeUndefined()
    expect(await linked({ headers: { cookie: cookieOf(taken) } })).toEqual([])
    const { personId: _, ...kept } = before as User
    expect(await server.store.getUser(there.userId)).toEqual(kept)
    expect((await there.call('GET', '/session')).status).toBe(200)
    expect((await told('beaumont', there.userId))[0]).toEqual([{ linked: false }, there.userId])
  })

  it('begin with an invitation that is opened while signed in, and takes her present password', async () => {
    const here = await someone('clairac')
    expect((await here.call('PUT', '/account/password', { current: PASSWORD, password: GOOD })).status).toBe(200)
    const email = await emailOf(here)
    const signedIn = await server.call('POST', '/session', { body: { email, password: GOOD } })
    const headers = { cookie: cookieOf(signedIn), 'x-csrf-token': signedIn.body.csrfToken }
    const chief = await someone('beaumont', ['admin'])
    const invite = async (address: string) => {
      const { body } = await chief.call('POST', '/admin/accounts', { email: address, name: 'Léa', roles: ['curator'] })
      return /#lien=(.+)$/.exec(body.link)?.[1] ?? ''
    }
    const token = await invite('lea@beaumont.example')
    const join = (body: object) => server.call('POST', '/account/linked/invitation', { headers, body })
    expectProblem(await join({ token: 'never-was', password: GOOD }), 404, 'unknown_link')
    expectProblem(await join({ token, password: PASSWORD }), 422, 'password_wrong', 'password')
    const joined = await join({ token, password: GOOD })
    expect(joined.body.accounts).toMatchObject([{ commune: 'Beaumont', roles: ['curator'], state: 'open' }])
    expectProblem(await join({ token, password: GOOD }), 404, 'unknown_link')
    const [{ id }] = joined.body.accounts
    expect((await told('beaumont', id)).map(([after]) => after).slice(0, 2)).toEqual(
      expect.arrayContaining([{ linked: true }, { password: 'chosen' }]),
    )
    // Apart, it is opened by its own address.
    expect(
      (await server.call('POST', '/session', { body: { email: 'lea@beaumont.example', password: GOOD } })).status,
    ).toBe(200)
    // An invitation to an account that is somebody’s by now gives neither it nor what it is linked to.
    const [third, mine] = [await invite('noa@beaumont.example'), await someone('clairac')]
    const [noa] = await server.store.findUsersByEmail('noa@beaumont.example')
    await server.store.linkAccounts([noa?.id ?? '', mine.userId], 'noa', rowOfLink({ now: server.clock.now }))
    expectProblem(await join({ token: third, password: GOOD }), 404, 'unknown_link')
    const reset = (await chief.call('POST', `/admin/accounts/${id}/link`)).body.link
    expectProblem(await join({ token: /#lien=(.+)$/.exec(reset)?.[1], password: GOOD }), 404, 'unknown_link')
  })
})

describe('accounts of one person', () => {
  it('are told of by mail to the address of each, which names no other commune', async () => {
    const server = await startTestServer({
      config: { mail: MAIL },
      communes: [{ id: 'zedville', nom: 'Zedville' }],
      entries: ENTRIES,
    })
    try {
      const here = await server.signInAs({ email: 'lea@villebourg.example', roles: ['agent'] })
      const there = await server.signInAs({ email: 'lea@zedville.example', roles: ['agent'], communeId: 'zedville' })
      const body = { present: PASSWORD, email: 'lea@zedville.example', password: PASSWORD }
      expect((await here.call('POST', '/account/linked', body)).status).toBe(200)
      const mails = async () => [
        ...(await server.store.listUnsentMails('villebourg')),
        ...(await server.store.listUnsentMails('zedville')),
      ]
      expect(await mails()).toMatchObject([
        {
          kind: 'account_linked',
          to: 'lea@villebourg.example',
          text: expect.stringContaining(`${server.url}/compte`),
        },
        { kind: 'account_linked', to: 'lea@zedville.example' },
      ])
      expect((await mails())[0]?.text).not.toMatch(/zedville/i)
      expect((await mails())[1]?.text).not.toMatch(/villebourg/i)
      await there.call('DELETE', `/account/linked/${here.userId}`)
      expect(await mails()).toHaveLength(4)
    } finally {
      await server.stop()
    }
  })

  it('of an identity provider are linked by it, and a session that it opened goes only where it is known', async () => {
    const provider = await startMockProvider()
    const { identityProvider } = readConfig({
      GUICHET_OIDC_ISSUER: provider.issuer,
      GUICHET_OIDC_CLIENT_ID: provider.client.id,
      GUICHET_OIDC_CLIENT_SECRET: provider.client.secret,
    })
    const server = await startTestServer({
      config: { identityProvider },
      communes: [{ id: 'zedville', nom: 'Zedville' }],
      entries: ENTRIES,
    })
    try {
      const email = provider.person.email as string
      const base = { displayName: 'Personne', roles: ['agent' as const], demonstration: true, createdAt: OPEN }
      for (const communeId of ['villebourg', 'zedville'])
        await server.store.saveUser({ ...base, id: communeId, communeId, email, passwordHash: null })
      const enter = async (communeId: string) => {
        const cookies = (answer: Answer, name: string) =>
          answer.headers
            .getSetCookie()
            .find((one) => one.startsWith(`${name}=`))
            ?.split(';')[0] ?? ''
        const leaving = await server.fetch(`/api/v1/session/provider?page=compte&commune=${communeId}`, {
          redirect: 'manual',
        })
        const back = await fetch(leaving.headers.get('location') ?? '', { redirect: 'manual' })
        const path = (back.headers.get('location') ?? '').replace(server.url, '')
        const pending = { cookie: cookies(leaving, '__Host-guichet-provider') }
        const cookie = cookies(await server.fetch(path, { redirect: 'manual', headers: pending }), '__Host-guichet')
        const { body } = await server.call('GET', '/session', { headers: { cookie } })
        expect(body.user.communeId).toBe(communeId)
        return { cookie, 'x-csrf-token': body.csrfToken }
      }
      const call = (headers: Record<string, string>, method: string, path: string, body?: unknown) =>
        server.call(method, `/account/linked${path}`, { headers, ...(body === undefined ? {} : { body }) })
      const first = await enter('villebourg')
      // It has not opened the other for her yet.
      expectProblem(await call(first, 'POST', '/provider'), 422, 'link_failed')
      const headers = await enter('zedville')
      server.clock.advance({ minutes: 11 })
      expectProblem(await call(headers, 'POST', '/provider'), 403, 'sign_in_again')
      const fresh = await enter('zedville')
      expect((await call(fresh, 'POST', '/provider')).body.accounts).toMatchObject([
        { id: 'villebourg', state: 'open' },
      ])
      const other = await server.signInAs({ email: 'lea@zedville.example', roles: ['agent'], communeId: 'zedville' })
      const proof = { email: 'lea@zedville.example', password: PASSWORD }
      const both = await call(fresh, 'POST', '', proof)
      expect(both.body.accounts).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: other.userId, state: 'elsewhere' })]),
      )
      expectProblem(await call(fresh, 'POST', `/${other.userId}/open`, {}), 409, 'link_closed')
      // By a password nobody comes where the provider alone lets in.
      expectProblem(await other.call('POST', '/account/linked/villebourg/open', {}), 409, 'link_closed')
      const next = await call(fresh, 'POST', '/villebourg/open', {})
      expect(next.body.user).toMatchObject({ id: 'villebourg' })
      const out = await server.call('DELETE', '/session', {
        headers: { cookie: cookieOf(next), 'x-csrf-token': next.body.csrfToken },
      })
      expect(out.body.next).toContain('id_token_hint')
    } finally {
      await server.stop()
      await provider.stop()
    }
  })
})
