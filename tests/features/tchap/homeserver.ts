import { createHmac } from 'node:crypto'
import { startMatrixServer } from '../../platform/matrix/matrix-server.js'

/** A homeserver on which accounts can be opened. */
export interface Homeserver {
  url: string
  register(name: string): Promise<{ id: string; token: string }>
  close(): Promise<void>
}

/** The real one that the environment names (`npm run bench -- matrix`), or else the one that the tests bring along. */
export async function openHomeserver(): Promise<Homeserver> {
  const { HOMESERVER_URL: url, HOMESERVER_SECRET: secret = '' } = process.env
  return url === undefined ? startMatrixServer() : synapse(url, secret)
}

/** Synapse opens accounts for whoever knows its shared secret. */
function synapse(url: string, secret: string): Homeserver {
  const address = `${url}/_synapse/admin/v1/register`
  return {
    url,
    async register(name) {
      const username = `${name}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`
      const { nonce } = (await (await fetch(address)).json()) as { nonce: string }
      const mac = createHmac('sha1', secret).update([nonce, username, 'password', 'notadmin'].join('\0')).digest('hex')
      const body = JSON.stringify({ nonce, username, password: 'password', admin: false, mac })
      const answer = await fetch(address, { method: 'POST', body })
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
      const { user_id: id, access_token: token } = (await answer.json()) as { user_id: string; access_token: string }
      return { id, token }
    },
    close: async () => {},
  }
}
