import { type Agent, request } from 'node:http'
import type { Caller, MalformedRequest } from './malformed-request.js'

/** A server to which malformed requests are sent. */
export interface Target {
  url: string
  agent: Agent
  /** What each caller shows. */
  headersOf(caller: Caller): Record<string, string>
  /** Ids of things that exist, for the addresses of a call. */
  idsOf(path: string): Record<string, string>
}

/** How a malformed request ended; `hang`: nothing came in time, `cut`: the connection ended without an answer. */
export type Ending = number | 'hang' | 'cut'

/** Longest that an answer may take, ms: nothing malformed is worth more. */
const PATIENCE_MS = 20_000

/** Sends a request as it is. Never rejects. */
export function sendMalformed(target: Target, malformed: MalformedRequest): Promise<Ending> {
  const { hostname, port } = new URL(target.url)
  const { method, address, operation, body } = malformed
  const ids = target.idsOf(operation.path)
  const path = address.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x')
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const headers = { ...target.headersOf(malformed.caller), ...length, ...malformed.headers }
  return new Promise((resolve) => {
    const sent = request({ hostname, port, method, path, headers, agent: target.agent }, (response) => {
      clearTimeout(timer)
      const { statusCode = 0 } = response
      // A stream has no end: that it began is enough.
      if (operation.isStream && statusCode === 200) {
        response.destroy()
        return resolve(statusCode)
      }
      response.once('end', () => resolve(statusCode))
      response.once('error', () => resolve('cut'))
      response.resume()
    })
    const timer = setTimeout(() => {
      resolve('hang')
      sent.destroy()
    }, PATIENCE_MS)
    sent.once('error', () => {
      clearTimeout(timer)
      resolve('cut')
    })
    if (body === null) sent.end()
    else sent.end(body)
  })
}

/** Statuses that HTTP itself gives, whatever the call: unreadable, elsewhere, too slow, expectation, too large an address or headers, unknown method. */
const OF_HTTP = new Set([400, 404, 405, 408, 413, 414, 415, 416, 417, 429, 431])
/** What reading files adds: nothing new, and part of a file. */
const OF_FILES = new Set([200, 204, 206, 304])

/** Whether a malformed request ended as the document says: taken, or refused for a reason that has a code. */
export function endedWell({ operation, method }: MalformedRequest, ending: Ending): boolean {
  if (typeof ending !== 'number') return false
  if (operation.statuses.has(ending)) return true
  if (method !== operation.method) return ending < 500
  return (
    OF_HTTP.has(ending) || (method === 'GET' && OF_FILES.has(ending)) || (ending === 403 && operation.security === null)
  )
}
