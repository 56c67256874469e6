import type { StaffLanguage } from '../model/language.js'
import { toUrl } from '../text/to-url.js'
import type { Quiet } from '../time/quiet-hours.js'

/** How long a request waits before agents whose console is closed are told, ms. */
export const PUSH_AFTER_MS = 60_000
/** A request that has waited for longer is no news: it is what the agent finds when she opens her console. */
export const PUSH_UNTIL_MS = 10 * 60_000

/** The push services of the browsers: nothing is sent to another address, whatever a console says. */
export const PUSH_SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'push.apple.com',
  'notify.windows.com',
]

/** A browser that may be told, its console closed, that somebody waits. It lives no longer than the session that asked for it. */
export interface PushSubscription {
  /** Address at the browser's push service, which identifies the browser. */
  endpoint: string
  /** The browser's keys, base64url: its public key (P-256) and a secret shared with it. */
  keys: { p256dh: string; auth: string }
  userId: string
  communeId: string
  /** Of the session that asked: when it ends, so does this. */
  sessionHash: string
  language: StaffLanguage
  /** When she wishes nothing. */
  quiet: Quiet
  createdAt: string
  /** The last time that she was told; `null`: never. */
  pushedAt: string | null
}

/** What came of a push. `gone`: the browser has withdrawn, and is forgotten. A failure is not tried again: the request waits in the queue all the same. */
export type PushResult = { outcome: 'sent' | 'gone' } | { outcome: 'failed'; fault: string }

/** The way to the push services; one exists only when the installation has keys. */
export interface Pusher {
  /** Given to browsers, base64url. */
  publicKey: string
  /** Whether an address is one of a push service. */
  accepts(endpoint: string): boolean
  /** Never rejects: whatever happens is an outcome. The payload is encrypted for the browser alone. */
  push(to: Pick<PushSubscription, 'endpoint' | 'keys'>, payload: PushPayload): Promise<PushResult>
}

/** All that leaves: one sentence, the same for everybody. */
export interface PushPayload {
  title: string
  language: StaffLanguage
}

/** Whether an address is https, at one of the services or under it. A service may be given with its port; one of this very machine may go without encryption. */
export function isPushEndpoint(endpoint: string, services: readonly string[]): boolean {
  const url = toUrl(endpoint)
  if (!url) return false
  const { protocol, host, hostname, username } = url
  const isKnown = services.some((service) => host === service || host.endsWith(`.${service}`))
  const isSafe = protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')
  return isKnown && isSafe && username === ''
}
