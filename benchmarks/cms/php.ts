import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The version of PHP, or null where there is none. */
export function phpVersion(): string | null {
  const { status, stdout } = spawnSync('php', ['-r', 'echo PHP_VERSION;'], { encoding: 'utf8' })
  return status === 0 ? stdout : null
}

/** Runs a script of this folder; what it writes is read as JSON. @throws with what it says when it fails */
export async function runPhp<Said>(
  script: string,
  given: unknown,
  environment: Record<string, string> = {},
): Promise<Said> {
  const { stdout } = await run(
    'php',
    ['-d', 'display_errors=stderr', `benchmarks/cms/${script}`, JSON.stringify(given)],
    {
      env: { ...process.env, ...environment },
      maxBuffer: 2 ** 24,
    },
  )
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as Said
}

/** A copy of an installed system, with what its links lead to: nothing of the machine's own is changed. */
export function copyOf(from: string, to: string): void {
  cpSync(from, to, { recursive: true, dereference: true, filter: (path) => existsSync(path) })
}

/** A program that runs until it is ended. */
export interface Started {
  end(): Promise<void>
}

/** PHP's own web server for a folder. */
export interface PhpSite extends Started {
  address: string
}

/** On another name than 127.0.0.1: another site, for a browser. */
export async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return `localhost:${typeof address === 'object' ? address?.port : 0}`
}

/** Starts PHP's web server, and waits until it listens. */
export async function servePhp(folder: string, host: string, environment: Record<string, string>): Promise<PhpSite> {
  const server = spawn('php', ['-S', host, '-t', folder], {
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4', ...environment },
    stdio: 'ignore',
    detached: true,
  })
  const address = `http://${host}`
  for (let left = 100; left > 0; left -= 1) {
    const answer = await fetch(`${address}/readme.html`).catch(() => null)
    await answer?.body?.cancel()
    if (answer) return { address, end: () => endGroup(server) }
    await pause(100)
  }
  await endGroup(server)
  throw new Error(`php -S ${host} did not start`)
}

/** Its workers are processes of their own. */
async function endGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return
  const exit = once(server, 'exit')
  process.kill(-server.pid, 'SIGTERM')
  await exit
}

/** A MariaDB in a folder, without a network. */
export interface Database extends Started {
  socket: string
}

/** Starts a MariaDB that nobody else uses, with an empty database of a name. */
export async function startMariaDb(folder: string, name: string): Promise<Database> {
  const [data, socket] = [join(folder, 'mariadb'), join(folder, 'mariadb.sock')]
  mkdirSync(data)
  const own = ['--no-defaults', '--user=root', `--datadir=${data}`]
  await run('mariadb-install-db', [...own, '--auth-root-authentication-method=normal', '--skip-test-db'])
  const server = spawn('mariadbd', [...own, `--socket=${socket}`, '--skip-networking', `--pid-file=${data}/pid`], {
    stdio: 'ignore',
  })
  const asked = [
    '--no-defaults',
    '--user=root',
    `--socket=${socket}`,
    '--execute',
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
  ]
  for (let left = 150; left > 0; left -= 1) {
    if (spawnSync('mariadb', asked).status === 0) return { socket, end: () => endOne(server) }
    await pause(200)
  }
  await endOne(server)
  throw new Error('mariadbd did not start')
}

async function endOne(server: ChildProcess): Promise<void> {
  const exit = once(server, 'exit')
  server.kill('SIGTERM')
  await exit
}
