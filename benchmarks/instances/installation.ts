import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { hashPassword } from '../../src/features/accounts/password.js'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js'
import type { Store } from '../../src/store/store.js'
import { cpuMsOf, residentMbOf } from '../load/process-facts.js'
import { type PostgresServer, startPostgres } from '../store/postgres-server.js'
import { type Balancer, startBalancer } from './balancer.js'
import { alwaysOpen, COMMUNE, type Served, startServed, stopServed } from './served.js'

/** Servers on one database, behind a balancer. */
export interface Installation {
  balancer: Balancer
  postgres: PostgresServer
  /** Where each of its servers listens, past the balancer. */
  addresses(): string[]
  /** Kills a server (SIGKILL) and starts another in its place. Resolves once that one serves. */
  replace(n: number): Promise<void>
  /** Processor that the servers alive have used since they began, ms. */
  cpuMs(): Promise<number>
  /** Resident memory of each server, MB. */
  residentMb(): Promise<number[]>
  /** Cuts every connection to the database. */
  cutConnections(): Promise<void>
  /** The database as another process reads it. */
  openStore(): Promise<Store>
  close(): Promise<void>
}

/** What a town has: its disk is written before anything is acknowledged. */
const SETTINGS = { shared_buffers: '128MB', max_connections: '100' }

/** @param agents accounts `agent-0@villebourg.example` and so on */
export async function openInstallation({
  agents,
  model,
  servers: count = 2,
}: {
  agents: number
  model: boolean
  servers?: number
}): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-instances-'))
  const databaseFolder = join(folder, 'postgres')
  await mkdir(databaseFolder, { mode: 0o755 })
  await chmod(folder, 0o755)
  const postgres = await startPostgres(databaseFolder, SETTINGS)
  const url = postgres.urlOf('postgres')
  const env = {
    DATABASE_URL: url,
    GUICHET_SEAL_KEY: randomBytes(32).toString('base64url'),
    GUICHET_KNOWLEDGE_DIR: await alwaysOpen(folder),
    ...(model ? {} : { GUICHET_MODEL_DIR: join(folder, 'no-model') }),
  }
  const balancer = await startBalancer()
  const start = (n: number) => startServed({ ...env, GUICHET_DATA_DIR: join(folder, `data-${n}`) })
  const servers: (Served | null)[] = []
  for (let n = 0; n < count; n += 1) servers.push(await start(n))
  // The first server has made the demonstration: it would not begin on a database that somebody has written in.
  await addAgents(url, agents)
  const tell = () => balancer.setServers(servers.flatMap((one) => (one ? [one.address] : [])))
  tell()
  return {
    balancer,
    postgres,
    addresses: () => servers.flatMap((one) => (one ? [one.address] : [])),
    async replace(n) {
      await stopServed(servers[n], 'SIGKILL')
      // A balancer takes a moment to see it; until then requests that reach nobody go on to the other.
      servers[n] = await start(n)
      tell()
    },
    residentMb: () => Promise.all(servers.flatMap((one) => (one ? [residentMbOf(one.child)] : []))),
    async cpuMs() {
      const used = await Promise.all(servers.flatMap((one) => (one ? [cpuMsOf(one.child)] : [])))
      return used.reduce((sum, ms) => sum + ms, 0)
    },
    async cutConnections() {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guichet' and pid <> pg_backend_pid()",
      )
      await client.end()
    },
    openStore: () => openPostgresStore({ url, connections: 4 }),
    async close() {
      balancer.close()
      for (const one of servers) await stopServed(one, 'SIGKILL')
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function addAgents(url: string, count: number): Promise<void> {
  const store = await openPostgresStore({ url })
  const passwordHash = await hashPassword(DEMONSTRATION_PASSWORD)
  for (let n = 0; n < count; n += 1)
    await store.saveUser({
      id: randomUUID(),
      communeId: COMMUNE,
      email: `agent-${n}@villebourg.example`,
      displayName: `Agent ${n}`,
      roles: ['agent'],
      passwordHash,
      demonstration: false,
      createdAt: new Date().toISOString(),
    })
  await store.close()
}
