import { request } from 'node:http'
import express from 'express'
import { type LocalServer, listenLocally } from './listen-locally.js'

/** Serves a page of one's own at `/`, and everything else from another server: two pages that differ by their own text alone. */
export async function serveBehind(address: string, page: string): Promise<LocalServer> {
  const server = express()
  server.get('/', (_request, response) => void response.type('html').send(page))
  server.use((incoming, response) => {
    const sent = request(new URL(incoming.originalUrl, address), { method: incoming.method, headers: incoming.headers })
    sent.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    sent.on('error', () => response.destroy())
    incoming.pipe(sent)
  })
  return listenLocally(server)
}
