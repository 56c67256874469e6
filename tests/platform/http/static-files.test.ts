import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem } from './clients.js'
import { startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

const TOWN = 'https://www.zedville.example'
const COPIES = join('assets', '.compressed')
const BROWSER = 'gzip, deflate, br, zstd'
/** Addresses of files, and where these lie in the folder. */
const FILES: [path: string, file: string][] = [
  ['/', 'index.html'],
  ['/console', 'console.html'],
  ['/site.css?v=2', 'site.css'],
  ['/favicon.svg', 'favicon.svg'],
  ['/widget.js', 'assets/widget.js'],
  ['/assets/widget.en.json', 'assets/widget.en.json'],
  ['/assets/widget/guichet-widget.js', 'assets/widget/guichet-widget.js'],
  ['/assets/console-push.js', 'assets/console-push.js'],
]

let server: TestServer
beforeAll(async () => {
  const communes = [{ id: 'zedville', nom: 'Zedville', origins: [TOWN] }]
  server = await startTestServer({ communes, config: { publicDir: resolve('public') } })
})
afterAll(() => server.stop())

const ask = (path: string, accepted: string, more: { method?: string; headers?: Record<string, string> } = {}) =>
  server.fetch(path, { ...more, headers: { 'accept-encoding': accepted, ...more.headers } })
/** What is said of a file, whichever copy of it is sent. */
const saidOf = ({ headers }: { headers: Headers }) =>
  Object.fromEntries(
    [...headers].filter(([name]) => !['content-length', 'content-encoding', 'etag', 'date'].includes(name)),
  )

describe.each(FILES)('%s', (path, file) => {
  it.each([
    ['br', BROWSER],
    ['br', 'br'],
    ['gzip', 'gzip, deflate'],
    ['gzip', 'br;q=0, gzip'],
    [null, 'identity'],
    [null, 'br;q=0, gzip;q=0'],
    [null, ''],
  ])('is sent as %s to who accepts “%s”, and is that file', async (encoding, accepted) => {
    const answer = await ask(path, accepted)
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding])
    expect(answer.text === (await readFile(join('public', file), 'utf8'))).toBe(true)
    const sent = encoding === null ? join('public', file) : join('public', COPIES, encoding, file)
    expect(answer.headers.get('content-length')).toBe(String((await stat(sent)).size))
  })

  it('is described alike in each, and kept apart by caches', async () => {
    const plain = saidOf(await ask(path, 'identity', { headers: { origin: TOWN } }))
    expect(plain.vary).toContain('Accept-Encoding')
    expect(plain['x-content-type-options']).toBe('nosniff')
    expect(plain['content-security-policy']).toContain("default-src 'none'")
    for (const accepted of [BROWSER, 'gzip'])
      expect(saidOf(await ask(path, accepted, { headers: { origin: TOWN } }))).toEqual(plain)
  })

  it('is not sent again to who has it in that encoding, and HEAD says as much', async () => {
    for (const accepted of [BROWSER, 'gzip', 'identity']) {
      const { headers } = await ask(path, accepted)
      const etag = headers.get('etag') ?? ''
      // `fetch` would add that nothing may come from a cache.
      const again = await rawRequest(server.url, {
        path,
        headers: { 'accept-encoding': accepted, 'if-none-match': etag },
      })
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag])
      for (const name of ['cache-control', 'vary']) expect(again.headers.get(name)).toBe(headers.get(name))
      const head = await ask(path, accepted, { method: 'HEAD' })
      expect([head.status, head.text]).toEqual([200, ''])
      for (const name of ['content-length', 'content-encoding', 'etag'])
        expect(head.headers.get(name)).toBe(headers.get(name))
    }
  })
})

describe('a file for other sites', () => {
  it('is read by those of the communes, compressed too', async () => {
    for (const path of ['/widget.js', '/assets/widget.en.json', '/assets/widget/guichet-widget.js']) {
      const { headers } = await ask(path, BROWSER, { headers: { origin: TOWN } })
      expect(headers.get('content-encoding')).toBe('br')
      expect(headers.get('access-control-allow-origin')).toBe(TOWN)
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(headers.get('vary')).toMatch(/Origin/)
    }
    expect((await ask('/site.css', BROWSER)).headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('is kept for as long as its name says', async () => {
    const names = await readdir('public/assets/widget')
    const hashed = names.find((name) => /^parts-[A-Z0-9]{8}\.js$/.test(name))
    const kept = async (path: string) => (await ask(path, BROWSER)).headers.get('cache-control')
    expect([
      await kept('/widget.js'),
      await kept('/assets/widget.uk.json'),
      await kept('/assets/widget/guichet-widget.js'),
      await kept(`/assets/widget/${hashed}`),
      await kept('/assets/console.js'),
    ]).toEqual([
      'public, max-age=300',
      'public, max-age=300',
      'no-cache',
      'public, max-age=31536000, immutable',
      'public, max-age=0',
    ])
  })

  it('that is not there is told to nobody as one to keep', async () => {
    const answer = await ask('/assets/widget/chunk-AAAAAAAA.js', BROWSER)
    expectProblem(answer, 404, 'not_found')
    expect([answer.headers.get('cache-control'), answer.headers.get('content-encoding')]).toEqual([null, null])
  })
})

it('lets the worker that shows what is pushed serve the console', async () => {
  const { headers } = await ask('/assets/console-push.js', BROWSER)
  expect([headers.get('content-encoding'), headers.get('service-worker-allowed')]).toEqual(['br', '/console'])
})

it('sends a part of a copy, and refuses one that is not there in plain words', async () => {
  const part = await rawRequest(server.url, {
    path: '/site.css',
    headers: { 'accept-encoding': 'gzip', range: 'bytes=0-1' },
  })
  expect([part.status, part.headers.get('content-encoding')]).toEqual([206, 'gzip'])
  expect(part.headers.get('content-length')).toBe('2')
  const beyond = await ask('/site.css', BROWSER, { headers: { range: 'bytes=999999-' } })
  expectProblem(beyond, 416, 'invalid_request')
  expect(beyond.headers.get('content-encoding')).toBeNull()
})

it.each([
  '/assets/.compressed/br/site.css',
  '/assets/%2ecompressed/br/site.css',
  '/assets/.compressed/gzip/assets/widget.js',
  '/site.css.br',
  '/site.css.gz',
  '/br/site.css',
  '/..%2fbr/site.css',
])('has no address for a copy: %s', async (path) => {
  for (const accepted of [BROWSER, 'identity'])
    expectProblem(await rawRequest(server.url, { path, headers: { 'accept-encoding': accepted } }), 404, 'not_found')
})

describe('the build', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-copies-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const compress = () => promisify(execFile)(process.execPath, ['scripts/compress-public.mjs', folder])
  const copies = async () => (await readdir(join(folder, COPIES), { recursive: true })).filter((name) => extname(name))

  it('has a copy of everything that is worth one, and each is of the file as it is', async () => {
    const names = await readdir('public', { recursive: true })
    const served = names.filter((name) => /\.(?:js|css|html|json|svg)$/.test(name) && !name.startsWith(COPIES))
    expect(served.length).toBeGreaterThan(50)
    for (const name of served) {
      const bytes = await readFile(join('public', name))
      const br = await readFile(join('public', COPIES, 'br', name)).catch(() => null)
      const gzip = await readFile(join('public', COPIES, 'gzip', name)).catch(() => null)
      if (bytes.length > 200) expect([name, br === null, gzip === null]).toEqual([name, false, false])
      for (const copy of [br && brotliDecompressSync(br), gzip && gunzipSync(gzip)])
        if (copy) expect([name, copy.equals(bytes)]).toEqual([name, true])
    }
  })

  it('leaves fonts, images and what would grow as they are, and forgets what is gone', async () => {
    const text = 'Horaires de la mairie. '.repeat(30)
    await mkdir(join(folder, 'assets'))
    const files = { 'a.css': text, 'gone.html': text, 'assets/b.js': text, 'tiny.js': '1' }
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    for (const name of ['font.woff2', 'photo.png']) await writeFile(join(folder, name), text)
    await utimes(join(folder, 'a.css'), 1_700_000_000, 1_700_000_000)
    await compress()
    const both = (names: string[]) => ['br', 'gzip'].flatMap((encoding) => names.map((name) => join(encoding, name)))
    expect((await copies()).sort()).toEqual(both(['a.css', 'assets/b.js', 'gone.html']))
    expect((await stat(join(folder, COPIES, 'br', 'a.css'))).mtimeMs).toBe(1_700_000_000_000)
    await rm(join(folder, 'gone.html'))
    await compress()
    expect((await copies()).sort()).toEqual(both(['a.css', 'assets/b.js']))
  })

  it('is not needed: files without copies go out as they are', async () => {
    const bare = join(folder, 'bare')
    await cp('public', bare, { recursive: true, filter: (path) => !path.includes('assets') })
    const other = await startTestServer({ config: { publicDir: bare } })
    const { status, headers, text } = await other.fetch('/site.css', { headers: { 'accept-encoding': BROWSER } })
    await other.stop()
    expect([status, headers.get('content-encoding')]).toEqual([200, null])
    expect(text === (await readFile('public/site.css', 'utf8'))).toBe(true)
  })
})

describe('the site of the demonstration', () => {
  it('is not shown where its imaginary commune is not served: its addresses lead to the chat', async () => {
    const knowledgeDir = await mkdtemp(join(tmpdir(), 'guichet-own-town-'))
    await cp('knowledge', knowledgeDir, { recursive: true })
    const file = join(knowledgeDir, 'communes', 'villebourg.json')
    const town = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(join(knowledgeDir, 'communes', 'zedville.json'), JSON.stringify({ ...town, id: 'zedville' }))
    await rm(file)
    const own = await startTestServer({ config: { publicDir: resolve('public'), knowledgeDir } })
    try {
      for (const path of ['/', '/index.html', '/demarches', '/la-mairie', '/kit']) {
        const answer = await own.fetch(path, { redirect: 'manual' })
        expect([answer.status, answer.headers.get('location')]).toEqual([302, '/chat'])
      }
      expect((await own.fetch('/console')).status).toBe(200)
    } finally {
      await own.stop()
      await rm(knowledgeDir, { recursive: true, force: true })
    }
  })
})
