import { request } from 'node:http'
import type { Answer } from './harness.js'

/** A request whose address and headers are sent as they are: `fetch` would tidy them first. */
export function rawRequest(
  url: string,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const { method = 'GET', path, headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        const pairs = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)])
        const received = new Headers(pairs)
        const isJson = /json/.test(response.headers['content-type'] ?? '')
        resolve({
          status: response.statusCode ?? 0,
          headers: received,
          text,
          body: isJson && text !== '' ? JSON.parse(text) : null,
        })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
