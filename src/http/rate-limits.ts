import { createHash, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Request } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../domain/app-error.js'

/** Points per window, in seconds. */
export interface RateLimitSettings {
  conversationPer10s: number
  addressPer10s: number
  signInPerMinute: number
}

/** Limits of one process. Each method resolves, or throws AppError `too_many_requests` (429) with the seconds to wait. */
export interface RateLimits {
  conversation(id: string): Promise<void>
  address(request: Request): Promise<void>
  /** An agent's typing, by handoff: several times what one console sends. */
  typing(handoffId: string): Promise<void>
  /** By account and address, so that a stranger's failures do not lock the owner out. */
  signIn(request: Request, email: string): Promise<void>
  /** Mails that anyone may have sent to an address, of the staff or not. */
  mailTo(email: string): Promise<void>
  /** An account as seen from an address, as a salted hash. */
  signInKey(request: Request, email: string): string
}

const TYPING_PER_10_S = 10
/** Mails to one address in a quarter of an hour. */
const MAILS_PER_QUARTER = 4

/** Creates limits in memory. Addresses are kept as salted hashes; the salt dies with the process. */
export function createRateLimits(settings: RateLimitSettings): RateLimits {
  const salt = randomBytes(16)
  const hashOf = (value: string) => createHash('sha256').update(salt).update(value).digest('base64url').slice(0, 22)
  const conversations = new RateLimiterMemory({ points: settings.conversationPer10s, duration: 10 })
  const addresses = new RateLimiterMemory({ points: settings.addressPer10s, duration: 10 })
  const typings = new RateLimiterMemory({ points: TYPING_PER_10_S, duration: 10 })
  const mails = new RateLimiterMemory({ points: MAILS_PER_QUARTER, duration: 900 })
  const signIns = new RateLimiterMemory({ points: settings.signInPerMinute, duration: 60 })
  const signInKey = (request: Request, email: string) => hashOf(`${callerOf(request)} ${email.trim().toLowerCase()}`)
  return {
    conversation: (id) => consume(conversations, id),
    address: (request) => consume(addresses, hashOf(callerOf(request))),
    typing: (id) => consume(typings, id),
    signIn: (request, email) => consume(signIns, signInKey(request, email)),
    mailTo: (email) => consume(mails, hashOf(`mail ${email.trim().toLowerCase()}`)),
    signInKey,
  }
}

/** The address of a caller; of an IPv6 one its first 64 bits, since a household or an attacker has all the others. */
function callerOf({ ip = '' }: Request): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const zeros = ip.includes('::') ? Array<string>(Math.max(0, 8 - groups.length - last.length)).fill('0') : []
  return [...groups, ...zeros, ...last].slice(0, 4).join(':')
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError('too_many_requests', 429, { retryAfterS: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) })
  }
}
