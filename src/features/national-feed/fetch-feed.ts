import { lookup } from 'node:dns'
import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { isIP } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { isPrivateAddress } from '../../platform/security/private-address.js'
import { toUrl } from '../../platform/text/to-url.js'
import { FeedFault } from './feed-files.js'

/** Largest archive taken: the national one has 15 MB. */
const MOST_BYTES = 512 * 1024 * 1024
const MOST_REDIRECTIONS = 5
/** How long a server may stay silent, ms. */
const SILENCE_MS = 30_000

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
  const url = toUrl(address, from?.href)
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
