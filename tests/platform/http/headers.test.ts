import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem } from './clients.js'
import { type Answer, startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

const TOWN = 'https://www.zedville.example'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville', origins: [TOWN] }] })
})
afterAll(() => server.stop())

const EVERYWHERE = [
  '/',
  '/console',
  '/widget.js',
  '/api/v1/communes/villebourg',
  '/api/v1/rien',
  '/rien',
  '/healthz',
  '/metrics',
  '/chat',
  '/embed',
  '/sans-script',
  '/sans-script/x/y',
  '/confidentialite',
  '/accessibilite',
]
/** Nothing unsafe, nothing from elsewhere: what a page may do is listed, and each line has its use. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types guichet-console guichet-paste',
]

describe('security headers', () => {
  it.each(EVERYWHERE)('are on %s', async (path) => {
    const { headers } = await server.fetch(path)
    expect(headers.get('content-security-policy')?.split(';')).toEqual(POLICY)
    expect(headers.get('permissions-policy')).toBe(
      'camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()',
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    // The commune's own sites may frame the other; older browsers would go by this header.
    expect(headers.get('x-frame-options')).toBe(path === '/embed' ? null : 'SAMEORIGIN')
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('cross-origin-resource-policy')).toBe(path === '/widget.js' ? 'cross-origin' : 'same-origin')
  })

  it('let other sites read the widget and its English sentences', async () => {
    for (const path of [
      '/widget.js',
      '/assets/widget.en.json',
      '/assets/widget.uk.json',
      '/assets/widget/guichet-widget.js',
    ]) {
      const { status, headers } = await server.fetch(path)
      expect(status).toBe(200)
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    }
  })

  it.each(['/communes/villebourg', '/rien', '/session', '/openapi.json'])(
    'keep %s out of every cache',
    async (path) => {
      expect((await server.call('GET', path)).headers.get('cache-control')).toBe('no-store')
    },
  )
})

function preflight(path: string, origin: string): Promise<Answer> {
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
  return server.call('OPTIONS', path, { headers })
}

describe('a page of another site', () => {
  it('may call the citizens’ routes when it is a commune’s', async () => {
    for (const path of [
      '/conversations',
      '/conversations/x/messages',
      '/conversations/x/events',
      '/ask',
      '/communes/zedville',
    ]) {
      const { status, headers, text } = await preflight(path, TOWN)
      expect([status, text]).toEqual([204, ''])
      expect(headers.get('access-control-allow-origin')).toBe(TOWN)
      expect(headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE')
      expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('vary')).toContain('Origin')
    }
    const body = { communeId: 'zedville' }
    const { status, headers } = await server.call('POST', '/conversations', { body, headers: { origin: TOWN } })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([201, TOWN])
  })

  it('can read why it was refused, and when to come back', async () => {
    const headers = { origin: TOWN }
    const answers = [
      await server.call('POST', '/conversations', { body: '{', headers }),
      await server.call('POST', '/conversations', { body: 'x'.repeat(100_000), headers }),
      await server.call('POST', '/conversations', {
        body: '{}',
        headers: { ...headers, 'content-type': 'text/plain' },
      }),
      await server.call('GET', '/conversations/x/messages', { headers }),
      await server.call('PUT', '/ask', { headers }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 413, 415, 404, 405])
    for (const answer of answers) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(TOWN)
      expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After, Guichet-Masked')
    }
  })

  it.each([
    'https://ailleurs.example',
    'null',
    `${TOWN}.ailleurs.example`,
    TOWN.replace('https', 'http'),
    `${TOWN}:8443`,
  ])('is not let in from %s', async (origin) => {
    for (const answer of [
      await preflight('/conversations', origin),
      await server.call('POST', '/conversations', { body: {}, headers: { origin } }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(answer.headers.get('vary')).toContain('Origin')
    }
  })

  it('never calls the routes of staff', async () => {
    for (const path of ['/session', '/agent/queue', '/agent/events']) {
      expect((await preflight(path, TOWN)).headers.get('access-control-allow-origin')).toBeNull()
      const { headers } = await server.call('GET', path, { headers: { origin: TOWN } })
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('pages and files', () => {
  it('are given by their short names', async () => {
    const page = await server.fetch('/console')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const widget = await server.fetch('/widget.js')
    expect([widget.status, widget.text]).toEqual([200, 'void 0'])
    expect(widget.headers.get('content-type')).toMatch(/^text\/javascript/)
  })

  it.each([
    '/../package.json',
    '/assets/../../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cpackage.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '//etc/passwd',
    '/....//....//etc/passwd',
    '/index.html%00.js',
    '/.env',
    '/.git/config',
    '/assets/',
    '/assets',
  ])('do not give %s', async (path) => {
    const answer = await rawRequest(server.url, { path })
    expectProblem(answer, 404, 'not_found')
  })

  it('say that the widget is not built, without saying where', async () => {
    const other = await startTestServer({ config: { publicDir: '/nowhere/public' } })
    const answer = await other.fetch('/widget.js')
    await other.stop()
    expectProblem(answer, 404, 'not_found')
    expect(answer.text).not.toContain('nowhere')
  })

  it('refuse a range that does not exist', async () => {
    const answer = await server.fetch('/index.html', { headers: { range: 'bytes=9999-' } })
    expectProblem(answer, 416, 'invalid_request')
  })
})

describe('an address that does not exist', () => {
  it.each([
    '/rien',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/ask',
    '/api/v1/rien',
    '/api/v1/conversations/x/rien',
    '/api/v1/admin/users',
  ])('%s is told as a problem', async (path) => {
    expectProblem(await server.fetch(path), 404, 'not_found')
    expectProblem(await server.fetch(path, { method: 'POST' }), 404, 'not_found')
  })
})

describe('another method', () => {
  it.each([
    ['GET', '/ask', 'POST, OPTIONS'],
    ['PUT', '/conversations', 'POST, OPTIONS'],
    ['PATCH', '/conversations/x', 'DELETE, OPTIONS'],
    ['DELETE', '/conversations/x/messages', 'POST, GET, HEAD, OPTIONS'],
    ['POST', '/conversations/x/events', 'GET, HEAD, OPTIONS'],
    ['POST', '/communes/villebourg', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/session', 'POST, GET, HEAD, DELETE, OPTIONS'],
    ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('%s %s is refused with those that are allowed', async (method, path, allowed) => {
    const answer = await server.call(method, path)
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toBe(allowed)
  })

  it('is refused to staff as well', async () => {
    const agent = await server.signIn()
    expectProblem(await agent.call('PUT', '/agent/queue'), 405, 'method_not_allowed')
    expectProblem(await agent.call('GET', '/agent/handoffs/x/claim'), 405, 'method_not_allowed')
  })

  it('HEAD says as much as GET, without the body', async () => {
    const [head, get] = [await server.fetch('/readyz', { method: 'HEAD' }), await server.fetch('/readyz')]
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  })

  it('OPTIONS says what is allowed', async () => {
    const { status, headers } = await server.call('OPTIONS', '/conversations/x/messages')
    expect([status, headers.get('allow')]).toEqual([200, 'GET, HEAD, POST'])
  })
})

describe('the sentence of a refusal', () => {
  it.each([
    [undefined, /^Le message est vide\.$/],
    ['fr-FR,fr;q=0.9,en;q=0.8', /^Le message est vide\.$/],
    ['en-GB,en;q=0.9,fr;q=0.5', /^The message is empty\.$/],
    ['de, *;q=0.1', /^Le message est vide\.$/],
    ['de;q=1, en;q=0.2', /^The message is empty\.$/],
    [';;;=', /^Le message est vide\.$/],
  ])('is in the language of %j', async (language, sentence) => {
    const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
    const { body } = await server.call('POST', '/ask', { body: { question: ' ' }, headers })
    expect(body.detail).toMatch(sentence)
  })

  it('comes with a code that does not change with it', async () => {
    const { body } = await server.call('GET', '/rien', { headers: { 'accept-language': 'en' } })
    expect(body).toEqual({
      type: 'about:blank',
      title: 'not_found',
      status: 404,
      code: 'not_found',
      detail: 'This address does not exist.',
    })
  })
})
