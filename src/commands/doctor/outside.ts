import { Resolver } from 'node:dns/promises'
import { connect } from 'node:tls'
import { trySmtpServer } from '../../platform/mail/smtp-mailer.js'
import { errorCode } from '../../platform/store/file-system.js'

/** How long each of those who are asked may take, ms. */
const ANSWERS_MS = 5_000
const HTTPS_PORT = 443

/** What answered at an address, once redirections were followed; or the code of why nothing did. */
export type Page = { status: number; url: string } | { fault: string }

/** The ways out of this machine by which a server is looked at; each answers, or says by a code why not. */
export interface Outside {
  /** What the server of this machine says of itself; `null`: none listens. */
  readiness(port: number): Promise<Record<string, unknown> | null>
  page(url: string): Promise<Page>
  /** The beginning of the text at an address, without following redirections; or the code of why there is none. */
  text(url: string): Promise<{ text: string } | { fault: string }>
  /** Until when the certificate of an address is right, ISO instant. */
  certificate(url: URL): Promise<{ until: string } | { fault: string }>
  /** Whether the mail server takes the sign-in that is set; nothing is sent. @returns the code of why not; `null`: it does */
  mailServer(url: string): Promise<string | null>
  /** Texts of a name in the DNS; none where there are none. @throws when it cannot be asked */
  texts(name: string): Promise<string[]>
  /** Mail servers of a name in the DNS. @throws when it cannot be asked */
  mailExchangers(name: string): Promise<string[]>
}

const NOTHING_THERE = ['ENODATA', 'ENOTFOUND']

/** Asks by the network. */
export function realOutside(): Outside {
  const resolver = new Resolver({ timeout: ANSWERS_MS, tries: 1 })
  return {
    async readiness(port) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(ANSWERS_MS) })
        return (await response.json()) as Record<string, unknown>
      } catch {
        return null
      }
    },
    async page(url) {
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(ANSWERS_MS) })
        await response.body?.cancel()
        return { status: response.status, url: response.url }
      } catch (error) {
        return { fault: faultOf(error) }
      }
    },
    text: textOf,
    certificate: certificateOf,
    mailServer: (url) => trySmtpServer(url, ANSWERS_MS),
    texts: async (name) => (await unlessNone(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    mailExchangers: async (name) => (await unlessNone(resolver.resolveMx(name))).map(({ exchange }) => exchange),
  }
}

async function textOf(url: string): Promise<{ text: string } | { fault: string }> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWERS_MS) })
    const beginning = await response.body?.getReader().read()
    return response.ok ? { text: new TextDecoder().decode(beginning?.value) } : { fault: String(response.status) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

function certificateOf({ hostname, port }: URL): Promise<{ until: string } | { fault: string }> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, port: Number(port || HTTPS_PORT), servername: host, timeout: ANSWERS_MS })
    const end = (result: { until: string } | { fault: string }) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('secureConnect', () => end({ until: new Date(socket.getPeerCertificate().valid_to).toISOString() }))
    socket.once('timeout', () => end({ fault: 'ETIMEDOUT' }))
    socket.once('error', (error) => end({ fault: faultOf(error) }))
  })
}

async function unlessNone<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer
  } catch (error) {
    if (NOTHING_THERE.includes(errorCode(error) ?? '')) return []
    throw error
  }
}

/** The code of an error, or of what caused it. */
function faultOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null
  return errorCode(error) ?? errorCode(cause) ?? (error instanceof Error ? error.name : String(error))
}
