import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fetchFeed } from '../../../src/features/national-feed/fetch-feed.js'
import { isPrivateAddress } from '../../../src/platform/security/private-address.js'
import { toUrl } from '../../../src/platform/text/to-url.js'
import { temporaryFolder } from './sample-fiche.js'

let root: Awaited<ReturnType<typeof temporaryFolder>>
let into = ''

beforeAll(async () => {
  root = await temporaryFolder()
  into = join(root.path, 'feed.zip')
})
afterAll(() => root.remove())

/** What a server would answer, one answer a call; and what it was asked. */
function serverOf(...answers: { status?: number; location?: string; length?: number; body?: string }[]) {
  const asked: string[] = []
  const open = async (url: URL) => {
    const { status = 200, location, length, body = '' } = answers[asked.length] ?? {}
    asked.push(url.href)
    const headers = { ...(location ? { location } : {}), ...(length ? { 'content-length': String(length) } : {}) }
    return Object.assign(Readable.from([Buffer.from(body)]), {
      statusCode: status,
      headers,
    }) as unknown as IncomingMessage
  }
  return { asked, open }
}

describe('fetching the feed', () => {
  it('follows redirections to https only, and keeps what comes', async () => {
    const server = serverOf({ status: 302, location: '/b.zip' }, { body: 'PK', length: 2 })
    const seen: [number, number][] = []
    await fetchFeed('https://a.example/a.zip', into, { open: server.open, onProgress: (...at) => seen.push(at) })
    expect(server.asked).toEqual(['https://a.example/a.zip', 'https://a.example/b.zip'])
    expect(await readFile(into, 'utf8')).toBe('PK')
    expect(seen).toEqual([[2, 2]])
  })

  it.each([
    'http://a.example/a.zip',
    'file:///etc/passwd',
    'https://user:secret@a.example/a.zip',
    'https://127.0.0.1/a.zip',
    'https://[::1]/a.zip',
    'https://[::ffff:10.0.0.1]/a.zip',
    'https://2130706433/a.zip',
    'https://169.254.169.254/latest',
    'n’importe quoi',
  ])('asks nothing of %s, given or redirected to', async (address) => {
    const server = serverOf({ status: 301, location: address })
    await expect(fetchFeed(address, into, server)).rejects.toMatchObject({ fault: 'address_refused' })
    expect(server.asked).toEqual([])
    if (!toUrl(address)) return
    await expect(fetchFeed('https://a.example/', into, server)).rejects.toMatchObject({ fault: 'address_refused' })
  })

  it('does not connect to a name of one’s own machine', async () => {
    await expect(fetchFeed('https://localhost:1/a.zip', into)).rejects.toMatchObject({ fault: 'address_refused' })
  })

  it('gives up on rings, refusals, and what is too large', async () => {
    const ring = serverOf(...Array.from({ length: 9 }, () => ({ status: 302, location: '/again' })))
    await expect(fetchFeed('https://a.example/', into, ring)).rejects.toMatchObject({ fault: 'address_failed' })
    expect(ring.asked.length).toBe(6)
    await expect(fetchFeed('https://a.example/', into, serverOf({ status: 404 }))).rejects.toMatchObject({
      detail: '404',
    })
    const large = serverOf({ length: 600 * 1024 * 1024 })
    await expect(fetchFeed('https://a.example/', into, large)).rejects.toMatchObject({ fault: 'too_large' })
  })

  it('knows the addresses of one’s own machine and network', () => {
    const kept = [
      '10.1.2.3',
      '127.9.9.9',
      '172.31.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '0.0.0.0',
      '::',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:192.168.0.1',
      '64:ff9b::a00:1',
    ]
    expect(kept.filter((address) => !isPrivateAddress(address))).toEqual([])
    expect(['8.8.8.8', '172.32.0.1', '2a01:cb00::1'].filter(isPrivateAddress)).toEqual([])
  })
})
