import webPush from 'web-push'
import { isPushEndpoint, PUSH_SERVICES, type Pusher, type PushResult } from './push.js'

/** Time that a push service has to answer, ms. */
const TIMEOUT_MS = 10_000
/** How long the service keeps what a browser does not come for, s: later, the request has been dealt with or is seen in the queue. */
const KEPT_S = 600
/** Statuses by which a service says that a browser has withdrawn. */
const GONE = new Set([404, 410])

/** What a {@link createWebPusher} is given: the keys of the installation (VAPID, RFC 8292), made by `guichet push-keys`. */
export interface PushSettings {
  publicKey: string
  privateKey: string
  /** Whom a push service may write to: `mailto:…` or `https://…`. */
  contact: string
  /** Services besides {@link PUSH_SERVICES}, as `host` or `host:port`. */
  services: string[]
}

/**
 * A {@link Pusher} over web push. The payload is encrypted for the browser (RFC 8291): its push service sees that
 * something was sent, when, and to which browser, and nothing of what it says.
 */
export function createWebPusher({ publicKey, privateKey, contact, services }: PushSettings): Pusher {
  const known = [...PUSH_SERVICES, ...services]
  const accepts = (endpoint: string) => isPushEndpoint(endpoint, known)
  return {
    publicKey,
    accepts,
    async push({ endpoint, keys }, payload): Promise<PushResult> {
      if (!accepts(endpoint)) return { outcome: 'gone' }
      try {
        const request = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(payload), {
          vapidDetails: { subject: contact, publicKey, privateKey },
          TTL: KEPT_S,
          urgency: 'high',
          topic: 'waiting',
        })
        return toResult(await send(request))
      } catch (error) {
        return { outcome: 'failed', fault: codeOf(error) }
      }
    },
  }
}

async function send({ endpoint, method, headers, body }: webPush.RequestDetails): Promise<number> {
  const { status } = await fetch(endpoint, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    body: new Uint8Array(body ?? []),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return status
}

function toResult(status: number): PushResult {
  if (GONE.has(status)) return { outcome: 'gone' }
  return status >= 200 && status < 300 ? { outcome: 'sent' } : { outcome: 'failed', fault: String(status) }
}

/** A code alone: an error's own words may repeat the address of a browser. */
function codeOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } }
  if (typeof cause?.code === 'string') return cause.code
  return typeof name === 'string' ? name : 'unknown'
}
