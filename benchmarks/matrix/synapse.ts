import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Synapse, the homeserver on which Tchap runs, in the last version under Apache-2.0, with the rules of Tchap's rooms; from PyPI, with what it needs and would take too new.
 * A part of no installation: Guichet only talks with it.
 */
const PACKAGES = [
  'matrix-synapse==1.98.0',
  'synapse-room-access-rules==1.0.0',
  'prometheus-client==0.19.0',
  'Twisted==23.10.0',
  'setuptools==69.5.1',
]

/** A real homeserver on this machine. */
export interface Synapse {
  url: string
  /** With which accounts can be opened. */
  secret: string
  version: string
  stop(): Promise<void>
}

/** Installs Synapse in a folder of its own, unless it is there, and starts it on a free port with an empty database. @param folder where it is installed */
export async function startSynapse(folder: string): Promise<Synapse> {
  const python = join(folder, 'bin', 'python')
  await run('python3', ['-m', 'venv', folder])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES])
  const { stdout } = await run(python, [
    '-c',
    'from importlib.metadata import version; print(version("matrix-synapse"))',
  ])
  const data = await mkdtemp(join(tmpdir(), 'guichet-synapse-'))
  const [port, secret] = [await freePort(), randomBytes(16).toString('hex')]
  await writeFile(join(data, 'homeserver.yaml'), JSON.stringify(settings(data, port, secret)))
  const process = spawn(python, [
    '-m',
    'synapse.app.homeserver',
    '-c',
    join(data, 'homeserver.yaml'),
    '--generate-keys',
  ])
  await ended(process)
  const server = spawn(python, ['-m', 'synapse.app.homeserver', '-c', join(data, 'homeserver.yaml')], {
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  await untilServed(url, server).catch((error: unknown) => {
    server.kill()
    throw error
  })
  return {
    ...{ url, secret, version: stdout.trim() },
    async stop() {
      server.kill()
      await ended(server)
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** YAML reads JSON. Nobody is limited: a test says in a minute what people say in a week. */
function settings(data: string, port: number, secret: string): object {
  const unlimited = { per_second: 10_000, burst_count: 10_000 }
  return {
    server_name: 'tchap.test',
    pid_file: join(data, 'pid'),
    listeners: [
      { port, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'], compress: false }] },
    ],
    database: { name: 'sqlite3', args: { database: join(data, 'homeserver.db') } },
    media_store_path: join(data, 'media'),
    signing_key_path: join(data, 'signing.key'),
    registration_shared_secret: secret,
    macaroon_secret_key: secret,
    form_secret: secret,
    report_stats: false,
    trusted_key_servers: [],
    modules: [{ module: 'room_access_rules.RoomAccessRules', config: { id_server: 'identity.invalid' } }],
    rc_message: unlimited,
    rc_registration: unlimited,
    rc_joins: { local: unlimited, remote: unlimited },
    rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited },
  }
}

async function untilServed(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const isServed = await fetch(`${url}/_matrix/client/versions`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isServed) return
    if (server.exitCode !== null) break
    await pause(200)
  }
  throw new Error('Synapse does not answer')
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null) await new Promise((resolve) => process.once('exit', resolve))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
