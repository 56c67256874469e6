import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createHttpsSender, type HttpsSenderOptions } from '../../../src/features/webhooks/https-sender.js'
import { CERTIFICATE, KEY } from './certificate.js'

/** What a receiver was sent. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** Software of a town, on this machine. */
export interface Receiver {
  received: Received[]
  /** Its address, under a name that only the tests resolve. */
  address: string
  /** What it answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  close: () => Promise<void>
}

/** Starts a receiver that takes everything. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer({ key: KEY, cert: CERTIFICATE }, async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    receiver.received.push({ path: request.url ?? '', headers: request.headers, body })
    receiver.answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: Receiver = {
    received: [],
    address: `https://receiver.example:${(server.address() as AddressInfo).port}/guichet`,
    answer: (_request, response) => response.writeHead(204).end(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

/** A sender that knows the names of the tests, and is let tell this machine. */
export function localSender(options: HttpsSenderOptions = {}) {
  return createHttpsSender({
    resolve: async () => ['127.0.0.1'],
    isRefused: () => false,
    ca: CERTIFICATE,
    ...options,
  })
}

/** Whether what came was signed with a secret, as `docs/webhooks.md` says. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const wanted = createHmac('sha256', key).update(signed).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => Buffer.from(one.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === wanted.length && timingSafeEqual(given, wanted))
}
