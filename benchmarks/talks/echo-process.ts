import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The least that can carry a message to a screen: an event stream for each reader, and a call that writes to the readers of an address. No account, no
 * storage, no contract. It ends when its parent does.
 */
const readers = new Map<string, Set<ServerResponse>>()

const server = createServer((request, response) => {
  const key = request.url ?? ''
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    const open = readers.get(key) ?? new Set()
    readers.set(key, open.add(response))
    response.on('close', () => open.delete(response))
    return
  }
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (piece: string) => {
    text += piece
  })
  request.on('end', () => {
    for (const reader of readers.get(key) ?? []) reader.write(`event: message\ndata: ${text}\n\n`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
