import { lookup } from 'node:dns'
import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { FeedFault } from './feed-fault.js'

/** Largest archive taken: the national one has 15 MB. */
const MOST_BYTES = 512 * 1024 * 1024
const MOST_REDIRECTIONS = 5
/** How long a server may stay silent, ms. */
const SILENCE_MS = 30_000

/** Ranges that no feed is published from: one's own machine and network (RFC 6890). */
const PRIVATE: [net: string, prefix: number, family: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const privateAddresses = new BlockList()
for (const [net, prefix, family] of PRIVATE) privateAddresses.addSubnet(net, prefix, family)

/** Whether an IP address is one's own machine or network, or none that a public server has. IPv4 in IPv6 is judged as IPv4. */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** How an address is fetched; tests put their own request in its place. */
export interface Fetching {
  onProgress?: (bytes: number, total: number) => void
  signal?: AbortSignal
  /** What makes the call; by default `node:https`, which connects to public addresses only. */
  open?: (url: URL, signal: AbortSignal | undefined) => Promise<IncomingMessage>
}

/**
 * Fetches the archive of an address into a file. Only https, to public addresses, through at most five redirections, up to 512 MB.
 * @throws FeedFault `address_refused`, `address_failed`, `too_large`
 */
export async function fetchFeed(address: string, into: string, fetching: Fetching = {}): Promise<void> {
  const { open = openPublic, signal, onProgress } = fetching
  let url = safeUrl(address)
  for (let hop = 0; hop <= MOST_REDIRECTIONS; hop += 1) {
    const response = await open(url, signal)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.destroy()
      url = safeUrl(headers.location, url)
      continue
    }
    if (statusCode !== 200) {
      response.destroy()
      throw new FeedFault('address_failed', String(statusCode))
    }
    return save(response, into, onProgress)
  }
  throw new FeedFault('address_failed', 'redirections')
}

/** @throws FeedFault `address_refused` */
function safeUrl(address: string, from?: URL): URL {
  const url = URL.canParse(address, from) ? new URL(address, from) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') throw new FeedFault('address_refused')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new FeedFault('address_refused')
  return url
}

/** Looks a name up and refuses it when any of its addresses is private: what is checked is what is connected to. */
const publicLookup: NonNullable<RequestOptions['lookup']> = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new FeedFault('address_refused'), '', 0)
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function openPublic(url: URL, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(cause instanceof FeedFault ? cause : new FeedFault('address_failed', codeOf(cause), { cause }))
    const options = { lookup: publicLookup, timeout: SILENCE_MS, headers: { accept: 'application/zip' } }
    const call = request(url, { ...options, ...(signal ? { signal } : {}) }, resolve)
    call.on('timeout', () => call.destroy(new FeedFault('address_failed', 'timeout')))
    call.on('error', fail)
    call.end()
  })
}

async function save(response: IncomingMessage, into: string, onProgress: Fetching['onProgress']): Promise<void> {
  const total = Number(response.headers['content-length'] ?? 0)
  const bounded = async function* (source: AsyncIterable<Buffer>) {
    let bytes = 0
    for await (const piece of source) {
      bytes += piece.length
      if (bytes > MOST_BYTES) throw new FeedFault('too_large')
      onProgress?.(bytes, total)
      yield piece
    }
  }
  try {
    if (total > MOST_BYTES) throw new FeedFault('too_large')
    await pipeline(response, bounded, createWriteStream(into, { mode: 0o600 }))
  } catch (cause) {
    throw cause instanceof FeedFault ? cause : new FeedFault('address_failed', codeOf(cause), { cause })
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
