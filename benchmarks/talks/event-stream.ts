import { type ClientRequest, get } from 'node:http'
import { createSseParser, type SseEvent } from '../../src/ui/kit/sse-parser.js'

/** A stream that is being read. */
export interface OpenStream {
  close(): void
}

/** Opens a stream of Server-Sent Events on a connection of its own, and waits until the server has answered. @throws Error when it is no stream */
export function openEventStream(
  address: string,
  headers: Record<string, string>,
  onEvent: (event: SseEvent) => void,
  onEnd: () => void = () => {},
): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const request: ClientRequest = get(address, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${address}: ${response.statusCode}`))
      response.setEncoding('utf8')
      response.on('data', createSseParser(onEvent))
      response.on('error', () => {})
      response.on('close', onEnd)
      resolve({ close: () => request.destroy() })
    })
    request.on('error', reject)
  })
}
