import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { User } from '../../../src/features/accounts/staff.js'
import { totpCode, totpStep } from '../../../src/features/accounts/totp.js'
import type { Role } from '../../../src/platform/model/role.js'
import { fromBase32 } from '../../platform/http/base32.js'
import { cookieOf, expectProblem, StaffMember } from '../../platform/http/clients.js'
import { AGENT, type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { rawRequest } from '../../platform/http/raw-request.js'

const ADMIN = 'ada@villebourg.example'
const GOOD = 'trois chats sur le toit'
const MAIL = { url: 'smtp://127.0.0.1:1', from: 'mairie@villebourg.example' }

let server: TestServer
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville' }] })
})
beforeEach(async () => {
  server.clock.set(OPEN)
  admin = await server.signInAs({ email: ADMIN, roles: ['admin'] })
})
afterAll(() => server.stop())

const signIn = (email: string, password: string, code?: string, at = server) =>
  at.call('POST', '/session', { body: { email, password, ...(code === undefined ? {} : { code }) } })
const secretOf = (link: string) => link.split('#lien=')[1] ?? ''
const useLink = (link: string, password: string, at = server) =>
  at.call('POST', '/staff-links/use', { body: { token: secretOf(link), password } })
const invite = (email: string, roles: Role[] = ['agent'], by = admin) =>
  by.call('POST', '/admin/accounts', { email, name: 'Léa Morel', roles })
const accountOf = async (email: string) => {
  const { accounts } = (await admin.call('GET', '/admin/accounts')).body
  return accounts.find((one: { email: string }) => one.email === email)
}

/** A second factor, and what a phone shows of it at an instant. */
async function enrol(staff: StaffMember, password = 'demonstration') {
  const { body } = await staff.call('POST', '/account/second-factor', { password })
  const secret = fromBase32(body.secret)
  const shown = () => totpCode(secret, totpStep(server.clock.now()))
  const answer = await staff.call('POST', '/account/second-factor/confirm', { code: shown() })
  expect(answer.status).toBe(200)
  return { shown, codes: answer.body.codes as string[], answer, qr: body.qr }
}

describe('an invitation', () => {
  it('gives the link once where no mail leaves, and lets its owner choose a password once', async () => {
    const answer = await invite('lea@villebourg.example')
    expect(answer.status).toBe(201)
    const { link } = answer.body
    expect(link).toMatch(new RegExp(`^${server.url}/compte#lien=[\\w-]{43}$`))
    expect(await accountOf('lea@villebourg.example')).toMatchObject({
      ...{ state: 'invited', lastSignInAt: null, capacity: null, alsoServes: [] },
      invitedUntil: new Date(Date.parse(OPEN) + 72 * 3_600_000).toISOString(),
    })
    expect((await admin.call('GET', '/admin/accounts')).text).not.toContain(secretOf(link))
    expectProblem(await signIn('lea@villebourg.example', ''), 401, 'sign_in_failed')

    const read = await server.call('POST', '/staff-links/read', { body: { token: secretOf(link) } })
    const communes = ['Villebourg-sur-Loire']
    expect(read.body).toEqual({ purpose: 'invitation', email: 'lea@villebourg.example', name: 'Léa Morel', communes })
    expectProblem(await useLink(link, 'court'), 422, 'password_too_short', 'password')
    expectProblem(await useLink(link, 'motdepasse2026!'), 422, 'password_too_common', 'password')
    expectProblem(await useLink(link, 'vive les morel !'), 422, 'password_personal', 'password')
    expect((await useLink(link, GOOD)).status).toBe(204)
    expectProblem(await useLink(link, GOOD), 404, 'unknown_link')
    expect((await signIn('lea@villebourg.example', GOOD)).status).toBe(200)
    expect(await accountOf('lea@villebourg.example')).toMatchObject({
      ...{ state: 'active', lastSignInAt: OPEN, invitedUntil: null },
    })
    const { rows } = await server.store.listAudit('villebourg', { limit: 9, kind: 'user' })
    expect(rows.map(({ action, userName }) => [action, userName])).toEqual(
      expect.arrayContaining([
        ['user_created', 'Camille'],
        ['user_changed', 'Léa Morel'],
      ]),
    )
    expect(JSON.stringify(rows)).not.toMatch(/argon2|lien=/)
  })

  it('is told with the other communes for which somebody answers', async () => {
    await server.store.savePool(
      {
        ...{ id: 'rivers', version: 1, name: 'Rivières', communes: ['villebourg', 'zedville'], schedule: null },
        agents: [{ userId: admin.userId, serves: { zedville: [] } }],
      },
      [],
    )
    expect(await accountOf(ADMIN)).toMatchObject({ alsoServes: ['Zedville'] })
    await server.store.removePool('rivers', 1, [])
    expect(await accountOf(ADMIN)).toMatchObject({ alsoServes: [] })
  })

  it('is good for three days, and a new one ends it', async () => {
    const { link } = (await invite('max@villebourg.example')).body
    const { id } = await accountOf('max@villebourg.example')
    const again = (await admin.call('POST', `/admin/accounts/${id}/link`)).body.link
    expectProblem(await useLink(link, GOOD), 404, 'unknown_link')
    server.clock.advance({ hours: 72 })
    expectProblem(await useLink(again, GOOD), 404, 'unknown_link')
  })

  it('is refused for an address that has an account, a role one may not give, and a department that is not', async () => {
    expectProblem(await invite(AGENT.toUpperCase()), 409, 'email_taken', 'email')
    expectProblem(await invite('x@villebourg.example', ['super-admin']), 403, 'forbidden', 'roles')
    expectProblem(await invite('pas une adresse'), 422, 'invalid_request', 'email')
    const body = { email: 'x@villebourg.example', name: 'X', roles: ['agent'], departments: ['lune'] }
    expectProblem(await admin.call('POST', '/admin/accounts', body), 422, 'unknown_department', 'departments')
  })
})

describe('an address that has an account in another commune', () => {
  const chiefOf = (communeId: string, at = server) =>
    at.signInAs({ email: `chef-${communeId}@zedville.example`, roles: ['admin'], communeId })
  afterEach(async () => {
    for (const user of await server.store.listUsers())
      if (user.communeId === 'zedville') await server.store.saveUser({ ...user, communeId: 'lune' })
  })
  const told = (answer: Answer) =>
    JSON.stringify([answer.status, answer.body])
      .replaceAll(/[\w-]{36}|#lien=[\w-]+/g, '…')
      .replaceAll(/[\w-]+@villebourg\.example/g, '@')

  it('is invited as any other is: the answer, the list, the audit and what may be done to it say nothing of it', async () => {
    const chief = await chiefOf('zedville')
    const before = await server.store.listUsers()
    const ways = async (email: string) => {
      const invited = await invite(email, ['agent'], chief)
      const { accounts } = invited.body.accounts
      const { id } = accounts.find((one: { email: string }) => one.email === email)
      const seen = [
        invited,
        await chief.call('POST', `/admin/accounts/${id}/link`),
        await chief.call('PUT', `/admin/accounts/${id}`, { name: 'Léa', roles: ['agent'] }),
        await chief.call('GET', `/admin/audit?kind=user&target=${id}`),
        await chief.call('POST', `/admin/accounts/${id}/deactivate`),
        await chief.call('POST', `/admin/accounts/${id}/reactivate`),
      ]
      await server.store.saveUser({ ...((await server.store.getUser(id)) as User), communeId: 'lune' })
      return seen.map(told)
    }
    const elsewhere = await ways(AGENT)
    expect(elsewhere).toEqual(await ways('personne@villebourg.example'))
    expect(elsewhere[0]).toMatch(/^\[201,/)
    const now = (await server.store.listUsers()).filter(({ communeId }) => communeId === 'villebourg')
    expect(now).toEqual(before.filter(({ communeId }) => communeId === 'villebourg'))
    const { rows } = await server.store.listAudit('villebourg', { limit: 200 })
    expect(JSON.stringify(rows)).not.toContain('zedville')
  })

  it('opens each commune’s account by its own password, and asks which commune when they are the same', async () => {
    const email = 'deux@villebourg.example'
    const chief = await chiefOf('zedville')
    const first = (await invite(email)).body.link
    const second = (await invite(email, ['agent'], chief)).body.link
    expect((await useLink(first, GOOD)).status).toBe(204)
    expect((await useLink(second, 'quatre chats sur le mur')).status).toBe(204)
    const salts = (await server.store.findUsersByEmail(email)).map(({ passwordHash }) =>
      passwordHash?.split('$').at(-2),
    )
    expect([salts.length, new Set(salts).size]).toEqual([2, 1])
    expect((await signIn(email, GOOD)).body.user.communeId).toBe('villebourg')
    expect((await signIn(email, 'quatre chats sur le mur')).body.user.communeId).toBe('zedville')
    expectProblem(await signIn(email, 'cinq chats sur la lune'), 401, 'sign_in_failed')

    const { accounts } = (await chief.call('GET', '/admin/accounts')).body
    const { id } = accounts.find((one: { email: string }) => one.email === email)
    const again = (await chief.call('POST', `/admin/accounts/${id}/link`)).body.link
    expect((await useLink(again, GOOD)).status).toBe(204)
    const asked = await signIn(email, GOOD)
    expectProblem(asked, 401, 'commune_needed', 'commune')
    expect(asked.body.communes).toEqual([
      { id: 'villebourg', name: 'Villebourg-sur-Loire' },
      { id: 'zedville', name: 'Zedville' },
    ])
    const into = (commune: string) => server.call('POST', '/session', { body: { email, password: GOOD, commune } })
    expect((await into('zedville')).body.user).toMatchObject({ id, communeId: 'zedville' })
    expect((await into('villebourg')).body.user.communeId).toBe('villebourg')
    expectProblem(await into('lune'), 401, 'commune_needed', 'commune')
    // Whoever does not know the password is asked nothing.
    const wrong = { email, password: 'un autre mot de passe', commune: 'zedville' }
    expectProblem(await server.call('POST', '/session', { body: wrong }), 401, 'sign_in_failed')

    expect((await chief.call('POST', `/admin/accounts/${id}/deactivate`)).status).toBe(200)
    expect((await signIn(email, GOOD)).body.user.communeId).toBe('villebourg')
  })

  it('is mailed the invitation, and one link a commune when the password is forgotten', async () => {
    const mailing = await startTestServer({ config: { mail: MAIL }, communes: [{ id: 'zedville', nom: 'Zedville' }] })
    try {
      const chief = await chiefOf('zedville', mailing)
      const invited = await invite(AGENT, ['agent'], chief)
      expect([invited.status, invited.body.link]).toEqual([201, null])
      const mails = () => mailing.store.listUnsentMails('zedville')
      expect(await mails()).toMatchObject([
        { kind: 'invitation', to: AGENT, subject: expect.stringMatching(/Zedville/) },
      ])
      expect((await mails())[0]?.text).toContain('pour l’assistant de Zedville.')
      const [{ id = '' } = {}] = (await mailing.store.findUsersByEmail(AGENT)).filter(
        (one) => one.communeId === 'zedville',
      )
      const both = { id: 'both', name: 'Les deux', version: 1, schedule: null, communes: ['zedville', 'villebourg'] }
      await mailing.store.savePool({ ...both, agents: [{ userId: id, serves: { villebourg: [] } }] }, [])
      expect((await mailing.call('POST', '/password-resets', { body: { email: AGENT } })).status).toBe(204)
      while ((await mails()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
      expect((await mails())[1]).toMatchObject({ kind: 'invitation', to: AGENT })
      expect((await mails()).map(({ text }) => text).join()).toContain(
        'l’assistant de Zedville et Villebourg-sur-Loire.',
      )
      expect(await mailing.store.listUnsentMails('villebourg')).toMatchObject([{ kind: 'password_reset', to: AGENT }])
    } finally {
      await mailing.stop()
    }
  })
})

describe('a forgotten password', () => {
  it('says the same of every address, and mails a link of one use to who has an account', async () => {
    const mailing = await startTestServer({ config: { mail: MAIL } })
    const known = await mailing.signInAs({ email: 'lea@villebourg.example', roles: ['agent'], displayName: 'Léa' })
    const ask = (email: string) => mailing.call('POST', '/password-resets', { body: { email } })
    // Who asks says another address for this server: its link would lead there.
    await mailing.signInAs({ email: 'max@villebourg.example', roles: ['agent'] })
    const elsewhere = await rawRequest(mailing.url, {
      method: 'POST',
      path: '/api/v1/password-resets',
      headers: { host: 'ailleurs.example', 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'max@villebourg.example' }),
    })
    expect(elsewhere.status).toBe(204)
    for (const email of ['lea@villebourg.example', 'personne@villebourg.example', '', 'n’importe quoi']) {
      const { status, text } = await ask(email)
      expect([status, text]).toEqual([204, ''])
    }
    let mails = await mailing.store.listUnsentMails('villebourg')
    // Answered before it is done.
    while (mails.length === 0) mails = await mailing.store.listUnsentMails('villebourg')
    expect(mails).toMatchObject([{ kind: 'password_reset', to: 'lea@villebourg.example', conversationId: null }])
    const link = /https?:\S+/.exec(mails[0]?.text ?? '')?.[0] ?? ''
    expect((await useLink(link, GOOD, mailing)).status).toBe(204)
    expectProblem(await known.call('GET', '/session'), 401, 'sign_in_required')
    expect((await signIn('lea@villebourg.example', GOOD, undefined, mailing)).status).toBe(200)
    expectProblem(await useLink(link, GOOD, mailing), 404, 'unknown_link')
    const answers = [
      await ask('lea@villebourg.example'),
      await ask('lea@villebourg.example'),
      await ask('lea@villebourg.example'),
    ]
    const inBulk = await ask('lea@villebourg.example')
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
    expectProblem(inBulk, 429, 'too_many_requests')
    await mailing.stop()
  })
})

describe('one’s own account', () => {
  it('changes its password with the present one, and ends the other sessions', async () => {
    const staff = await server.signInAs({ email: 'ines@villebourg.example', roles: ['curator'] })
    const other = await StaffMember.signIn(server, 'ines@villebourg.example', 'demonstration')
    const change = (current: string, password: string) => staff.call('PUT', '/account/password', { current, password })
    expectProblem(await change('pas le bon', GOOD), 422, 'password_wrong', 'current')
    expectProblem(await change('demonstration', 'Administration 1'), 422, 'password_too_common', 'password')
    const changed = await change('demonstration', GOOD)
    expect(changed.status).toBe(200)
    for (const before of [staff, other]) expectProblem(await before.call('GET', '/account'), 401, 'sign_in_required')
    const cookie = cookieOf(changed)
    const { body } = await server.call('GET', '/account', { headers: { cookie } })
    expect(body).toMatchObject({ email: 'ines@villebourg.example', hasPassword: true, secondFactor: null })
    expect(body.sessions).toHaveLength(1)
    expectProblem(await signIn('ines@villebourg.example', 'demonstration'), 401, 'sign_in_failed')
  })

  it('lists its sessions by browser, and ends one or all the others', async () => {
    const one = await server.signInAs({ email: 'noe@villebourg.example', roles: ['agent'] })
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'
    const body = { email: 'noe@villebourg.example', password: 'demonstration' }
    const second = await server.call('POST', '/session', { body, headers: { 'user-agent': agent } })
    await signIn('noe@villebourg.example', 'demonstration')
    server.clock.advance({ minutes: 6 })
    const read = async () => (await one.call('GET', '/account')).body.sessions
    await one.call('GET', '/account')
    const sessions = await read()
    expect(sessions).toHaveLength(3)
    const firefox = sessions.find(({ browser }: { browser: string }) => browser === 'Firefox, Linux')
    expect(firefox).toMatchObject({ current: false, createdAt: OPEN, lastUsedAt: OPEN })
    const current = sessions.find(({ current }: { current: boolean }) => current)
    expect(current.lastUsedAt).toBe(server.clock.now().toISOString())
    expect(JSON.stringify(sessions)).not.toMatch(/127\.0\.0\.1|::1|Gecko/)
    expectProblem(await one.call('DELETE', `/account/sessions/${current.id}`), 404, 'unknown_session')
    expect((await one.call('DELETE', `/account/sessions/${firefox.id}`)).body.sessions).toHaveLength(2)
    expectProblem(
      await server.call('GET', '/session', { headers: { cookie: cookieOf(second) } }),
      401,
      'sign_in_required',
    )
    expect((await one.call('DELETE', '/account/sessions')).body.sessions).toEqual([current])
  })
})

describe('a second factor', () => {
  it('is asked for after the password, is taken once, and gives way to a recovery code', async () => {
    const staff = await server.signInAs({ email: 'sam@villebourg.example', roles: ['agent'] })
    expectProblem(
      await staff.call('POST', '/account/second-factor', { password: 'non' }),
      422,
      'password_wrong',
      'password',
    )
    expectProblem(
      await staff.call('POST', '/account/second-factor/confirm', { code: '000000' }),
      409,
      'no_second_factor',
    )
    const { shown, codes, answer, qr } = await enrol(staff)
    expect(qr.path).toMatch(/^M\d/)
    expect(codes).toHaveLength(10)
    // What a session is worth has risen: it has another identifier.
    expect(cookieOf(answer)).not.toBe(staff.cookie)
    expectProblem(await staff.call('GET', '/account'), 401, 'sign_in_required')
    const enter = (code?: string) => signIn('sam@villebourg.example', 'demonstration', code)
    expectProblem(await enter(), 401, 'second_factor_needed', 'code')
    expectProblem(await signIn('sam@villebourg.example', 'pas le bon', shown()), 401, 'sign_in_failed')
    // The code that confirmed it was used.
    expectProblem(await enter(shown()), 401, 'second_factor_wrong', 'code')
    server.clock.advance({ seconds: 30 })
    expect((await enter(shown())).status).toBe(200)
    expectProblem(await enter(shown()), 401, 'second_factor_wrong', 'code')
    expect((await enter(codes[3]?.toLowerCase())).status).toBe(200)
    expectProblem(await enter(codes[3]), 401, 'second_factor_wrong', 'code')
    const kept = JSON.stringify(await server.store.getUser(staff.userId))
    expect(kept).not.toContain(codes[0]?.replaceAll('-', ''))
  })

  it('is reset by an administrator, which the audit tells', async () => {
    const staff = await server.signInAs({ email: 'eve@villebourg.example', roles: ['agent'] })
    await enrol(staff)
    const { id, secondFactor } = await accountOf('eve@villebourg.example')
    expect(secondFactor).toBe(true)
    expect((await admin.call('POST', `/admin/accounts/${id}/reset-second-factor`)).status).toBe(200)
    expectProblem(await admin.call('POST', `/admin/accounts/${id}/reset-second-factor`), 409, 'no_second_factor')
    expect((await signIn('eve@villebourg.example', 'demonstration')).status).toBe(200)
    const { rows } = await server.store.listAudit('villebourg', { limit: 1, targetId: id })
    expect(rows[0]).toMatchObject({ userName: 'Camille', after: { secondFactor: false } })
  })

  it('may be asked of everybody: who has none reaches her own account alone', async () => {
    const staff = await server.signInAs({ email: 'luc@villebourg.example', roles: ['agent', 'admin'] })
    const neighbour = await server.signInAs({ email: 'z@zedville.example', roles: ['agent'], communeId: 'zedville' })
    await staff.call('PUT', '/admin/sign-in-policy', { secondFactorRequired: true })
    expectProblem(await staff.call('GET', '/agent/queue'), 403, 'second_factor_required')
    expect((await staff.call('GET', '/session')).body.mustEnrol).toBe(true)
    expect((await neighbour.call('GET', '/agent/queue')).status).toBe(200)
    const { answer } = await enrol(staff)
    const headers = { cookie: cookieOf(answer), 'x-csrf-token': answer.body.session.csrfToken }
    expect((await server.call('GET', '/agent/queue', { headers })).status).toBe(200)
    const removal = await server.call('POST', '/account/second-factor/remove', {
      headers,
      body: { password: 'demonstration' },
    })
    expectProblem(removal, 409, 'second_factor_kept')
    const body = { secondFactorRequired: false }
    expect((await server.call('PUT', '/admin/sign-in-policy', { headers, body })).status).toBe(200)
    expect((await staff.call('GET', '/session')).status).toBe(401)
  })

  it('is not found by trying codes, from wherever they come', async () => {
    const staff = await server.signInAs({ email: 'tom@villebourg.example', roles: ['agent'] })
    const { codes } = await enrol(staff)
    for (let tries = 0; tries < 5; tries += 1)
      expectProblem(
        await signIn('tom@villebourg.example', 'demonstration', '000000'),
        401,
        'second_factor_wrong',
        'code',
      )
    const delayed = await signIn('tom@villebourg.example', 'demonstration', codes[0])
    expectProblem(delayed, 429, 'sign_in_delayed')
    expect(delayed.headers.get('retry-after')).toBe('2')
    server.clock.advance({ seconds: 2 })
    expect((await signIn('tom@villebourg.example', 'demonstration', codes[0])).status).toBe(200)
  })
})

describe('failures at sign-in', () => {
  it('make one wait longer and longer, whether the account exists or not, and harm nobody elsewhere', async () => {
    await server.signInAs({ email: 'zoe@villebourg.example', roles: ['agent'] })
    for (const email of ['zoe@villebourg.example', 'inconnue@villebourg.example']) {
      const waits: (string | null)[] = []
      for (let tries = 0; tries < 8; tries += 1) {
        const { status, headers } = await signIn(email, 'pas le bon')
        waits.push(status === 429 ? headers.get('retry-after') : null)
        if (status === 429) server.clock.advance({ seconds: Number(headers.get('retry-after')) })
      }
      expect(waits).toEqual([null, null, null, null, null, '2', null, '4'])
    }
    await signIn('zoe@villebourg.example', 'pas le bon')
    expectProblem(await signIn('zoe@villebourg.example', 'demonstration'), 429, 'sign_in_delayed')
    expect((await signIn(AGENT, 'demonstration')).status).toBe(200)
    server.clock.advance({ minutes: 31 })
    expect((await signIn('zoe@villebourg.example', 'demonstration')).status).toBe(200)
  })
})

describe('an account that is deactivated', () => {
  it('loses its sessions and streams at once, and gives its talks back to the queue', async () => {
    const staff = await server.signInAs({ email: 'paul@villebourg.example', roles: ['agent'] })
    await staff.beAvailable()
    const stream = await staff.stream()
    await stream.next('queue')
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    await citizen.callAgent()
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await staff.act(handoffId, 'claim')
    expect((await admin.call('POST', `/admin/accounts/${staff.userId}/deactivate`)).status).toBe(200)
    await stream.ended
    expectProblem(await staff.call('GET', '/agent/queue'), 401, 'sign_in_required')
    expectProblem(await signIn('paul@villebourg.example', 'demonstration'), 401, 'sign_in_failed')
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ status: 'pending' })
    expect((await admin.call('GET', '/agent/colleagues')).text).not.toContain(staff.userId)
    expectProblem(await admin.call('POST', `/admin/accounts/${staff.userId}/link`), 409, 'account_deactivated')
    await admin.call('POST', `/admin/accounts/${staff.userId}/reactivate`)
    expect((await signIn('paul@villebourg.example', 'demonstration')).status).toBe(200)
    expectProblem(await staff.call('GET', '/agent/queue'), 401, 'sign_in_required')
  })

  it('is never one’s own, nor the last that administers', async () => {
    expectProblem(await admin.call('POST', `/admin/accounts/${admin.userId}/deactivate`), 409, 'own_account')
    const alone = await server.signInAs({ email: 'a@zedville.example', roles: ['admin'], communeId: 'zedville' })
    const body = { name: 'A', roles: ['agent'] }
    expectProblem(await alone.call('PUT', `/admin/accounts/${alone.userId}`, body), 409, 'last_admin')
  })
})

describe('a super-admin', () => {
  it('looks at one commune at a time, creates its administrators, and is out of their reach', async () => {
    const root = await server.signInAs({ email: 'root@villebourg.example', roles: ['super-admin'] })
    const session = (await root.call('GET', '/session')).body
    expect(session.communes).toEqual([
      { id: 'villebourg', name: 'Villebourg-sur-Loire' },
      { id: 'zedville', name: 'Zedville' },
    ])
    expect(session.user.roles).toEqual(['super-admin', 'admin'])
    for (const act of ['deactivate', 'link', 'reset-second-factor'])
      expectProblem(await admin.call('POST', `/admin/accounts/${root.userId}/${act}`), 403, 'forbidden')
    expectProblem(await admin.call('PUT', '/session/commune', { communeId: 'zedville' }), 403, 'forbidden')

    expectProblem(
      await root.call('PUT', '/session/commune', { communeId: 'lune' }),
      404,
      'unknown_commune',
      'communeId',
    )
    const moved = await root.call('PUT', '/session/commune', { communeId: 'zedville' })
    expect(moved.body.user.communeId).toBe('zedville')
    expectProblem(await root.call('GET', '/session'), 401, 'sign_in_required')
    const headers = { cookie: cookieOf(moved), 'x-csrf-token': moved.body.csrfToken }
    const body = { email: 'chef@zedville.example', name: 'Chef', roles: ['admin'] }
    expect((await server.call('POST', '/admin/accounts', { headers, body })).status).toBe(201)
    const { accounts } = (await server.call('GET', '/admin/accounts', { headers })).body
    expect(accounts.every(({ email }: { email: string }) => email.endsWith('@zedville.example'))).toBe(true)
    expect((await server.store.findUsersByEmail('chef@zedville.example'))[0]?.communeId).toBe('zedville')
    expect((await server.store.getUser(root.userId))?.communeId).toBe('villebourg')
  })
})
