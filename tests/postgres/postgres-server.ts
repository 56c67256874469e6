import { spawn } from 'node:child_process'
import { access, chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from '../../benchmarks/store/postgres-server.js'

/** Where the server of this run lies; set by `jest.config.mjs`. */
export const SERVER_FOLDER = 'TEST_POSTGRES_FOLDER'
/** The process whose end is the end of the run. */
export const RUN_PROCESS = 'TEST_RUN_PROCESS'

const LOOK_MS = 50
const PATIENCE_MS = 60_000

/** Tests lose nothing in a power cut: what is measured of durability is measured elsewhere, with the settings of a town. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
}

/**
 * The PostgreSQL of this test run, started by whoever needs it first and stopped soon after the run has ended, however it ended. It listens on a socket of
 * its own folder, so no port is taken, and needs neither the machine's own PostgreSQL nor the network.
 * @returns the folder of its socket
 * @throws when it cannot be started: what needs it fails, and is not skipped
 */
export async function postgresServer(): Promise<string> {
  const folder = process.env[SERVER_FOLDER]
  if (!folder) throw new Error(`${SERVER_FOLDER} is not set: the tests run by Jest`)
  const [ready, failed] = [path.join(folder, 'ready'), path.join(folder, 'failed')]
  if (await isFirst(folder)) {
    try {
      stopWhenTheRunEnds(folder)
      await startPostgres(folder, SETTINGS)
      await writeFile(ready, '')
    } catch (error) {
      await writeFile(failed, String(error))
    }
  }
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await setTimeout(LOOK_MS)) {
    if (await exists(ready)) return folder
    if (await exists(failed))
      throw new Error(`PostgreSQL cannot be started for the tests: ${await readFile(failed, 'utf8')}`)
  }
  throw new Error('PostgreSQL did not start in time for the tests')
}

/** A server of one's own, which may go away and come back; it ends with the run. What it acknowledged outlives the end of its processes. */
export async function startOwnServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-own-postgres-'))
  await chmod(folder, 0o755)
  stopWhenTheRunEnds(folder)
  return startPostgres(folder, { ...SETTINGS, synchronous_commit: 'on' })
}

async function isFirst(folder: string): Promise<boolean> {
  await mkdir(path.dirname(folder), { recursive: true })
  return mkdir(folder, { mode: 0o755 }).then(
    () => true,
    () => false,
  )
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

/** A process of its own outlives Jest by a second, even when Jest is killed. */
function stopWhenTheRunEnds(folder: string): void {
  const script = `while kill -0 "$1" 2>/dev/null; do sleep 1; done
    [ -f "$2/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; sleep 1; rm -rf "$2"`
  const args = ['-c', script, 'sh', process.env[RUN_PROCESS] ?? String(process.pid), folder]
  spawn('sh', args, { detached: true, stdio: 'ignore', cwd: tmpdir() }).unref()
}
