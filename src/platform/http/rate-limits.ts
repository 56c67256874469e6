import { isIPv6 } from 'node:net'
import type { Request } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Instances, UsedPoints } from '../instances/instances.js'
import { AppError } from '../model/app-error.js'

/** How often the other processes are told what was used, ms: until then they do not count it. */
const TELL_MS = 200
/** Keys of a limit that are told at once; the most used first, so that a flood is told whatever else there is. */
const MOST_KEYS_TOLD = 2_000
const MOST_IN_A_MESSAGE = 100

/** So many points in a window. */
interface SharedLimit {
  /** Uses one. @throws AppError `too_many_requests` (429) and the seconds to wait */
  use(key: string): Promise<void>
}

/** Limits that all processes count together. */
interface SharedLimits {
  /** @param name the same in every process */
  limit(name: string, points: number, windowS: number): SharedLimit
}

/**
 * Counts in memory, so that nobody waits for the database, and tells the others what was used five times a second: they count it too. A caller who asks *n*
 * processes evenly has her limit and, at most, what the *n* − 1 others grant her in the {@link TELL_MS} before they are told; a burst that is shorter than
 * that is counted by each of them alone, and is all she gets in the window.
 */
export function createSharedLimits(instances: Pick<Instances, 'broadcast' | 'onMessage'>): SharedLimits {
  const limiters = new Map<string, RateLimiterMemory>()
  const untold = new Map<string, Map<string, number>>()
  let isDue = false
  const tell = () => {
    isDue = false
    const points = [...untold].flatMap(([limit, used]) => mostUsed(limit, used))
    untold.clear()
    for (let start = 0; start < points.length; start += MOST_IN_A_MESSAGE)
      instances.broadcast({ type: 'used', points: points.slice(start, start + MOST_IN_A_MESSAGE) })
  }
  const note = (limit: string, key: string) => {
    const used = untold.get(limit) ?? new Map<string, number>()
    untold.set(limit, used.set(key, (used.get(key) ?? 0) + 1))
    if (isDue) return
    isDue = true
    setTimeout(tell, TELL_MS).unref()
  }
  instances.onMessage((message) => {
    if (message.type !== 'used') return
    for (const [limit, key, points] of message.points) void limiters.get(limit)?.penalty(key, points)
  })
  return {
    limit(name, points, duration) {
      const limiter = new RateLimiterMemory({ points, duration })
      limiters.set(name, limiter)
      return {
        async use(key) {
          note(name, key)
          await limiter.consume(key).catch(refuse)
        },
      }
    },
  }
}

function mostUsed(limit: string, used: ReadonlyMap<string, number>): UsedPoints[] {
  const all = [...used].map(([key, points]): UsedPoints => [limit, key, points])
  return all.length > MOST_KEYS_TOLD ? all.sort((a, b) => b[2] - a[2]).slice(0, MOST_KEYS_TOLD) : all
}

function refuse(refusal: unknown): never {
  if (!(refusal instanceof RateLimiterRes)) throw refusal
  throw new AppError('too_many_requests', 429, { retryAfterS: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) })
}

/** Points per window, whose length is in the name. */
export interface RateLimitSettings {
  conversationPer10s: number
  addressPer10s: number
  /** Conversations that one address begins: each is a document on the disk. */
  startsPer10min: number
  /** Conversations and questions of one commune, all addresses together: what a flood on one town leaves to the others. */
  communePer10s: number
  /** Streams that one address holds open. */
  streamsPerAddress: number
  signInPerMinute: number
}

/** Limits of all processes together, as `shared-limits` counts them. Each promise resolves, or rejects with AppError `too_many_requests` (429) and the seconds to wait. */
export interface RateLimits {
  /** Any request of an address, whatever it asks: several times what {@link RateLimits.address} grants. */
  request(request: Request): Promise<void>
  conversation(id: string): Promise<void>
  address(request: Request): Promise<void>
  /** A conversation that begins, by its address. */
  start(request: Request): Promise<void>
  /** A conversation that begins, or a question without one, by its commune. Conversations that are under way are never refused for what others do. */
  commune(id: string): Promise<void>
  /** An agent's typing, by handoff: several times what one console sends. */
  typing(handoffId: string): Promise<void>
  /** By account and address, so that a stranger's failures do not lock the owner out; and by address, over all accounts. */
  signIn(request: Request, email: string): Promise<void>
  /** Mails that anyone may have sent to an address, of the staff or not. */
  mailTo(email: string): Promise<void>
  /** Mails that a member of the staff sends to people whom only she knows. */
  mailBy(userId: string): Promise<void>
  /** An account as seen from an address, as a salted hash. */
  signInKey(request: Request, email: string): string
  /** An account, whatever the address, as a salted hash. */
  accountKey(email: string): string
  /** An address, as a salted hash; another one for what foreign pages make its browsers send, so that they spend nothing of its own. */
  callerKey(request: Request): string
}

const TYPING_PER_10_S = 10
/** Mails to one address in a quarter of an hour. */
const MAILS_PER_QUARTER = 4
/** Mails that one account has sent in a quarter of an hour: a busy counter gives fewer sheets. */
const MAILS_BY_ACCOUNT = 30
/** Requests of any kind for one that asks something of the assistant: a page of the console makes dozens. */
const REQUESTS_PER_ACT = 5
/** Accounts that one address tries, for one that is tried once: a whole town hall may come from one address. */
const ACCOUNTS_PER_ADDRESS = 6

/**
 * Creates limits. Addresses are kept as hashes, whose salt is drawn anew each day.
 * @param isForeign whether a foreign page made a browser send a request
 */
export function createRateLimits(
  settings: RateLimitSettings,
  instances: Instances,
  isForeign: (request: Request) => boolean,
): RateLimits {
  const hashOf = instances.hash
  const limits = createSharedLimits(instances)
  const requests = limits.limit('requests', settings.addressPer10s * REQUESTS_PER_ACT, 10)
  const conversations = limits.limit('conversations', settings.conversationPer10s, 10)
  const addresses = limits.limit('addresses', settings.addressPer10s, 10)
  const starts = limits.limit('starts', settings.startsPer10min, 600)
  const communes = limits.limit('communes', settings.communePer10s, 10)
  const typings = limits.limit('typings', TYPING_PER_10_S, 10)
  const mails = limits.limit('mails', MAILS_PER_QUARTER, 900)
  const mailsBy = limits.limit('mails of an account', MAILS_BY_ACCOUNT, 900)
  const signIns = limits.limit('sign-ins', settings.signInPerMinute, 60)
  const signInsOfAddress = limits.limit('sign-ins of an address', settings.signInPerMinute * ACCOUNTS_PER_ADDRESS, 60)
  const keys = new WeakMap<Request, string>()
  const callerKey = (request: Request) => {
    const key = keys.get(request) ?? hashOf(isForeign(request) ? `foreign ${callerOf(request)}` : callerOf(request))
    keys.set(request, key)
    return key
  }
  const signInKey = (request: Request, email: string) => hashOf(`${callerOf(request)} ${sameWriting(email)}`)
  return {
    request: (request) => requests.use(callerKey(request)),
    conversation: (id) => conversations.use(id),
    address: (request) => addresses.use(callerKey(request)),
    async start(request) {
      await addresses.use(callerKey(request))
      await starts.use(callerKey(request))
    },
    commune: (id) => communes.use(id),
    typing: (id) => typings.use(id),
    async signIn(request, email) {
      await signInsOfAddress.use(callerKey(request))
      await signIns.use(signInKey(request, email))
    },
    mailTo: (email) => mails.use(hashOf(`mail ${sameWriting(email)}`)),
    mailBy: (userId) => mailsBy.use(userId),
    signInKey,
    accountKey: (email) => hashOf(`account ${sameWriting(email)}`),
    callerKey,
  }
}

function sameWriting(email: string): string {
  return email.trim().toLowerCase()
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
