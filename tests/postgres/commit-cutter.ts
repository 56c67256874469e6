import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import type { TestDatabase } from './test-database.js'

/** The statements that commit, as they go over the wire: the end of a transaction, and the one that is a transaction by itself. */
const COMMITS = { commit: 'commit\0', quick: 'write-documents' }

/** A way to a database that fails at the worst moment. */
export interface CommitCutter {
  url: string
  /** Cuts the connection of the next commit: before it reaches the database, or once the database has committed and before it can say so. */
  cutNext: (when: 'before' | 'after', statement?: keyof typeof COMMITS) => void
  close: () => Promise<void>
}

/** Stands between a store and its database. */
export async function startCommitCutter({ name, socket }: TestDatabase): Promise<CommitCutter> {
  let cut: 'before' | 'after' | null = null
  let commit: string = COMMITS.commit
  const server = createServer((client) => {
    const upstream = connect(socket)
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    let isDoomed = false
    client.on('data', (data) => {
      if (cut !== null && data.includes(commit)) {
        isDoomed = cut === 'after'
        cut = null
        if (!isDoomed) return end()
      }
      upstream.write(data)
    })
    upstream.on('data', (data) => (isDoomed ? end() : client.write(data)))
    for (const side of [client, upstream]) side.on('error', end).on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://guichet@127.0.0.1:${port}/${name}`,
    cutNext: (when, statement = 'commit') => {
      cut = when
      commit = COMMITS[statement]
    },
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
