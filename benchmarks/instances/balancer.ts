import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A balancer that knows nobody: each request goes to the next server. */
export interface Balancer {
  address: string
  /** Where requests go from now on. */
  setServers(addresses: readonly string[]): void
  close(): void
}

/** Listens on a free port. A request that could not be handed over goes to the next server; one that was cut off in the midst is the caller's to send again. */
export async function startBalancer(): Promise<Balancer> {
  let servers: readonly string[] = []
  let turn = 0
  const hand = (incoming: IncomingMessage, response: ServerResponse, body: Buffer, tries: number) => {
    turn += 1
    const target = servers[turn % servers.length]
    const fail = () => (response.headersSent ? response.destroy() : response.writeHead(502).end())
    if (target === undefined || tries === 0) return fail()
    let isHandedOver = false
    const { method = 'GET', headers } = incoming
    const onward = request(target + incoming.url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    onward.on('socket', (socket) =>
      socket.once('connect', () => {
        isHandedOver = true
      }),
    )
    onward.on('error', () => (isHandedOver ? fail() : hand(incoming, response, body, tries - 1)))
    response.on('close', () => onward.destroy())
    onward.end(body)
  }
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = []
    try {
      for await (const piece of incoming) pieces.push(piece)
    } catch {
      return response.destroy()
    }
    hand(incoming, response, Buffer.concat(pieces), servers.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setServers(addresses) {
      servers = addresses
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
