import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from '../../platform/security/private-address.js'
import { toUrl } from '../../platform/text/to-url.js'
import type { TryResult } from './delivery.js'
import { signatureOf } from './signature.js'
import type { AddressRefusal, SignedMessage, WebhookSender } from './webhook-sender.js'

/** Time that a receiver has to answer, ms, resolving its name included. */
const TIMEOUT_MS = 10_000
/** What of an answer's body is let through before it is cut off, bytes. None of it is kept. */
const MOST_ANSWER_BYTES = 16_384
/** By which a receiver says that it wants no more. */
const GONE = 410

/** What a test may put in place of the real thing. */
export interface HttpsSenderOptions {
  /** Addresses of a name. Default: the machine's resolver. */
  resolve?: (host: string) => Promise<string[]>
  /** Whether an address is refused. Default: those of the server and of private networks are. */
  isRefused?: (ip: string) => boolean
  /** A certificate to trust besides the usual ones, PEM. */
  ca?: string
  /** Default: ten seconds. */
  timeoutMs?: number
}

/**
 * A {@link WebhookSender} over https. The name is resolved once, every address that it has is looked at, and that very one is connected to, so that it cannot
 * become a private one in between; redirections are not followed. Nothing that a receiver answers is kept but its status.
 */
export function createHttpsSender(options: HttpsSenderOptions = {}): WebhookSender {
  const { resolve = resolveName, isRefused = isPrivateAddress, ca, timeoutMs = TIMEOUT_MS } = options
  const target = async (address: string): Promise<Target | AddressRefusal> => {
    const url = toUrl(address)
    if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return 'bad_address'
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const ips = isIP(host) ? [host] : await resolve(host).catch(() => [])
    const [ip] = ips
    if (ip === undefined) return 'unreachable'
    return ips.some(isRefused) ? 'private_address' : { url, ip }
  }
  return {
    async check(address) {
      const found = await within(timeoutMs, target(address))
      return found === 'timeout' ? 'unreachable' : typeof found === 'string' ? found : null
    },
    async send(message) {
      const began = performance.now()
      const found = await within(timeoutMs, target(message.address))
      if (typeof found === 'string') return failed(found)
      const left = Math.max(1, Math.floor(timeoutMs - (performance.now() - began)))
      return post(found, message, { timeoutMs: left, ...(ca === undefined ? {} : { ca }) }).catch(() =>
        failed('unknown'),
      )
    },
  }
}

interface Target {
  url: URL
  ip: string
}

async function resolveName(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

/** A resolver has no deadline of its own. */
function within<T>(ms: number, found: Promise<T>): Promise<T | 'timeout'> {
  return new Promise((settle, reject) => {
    const timer = setTimeout(settle, ms, 'timeout')
    found.then(settle, reject).finally(() => clearTimeout(timer))
  })
}

function failed(answer: string, retryAfterMs: number | null = null): TryResult {
  return { outcome: 'failed', answer, retryAfterMs }
}

function post(
  { url, ip }: Target,
  { id, at, contentType, body, secrets }: SignedMessage,
  { timeoutMs, ca }: { timeoutMs: number; ca?: string },
): Promise<TryResult> {
  const pinned: LookupFunction = (_host, options, callback) => {
    const family = isIP(ip)
    if (options.all) callback(null, [{ address: ip, family }])
    else callback(null, ip, family)
  }
  const timestampS = Math.floor(Date.parse(at) / 1000)
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Guichet-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signatureOf({ id, timestampS, body }, secrets),
  }
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((settle) => {
    const outgoing = request(
      url,
      { method: 'POST', headers, lookup: pinned, agent: false, signal, ...(ca === undefined ? {} : { ca }) },
      (response) => {
        pourAway(response)
        settle(resultOf(response, at))
      },
    )
    outgoing.on('error', (error) => settle(failed(signal.aborted ? 'timeout' : codeOf(error))))
    outgoing.end(body)
  })
}

/** Lets a short answer end as its receiver expects, and cuts off a long one. */
function pourAway(response: IncomingMessage): void {
  let bytes = 0
  response.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes > MOST_ANSWER_BYTES) response.destroy()
  })
  response.on('error', () => {})
}

function resultOf({ statusCode = 0, headers }: IncomingMessage, at: string): TryResult {
  const answer = String(statusCode)
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'delivered', answer }
  if (statusCode === GONE) return { outcome: 'gone', answer }
  return failed(answer, retryAfterOf(headers['retry-after'], at))
}

/** What `Retry-After` asks for, ms: seconds, or a date. */
function retryAfterOf(value: string | undefined, at: string): number | null {
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const ms = Date.parse(value) - Date.parse(at)
  return Number.isNaN(ms) || ms <= 0 ? null : ms
}

/** A code alone: an error's own words may repeat the address. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown'
}
