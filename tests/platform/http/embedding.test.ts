import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AGENT, startTestServer, type TestServer } from './harness.js'

const TOWN = 'https://www.zedville.example'
const OTHER = 'https://mairie.bourg.example:8443'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    communes: [
      {
        id: 'zedville',
        nom: 'Zedville & <Cie>',
        origins: [TOWN, OTHER],
        theme: { accent: '#1b3a6b', launcher: 'round' },
      },
    ],
  })
})
afterAll(() => server.stop())

const policyOf = async (path: string) => {
  const { headers } = await server.fetch(path)
  const policy = headers.get('content-security-policy') ?? ''
  return { policy, ancestors: /frame-ancestors [^;]*/.exec(policy)?.[0], frames: headers.get('x-frame-options') }
}

describe('the page for a frame', () => {
  it('may be framed by the commune’s sites and this one, and by no other', async () => {
    const { policy, ancestors, frames } = await policyOf('/embed?commune=zedville')
    expect(ancestors).toBe(`frame-ancestors 'self' ${TOWN} ${OTHER}`)
    expect(frames).toBeNull()
    for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'"])
      expect(policy.split(';')).toContain(directive)
  })

  it('is of one commune: the sites of another do not frame it', async () => {
    expect((await policyOf('/embed?commune=villebourg')).ancestors).toBe("frame-ancestors 'self'")
  })

  it.each(['/chat?commune=zedville', '/sans-script?commune=zedville', '/embed?commune=ailleurs', '/', '/admin'])(
    'is the only one: %s is not framed',
    async (path) => {
      expect(await policyOf(path)).toMatchObject({ ancestors: "frame-ancestors 'self'", frames: 'SAMEORIGIN' })
    },
  )
})

describe.each(['/embed', '/chat'])('%s', (path) => {
  it('loads the widget alone, for its commune and in the language asked, and stores nothing', async () => {
    const { status, headers, text } = await server.fetch(`${path}?commune=zedville&langue=ar`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/)
    expect(text).toMatch(/<title>[^<]*Zedville &amp; &lt;Cie>[^<]*<\/title>/)
    expect(text).toContain('data-commune="zedville" data-language="ar" data-display="page"')
    expect(text).toContain('href="/sans-script?commune=zedville&amp;langue=ar"')
    expect(text).not.toMatch(/<script[^>]*>[^<]|<style| style=| on\w+=/)
    expect(headers.getSetCookie()).toEqual([])
    expect([headers.get('cache-control'), headers.get('x-robots-tag')]).toEqual(['no-cache', 'noindex'])
    expect(await server.store.listConversationsUpdatedBefore('2030-01-01')).toEqual([])
  })

  it('is of the server’s own commune, in the browser’s language, when nothing is said', async () => {
    const { text } = await server.fetch(path, { headers: { 'accept-language': 'en-GB' } })
    expect(text).toMatch(/<html lang="en" dir="ltr">.*data-commune="villebourg" data-language="en"/s)
  })

  it('says in a page of error that a commune is not known', async () => {
    const { status, text } = await server.fetch(`${path}?commune=ailleurs`)
    expect([status, text.slice(0, 15)]).toEqual([404, '<!doctype html>'])
    expect(text).toMatch(/Cette commune n’est pas connue/)
  })
})

describe('the looks of a commune', () => {
  const read = (path: string, headers = {}) => server.fetch(`/assets/widget/theme-${path}`, { headers })

  it('are a style sheet that its sites may read, and a browser may keep for a while', async () => {
    const { status, headers, text } = await read('zedville.css?commune=zedville&offset=10&position=left', {
      origin: TOWN,
    })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    expect(headers.get('access-control-allow-origin')).toBe(TOWN)
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(headers.get('vary')).toContain('Origin')
    expect(text).toMatch(/--guichet-accent:#1b3a6b;.*--guichet-x:10px;.*--guichet-left/)
    expect(text).not.toContain('dvh')
    expect((await read('zedville.css?display=page')).text).toContain('100dvh')
  })

  it('are empty where the commune has none, and unknown where it is', async () => {
    expect([(await read('villebourg.css')).status, (await read('villebourg.css')).text]).toEqual([200, ''])
    expect((await read('ailleurs.css')).body.code).toBe('unknown_commune')
  })

  it('are read by its administrators', async () => {
    const admin = await server.signInAs({ email: 'ada@zedville.example', roles: ['admin'], communeId: 'zedville' })
    expect((await admin.call('GET', '/admin/theme')).body).toEqual({ theme: { accent: '#1b3a6b', launcher: 'round' } })
    expect((await (await server.signIn(AGENT)).call('GET', '/admin/theme')).status).toBe(403)
    expect((await server.call('GET', '/admin/theme')).status).toBe(401)
  })
})
