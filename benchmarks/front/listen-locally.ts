import type { AddressInfo } from 'node:net'
import type { Express } from 'express'

/** A page's server, on this machine alone. */
export interface LocalServer {
  address: string
  close(): void
}

/** Listens on a free port. */
export async function listenLocally(server: Express): Promise<LocalServer> {
  const listening = server.listen(0)
  await new Promise((resolve) => listening.once('listening', resolve))
  return {
    address: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    close() {
      listening.closeAllConnections()
      listening.close()
    },
  }
}
