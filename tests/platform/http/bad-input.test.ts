import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, newClientId } from './clients.js'
import { startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

let server: TestServer
let citizen: Citizen

beforeAll(async () => {
  server = await startTestServer()
  citizen = await server.startConversation()
})
afterAll(() => server.stop())

const transcript = () => server.store.getTranscript(citizen.id)
const conversations = () => server.store.listConversationsUpdatedBefore('2099-01-01')

/** A text of the messages' call, with what came before it in the store. */
async function expectRefused(body: unknown, expected: [status: number, code: string, field?: string], headers = {}) {
  const before = [await transcript(), await conversations()]
  expectProblem(await citizen.call('POST', '/messages', body, headers), ...expected)
  expect([await transcript(), await conversations()]).toEqual(before)
}

const clientId = 'client-bad-input'

describe('a message that cannot be read is refused, and nothing of it is stored', () => {
  it.each<[string, unknown, [number, string, string?]]>([
    ['an empty text', { clientId, text: '' }, [422, 'text_empty', 'text']],
    ['spaces only', { clientId, text: ' \t\n\u00a0\u3000 ' }, [422, 'text_empty', 'text']],
    [
      'control characters only',
      { clientId, text: '\u0000\u0007\u001b\u200b\u202e\ufeff' },
      [422, 'text_empty', 'text'],
    ],
    ['lone surrogates only', { clientId, text: '\ud800\udfff\ud83d' }, [422, 'text_empty', 'text']],
    ['10,000 characters', { clientId, text: 'é'.repeat(10_000) }, [422, 'text_too_long', 'text']],
    ['one character too many', { clientId, text: 'a'.repeat(2001) }, [422, 'text_too_long', 'text']],
    ['no text', { clientId }, [422, 'invalid_request', 'text']],
    ['no clientId', { text: 'a' }, [422, 'invalid_request', 'clientId']],
    ['a number', { clientId, text: 12 }, [422, 'invalid_request', 'text']],
    ['null', { clientId, text: null }, [422, 'invalid_request', 'text']],
    ['a list', { clientId, text: ['a'] }, [422, 'invalid_request', 'text']],
    ['an object', { clientId, text: { toString: 'a' } }, [422, 'invalid_request', 'text']],
    ['a clientId that is a path', { clientId: '../../etc/passwd', text: 'a' }, [422, 'invalid_request', 'clientId']],
    ['a clientId too short', { clientId: 'a', text: 'a' }, [422, 'invalid_request', 'clientId']],
    ['a clientId too long', { clientId: 'a'.repeat(65), text: 'a' }, [422, 'invalid_request', 'clientId']],
    ['an unknown field', { clientId, text: 'a', author: 'agent' }, [422, 'invalid_request', 'author']],
    ['an unknown field of free text', { clientId, text: 'a', 'mon secret': 1 }, [422, 'invalid_request']],
    ['a prototype', '{"clientId":"client-bad-input","text":"a","__proto__":{"admin":true}}', [422, 'invalid_request']],
    ['an unknown choice', { clientId, text: 'a', choice: 'rm -rf' }, [422, 'invalid_request', 'choice']],
    ['a choice that is a path', { clientId, text: 'a', choice: 'entry:../x' }, [422, 'invalid_request', 'choice']],
    ['a guide that is a path', { clientId, text: 'a', choice: 'guide:start:../x' }, [422, 'invalid_request', 'choice']],
    ['an unknown move of a guide', { clientId, text: 'a', choice: 'guide:jump' }, [422, 'invalid_request', 'choice']],
    [
      'a long answer to a guide',
      { clientId, text: 'a', choice: `guide:age=${'a'.repeat(41)}` },
      [422, 'invalid_request', 'choice'],
    ],
    ['a JSON list', [], [422, 'invalid_request']],
    ['a list of messages', [{ clientId, text: 'a' }], [422, 'invalid_request']],
    ['a JSON text', '"bonjour"', [400, 'invalid_json']],
    ['a JSON null', 'null', [400, 'invalid_json']],
    ['broken JSON', '{"clientId":"client-bad-input","text":"a"', [400, 'invalid_json']],
    ['JSON with a comment', '{/* */}', [400, 'invalid_json']],
    ['a body of 100 kB', { clientId, text: 'a'.repeat(100_000) }, [413, 'body_too_large']],
    ['a body of 2 MB', '"'.repeat(2_000_000), [413, 'body_too_large']],
    ['twenty thousand levels', '['.repeat(20_000) + ']'.repeat(20_000), [422, 'invalid_request']],
  ])('%s', (_, body, expected) => expectRefused(body, expected))

  it.each<[string, Record<string, string>, [number, string]]>([
    ['plain text', { 'content-type': 'text/plain' }, [415, 'unsupported_media_type']],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, [415, 'unsupported_media_type']],
    [
      'an unknown character set',
      { 'content-type': 'application/json; charset=klingon' },
      [415, 'unsupported_media_type'],
    ],
    ['an unknown encoding', { 'content-encoding': 'rot13' }, [415, 'unsupported_media_type']],
    ['what is not compressed as it says', { 'content-encoding': 'gzip' }, [400, 'invalid_request']],
  ])('a body announced as %s', (_, headers, expected) => expectRefused({ clientId, text: 'a' }, expected, headers))

  it('a body of no announced type', async () => {
    const before = await transcript()
    const path = `/api/v1/conversations/${citizen.id}/messages`
    const body = JSON.stringify({ clientId, text: 'a' })
    const answer = await rawRequest(server.url, { method: 'POST', path, headers: citizen.headers, body })
    expectProblem(answer, 415, 'unsupported_media_type')
    expect(await transcript()).toEqual(before)
  })

  it('no body at all', () => expectRefused(undefined, [422, 'invalid_request', 'clientId']))
})

describe('a message that is odd is answered, and stored once', () => {
  it.each([
    ['emoji only', '🎉👨‍👩‍👧 ❤️', '🎉👨‍👩‍👧 ❤️'],
    [
      'HTML',
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
    ],
    ['a template', '{{etat-civil.horaires}} #{7*7} {commune}', '{{etat-civil.horaires}} #{7*7} {commune}'],
    ['a query', "'; DROP TABLE conversations; --", "'; DROP TABLE conversations; --"],
    ['a stream’s own words', 'data: faux\n\nevent: closed\n\n', 'data: faux\n\nevent: closed'],
    ['control characters among letters', 'carte\u0000 d\u202eidentité\u0007', 'carte didentité'],
    ['a lone surrogate among letters', 'passe\ud800port', 'passeport'],
    ['letters apart from their accents', 'e\u0301tat civil', 'état civil'],
    ['Windows lines', 'a\r\nb\rc', 'a\nb\nc'],
    ['2,000 characters', 'a'.repeat(2000), 'a'.repeat(2000)],
    ['a name of the language', '__proto__', '__proto__'],
    ['another script', 'как получить паспорт', 'как получить паспорт'],
  ])('%s', async (_, text, stored) => {
    const one = await server.startConversation()
    const { message, replies } = await one.say(text)
    expect(message.payload).toEqual({ type: 'text', text: stored })
    expect(replies.length).toBeGreaterThan(0)
    expect((await one.read(1)).messages).toEqual([message, ...replies])
    const stream = await one.stream()
    expect((await stream.next('message', ({ seq }) => seq === message.seq)).data).toEqual(message)
    stream.close()
  })

  it('JSON in UTF-8 by its own name, and any other JSON type', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'application/vnd.guichet+json',
    ]) {
      const body = { clientId: newClientId(), text: 'état civil' }
      const answer = await citizen.call('POST', '/messages', body, { 'content-type': type })
      expect([answer.status, answer.body.message.payload.text]).toEqual([200, 'état civil'])
    }
  })
})

describe('an address that is not one', () => {
  const oddIds = [
    '..',
    '../../..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e',
    '..%2f..%2fpackage.json',
    '%00',
    `${'a'.repeat(8000)}`,
    '__proto__',
    'constructor',
    '*',
    '%0d%0aSet-Cookie:x=1',
  ]

  it.each(oddIds)('%s is no conversation', async (id) => {
    for (const [method, path] of [
      ['GET', '/messages'],
      ['GET', '/events'],
      ['POST', '/messages'],
      ['POST', '/close'],
      ['DELETE', ''],
    ] as const) {
      const answer = await rawRequest(server.url, {
        method,
        path: `/api/v1/conversations/${id}${path}`,
        headers: citizen.headers,
      })
      expect([404, 405]).toContain(answer.status)
      expect(['unknown_conversation', 'not_found', 'method_not_allowed']).toContain(answer.body.code)
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  it.each(['/api/v1/conversations/%E0%A4%A/messages', '/api/v1/communes/%', '/api/v1/agent/handoffs/%zz/claim', '/%'])(
    '%s cannot be decoded',
    async (path) => {
      const agent = await server.signIn()
      const answer = await rawRequest(server.url, {
        path,
        method: path.includes('claim') ? 'POST' : 'GET',
        headers: agent.headers,
      })
      expectProblem(answer, 404, 'not_found')
    },
  )

  it('a conversation that never was has no token', async () => {
    const id = '3fa85f64-5717-4562-b3fc-2c963f66afa6'
    for (const headers of [{}, citizen.headers]) {
      const answer = await server.call('POST', `/conversations/${id}/messages`, {
        headers,
        body: { clientId, text: 'a' },
      })
      expectProblem(answer, 404, 'unknown_conversation')
    }
  })
})
