import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '../../../src/features.js'
import { API_PREFIX, isUnderNames } from '../../../src/platform/http/route.js'
import { expectProblem, type StaffMember } from './clients.js'
import { type Answer, plainSpaces, startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

const SERVER = 'https://guichet.agglo.example'
const BELMONT = 'https://chat.belmont.example'
const AUBRIVE = 'https://chat.aubrive.example:8443'
const ENTRY = 'abri-jardin'

let server: TestServer
let admin: StaffMember

beforeAll(async () => {
  server = await startTestServer({
    config: { publicUrl: SERVER, mcp: true },
    communes: [
      { id: 'aubrive', nom: 'Aubrive', publicUrl: AUBRIVE },
      { id: 'belmont', nom: 'Belmont', publicUrl: BELMONT, truthSheet: { publish: true } },
    ],
    entries: [ENTRY, 'piscine-privee'],
  })
  admin = await server.signInAs({ email: 'syndicat@agglo.example', roles: ['super-admin', 'agent'] })
})
afterAll(() => server.stop())

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: unknown
}

/** Asks as a browser or a program that was told this name. */
const ask = (origin: string, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> =>
  rawRequest(server.url, {
    ...{ method, path },
    headers: {
      host: new URL(origin).host,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const call = (origin: string, method: string, path: string, sent: Sent = {}) =>
  ask(origin, API_PREFIX + path, { method, ...sent })

const places = (text: string) =>
  [...text.matchAll(/https:\/\/(?:guichet|chat)\.[a-z]+\.example(?::\d+)?/g)].map(([one]) => one)

describe('by the name of a commune', () => {
  it('its own page is the first, and the others speak of it where nothing names it', async () => {
    const { status, headers } = await ask(BELMONT, '/')
    expect([status, headers.get('location')]).toEqual([302, '/chat'])
    for (const path of ['/chat', '/embed', '/sans-script', '/confidentialite', '/accessibilite', `/fiche/${ENTRY}`])
      for (const [origin, name] of [
        [BELMONT, 'Belmont'],
        [AUBRIVE, 'Aubrive'],
        [SERVER, 'Aubrive'],
        ['https://never-was.example', 'Aubrive'],
      ] as const)
        expect([path, origin, (await ask(origin, path)).text]).toEqual([
          path,
          origin,
          expect.stringMatching(new RegExp(`<title>[^<]*${name}`)),
        ])
  })

  it('is the same in any case, with a port or with the dot of the root', async () => {
    for (const host of [
      'CHAT.Belmont.example',
      'chat.belmont.example:443',
      'chat.belmont.example.',
      'chat.belmont.example.:8080',
    ])
      expect((await ask(BELMONT, '/chat', { headers: { host } })).text).toContain('Belmont')
    const forged = { host: 'guichet.agglo.example', 'x-forwarded-host': 'chat.belmont.example' }
    expect((await ask(BELMONT, '/chat', { headers: forged })).text).not.toContain('Belmont')
  })

  it('no other commune is there, by any address that names one', async () => {
    const named = ROUTES.filter(({ path, access }) => isUnderNames({ access, underNames: true }) && ofCommune(path))
    expect(named.length).toBeGreaterThan(15)
    for (const { method, path, atRoot } of named) {
      const other = pathOf(path, atRoot, 'aubrive')
      const { status } = await ask(BELMONT, other, { method: method.toUpperCase() })
      expect([path, status]).toEqual([path, 404])
    }
    for (const path of ['/chat', '/embed', '/sans-script', '/confidentialite', '/accessibilite', `/fiche/${ENTRY}`]) {
      expect([path, (await ask(BELMONT, `${path}?commune=aubrive`)).status]).toEqual([path, 404])
      expect([path, (await ask(BELMONT, `${path}?commune=belmont`)).status]).toEqual([path, 200])
    }
    for (const [path, body] of [
      ['/conversations', { communeId: 'aubrive' }],
      ['/ask', { communeId: 'aubrive', question: 'abri de jardin' }],
    ] as const)
      expectProblem(await call(BELMONT, 'POST', path, { body }), 404, 'unknown_commune', 'communeId')
    const lost = await ask(BELMONT, '/sans-script/perdue/perdue')
    expect([lost.status, lost.text.includes('Belmont'), lost.text.includes('Aubrive')]).toEqual([404, true, false])
  })

  it('a conversation is held by its commune’s name and by the server’s, by no other', async () => {
    const { status, body } = await call(BELMONT, 'POST', '/conversations', {
      body: { communeId: 'belmont' },
      headers: { origin: BELMONT },
    })
    expect(status).toBe(201)
    const read = (origin: string) =>
      call(origin, 'GET', `/conversations/${body.id}/messages`, { headers: { authorization: `Bearer ${body.token}` } })
    expect([(await read(BELMONT)).status, (await read(SERVER)).status]).toEqual([200, 200])
    expectProblem(await read(AUBRIVE), 404, 'unknown_conversation')
    const page = (origin: string) => ask(origin, `/sans-script/${body.id}/${body.token}`)
    expect([(await page(BELMONT)).status, (await page(AUBRIVE)).status]).toEqual([200, 404])
  })

  it('pages of another name begin nothing there', async () => {
    const begin = (origin: string) =>
      call(BELMONT, 'POST', '/conversations', { body: { communeId: 'belmont' }, headers: { origin } })
    expectProblem(await begin(AUBRIVE), 403, 'origin_refused')
    expectProblem(await begin('https://never-was.example'), 403, 'origin_refused')
    expect((await begin(BELMONT)).status).toBe(201)
    const form = await ask(BELMONT, '/sans-script', { method: 'POST', headers: { origin: AUBRIVE } })
    expect(form.status).toBe(403)
    const here = await call(SERVER, 'POST', '/conversations', {
      body: { communeId: 'belmont' },
      headers: { origin: BELMONT },
    })
    expectProblem(here, 403, 'origin_refused')
  })

  it('whatever is of staff or of the server is refused, and no cookie is set', async () => {
    const routes = ROUTES.filter((route) => !isUnderNames(route))
    expect(routes.length).toBeGreaterThan(150)
    for (const { method, path, atRoot } of routes) {
      const answer = await ask(BELMONT, pathOf(path, atRoot, 'belmont'), {
        method: method.toUpperCase(),
        headers: { cookie: admin.cookie },
      })
      expect([path, answer.status, answer.body?.code]).toEqual([path, 403, 'not_at_this_address'])
      expect([path, answer.headers.get('set-cookie')]).toEqual([path, null])
    }
  })

  it('pages of staff lead to the server’s', async () => {
    for (const path of ['/console', '/admin?x=1', '/compte', '/repondre', '/console.html', '/%63onsole', '//console']) {
      const { status, headers } = await ask(BELMONT, path)
      expect([path, status, headers.get('location')]).toEqual([path, 302, SERVER + path])
    }
    expect((await ask(SERVER, '/console')).status).toBe(200)
    expect((await ask(BELMONT, '/widget.js')).status).toBe(200)
  })

  it('what may be shown in frames and run is as by the server’s', async () => {
    const policy = async (origin: string) =>
      (await ask(origin, '/chat?commune=belmont')).headers.get('content-security-policy')
    expect(await policy(BELMONT)).toBe(await policy(SERVER))
    expect(await policy(BELMONT)).toContain("connect-src 'self'")
  })
})

describe('what is followed for a commune begins with its address', () => {
  const TOWN = '/fiches/belmont'
  it('in pages, files and maps, whichever name they are read by', async () => {
    for (const origin of [BELMONT, SERVER])
      for (const path of [
        ...[
          TOWN,
          `${TOWN}/${ENTRY}`,
          `/fiche/${ENTRY}?commune=belmont`,
          '/transparence/belmont.json',
          '/transparence/belmont',
        ],
        ...['sitemap.xml', 'changes.atom', 'fiches.json', 'fiches.jsonld'].map((file) => `${TOWN}/${file}`),
        `${TOWN}/${ENTRY}.jsonld`,
      ]) {
        const { status, text } = await ask(origin, path)
        expect([path, status]).toEqual([path, 200])
        expect([path, new Set(places(text))]).toEqual([path, new Set([BELMONT])])
      }
    const { text } = await ask(SERVER, `${TOWN}/${ENTRY}`)
    expect(text).toContain(`<link rel="canonical" href="${BELMONT}${TOWN}/${ENTRY}"/>`)
    expect((await ask(SERVER, `/fiches/villebourg/${ENTRY}`)).text).toContain(
      `href="${SERVER}/fiches/villebourg/${ENTRY}"`,
    )
  })

  it('in the maps of each name, of its communes alone', async () => {
    const mapped = async (origin: string) =>
      places((await ask(origin, '/sitemap.xml')).text.replace(/xmlns="[^"]*"/, ''))
    expect(await mapped(BELMONT)).toEqual([BELMONT])
    expect(await mapped(AUBRIVE)).toEqual([AUBRIVE])
    expect(await mapped(SERVER)).toEqual([SERVER])
    for (const origin of [BELMONT, AUBRIVE, SERVER])
      expect((await ask(origin, '/robots.txt')).text).toContain(`Sitemap: ${origin}/sitemap.xml\n`)
    expect((await ask('https://never-was.example', '/robots.txt')).text).toContain(`Sitemap: ${SERVER}/sitemap.xml\n`)
  })

  it('in what agents hand out and administrators copy', async () => {
    const agent = await server.signInAs({
      email: 'belmont@agglo.example',
      roles: ['agent', 'admin'],
      communeId: 'belmont',
    })
    const connected = async (who: StaffMember) => (await who.call('GET', '/admin/appointments')).body.address
    expect(await connected(agent)).toBe(`${BELMONT}/api/v1/appointments/belmont`)
    expect(await connected(admin)).toBe(`${SERVER}/api/v1/appointments/villebourg`)
    const citizen = await server.startConversation({ communeId: 'belmont' })
    await agent.beAvailable()
    await citizen.callAgent()
    const id = await agent.take(citizen)
    const entry = await agent.call('GET', `/agent/handoffs/${id}/entries/${ENTRY}`)
    expect(places(entry.body.text)).toEqual([BELMONT])
  })

  it('in what other assistants are told, by this name too', async () => {
    const tool = async (origin: string, name: string, given: object) => {
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } }
      const headers = { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' }
      const answer = await ask(origin, '/mcp', { method: 'POST', body, headers })
      return { status: answer.status, text: answer.text }
    }
    for (const [origin, given] of [
      [BELMONT, {}],
      [SERVER, { communeId: 'belmont' }],
    ] as const) {
      const person = await tool(origin, 'talk_to_a_person', given)
      expect([person.status, new Set(places(person.text))]).toEqual([200, new Set([BELMONT])])
      const found = await tool(origin, 'get_procedure', { id: ENTRY, ...given })
      expect(new Set(places(found.text))).toEqual(new Set([BELMONT]))
    }
    expect(plainSpaces((await tool(BELMONT, 'talk_to_a_person', { communeId: 'aubrive' })).text)).toContain(
      'isError":true',
    )
    expect((await tool('https://never-was.example', 'talk_to_a_person', {})).status).toBe(403)
  })
})

/** Whether a path names a commune. */
function ofCommune(path: string): boolean {
  return path.includes('{communeId}') || path.startsWith('/communes/') || path.includes('theme-{id}')
}

function pathOf(path: string, atRoot: true | undefined, communeId: string): string {
  const filled = path
    .replace('{communeId}', communeId)
    .replace(/^(\/communes\/|.*theme-)\{id\}/, `$1${communeId}`)
    .replace('{entryId}', ENTRY)
    .replace(/\{\w+\}/g, 'x')
  return atRoot ? filled : API_PREFIX + filled
}
