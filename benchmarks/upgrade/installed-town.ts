import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from '../../src/commands/upgrade/run-program.js'
import { NO_LIMITS } from '../load/until-served.js'

/** The commune of the town. */
export const TOWN = 'saint-bourg'
/** What a version folder has of a built clone as it is. */
const SHARED = ['dist', 'public', 'intents', 'models', 'deploy']

/** No server takes longer to begin. */
const READY_MS = 120_000

/** What a town is installed with. */
export interface TownWish {
  /** A built clone of the version that is there. */
  clone: string
  version: string
  /** `null`: a data folder. */
  databaseUrl: string | null
  instances: number
  /** Whether its own model is used, or words alone are searched. */
  model: boolean
  /** Seconds for which a server that leaves still takes requests. */
  drainSeconds: number
}

/** How an archive is made to differ from the clone that it is made of. */
export interface ArchiveWish {
  version: string
  /** Its documents are such that the former version refuses them. */
  raisesFormat?: boolean
  /** It adds a column to the tables. */
  addsColumn?: boolean
  /** `start`: ends at once. `answers`: serves, keeps what is written, and cannot answer a question, but in the proof. `everywhere`: in the proof too. */
  fails?: 'start' | 'answers'
  failsIn?: 'service' | 'everywhere'
}

/** What came of a command. */
export interface Told {
  status: number | null
  said: string
}

/** An installation as docs/installer.md makes it, in a folder of its own, whose services are shell scripts in the place of systemd. */
export class InstalledTown {
  readonly folder: string
  readonly ports: number[]
  readonly #wish: TownWish

  private constructor(folder: string, ports: number[], wish: TownWish) {
    this.folder = folder
    this.ports = ports
    this.#wish = wish
  }

  static async install(wish: TownWish): Promise<InstalledTown> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'guichet-town-')))
    const town = new InstalledTown(folder, await freePorts(wish.instances), wish)
    await mkdir(town.root, { recursive: true })
    await mkdir(town.dataDir, { recursive: true, mode: 0o700 })
    await mkdir(dirname(town.config), { recursive: true })
    await town.#addVersion()
    await symlink(`guichet-${wish.version}`, join(town.root, 'current'))
    const settings = {
      ...NO_LIMITS,
      ...{
        GUICHET_DATA_DIR: town.dataDir,
        GUICHET_PUBLIC_URL: 'https://chat.saint-bourg.fr',
        PORT: String(town.ports[0]),
      },
      ...{ LOG_LEVEL: 'warn', GUICHET_DRAIN_SECONDS: String(wish.drainSeconds) },
      ...(wish.model ? {} : { GUICHET_MODEL_DIR: join(folder, 'no-model') }),
      ...(wish.databaseUrl === null
        ? {}
        : { DATABASE_URL: wish.databaseUrl, GUICHET_SEAL_KEY: randomBytes(32).toString('base64url') }),
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    await writeFile(town.config, lines.join(''))
    town.#writeServices()
    for (const port of town.ports) await town.service('start', port)
    return town
  }

  get root(): string {
    return join(this.folder, 'srv/guichet')
  }

  get dataDir(): string {
    return join(this.folder, 'var/lib/guichet')
  }

  /** The file of the settings. */
  get config(): string {
    return join(this.folder, 'etc/guichet/guichet.conf')
  }

  /** The version that `current` leads to. */
  get current(): string {
    return readlinkSync(join(this.root, 'current')).replace('guichet-', '')
  }

  /** Settings of every command of the town. */
  get settings(): Record<string, string> {
    return {
      PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
      GUICHET_CONFIG: this.config,
      GUICHET_SET_UP: 'no',
    }
  }

  /** A version folder: what differs is its own, the rest is the clone's. The commune lies where that version reads it. */
  async #addVersion(): Promise<void> {
    const { clone, version } = this.#wish
    const folder = join(this.root, `guichet-${version}`)
    await mkdir(folder)
    for (const name of SHARED) if (existsSync(join(clone, name))) await symlink(join(clone, name), join(folder, name))
    for (const name of ['scripts', 'knowledge', 'package.json'])
      await cp(join(clone, name), join(folder, name), { recursive: true })
    await symlink(resolve(clone, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, 'package.json'), await manifestOf(clone, version))
    const communes = version.startsWith('0.1.')
      ? join(folder, 'knowledge/communes')
      : join(this.dataDir, 'town/communes')
    await mkdir(communes, { recursive: true })
    const commune = JSON.parse(await readFile(join(clone, 'knowledge/communes/villebourg.json'), 'utf8'))
    await writeFile(join(communes, `${TOWN}.json`), JSON.stringify({ ...commune, id: TOWN, nom: 'Saint-Bourg' }))
    await rm(join(folder, 'knowledge/communes/villebourg.json'))
  }

  /** `service start|stop PORT`, as systemctl does, one after another: a start of what runs, and a stop of what does not, do nothing. */
  #writeServices(): void {
    const script = `#!/bin/sh
exec 9>${this.folder}/lock-$2 && flock 9
pid=$(cat ${this.folder}/pid-$2 2>/dev/null)
alive() { [ -n "$pid" ] && [ -e /proc/$pid ] && ! grep -q '^State:.Z' /proc/$pid/status; }
case $1 in
  start) alive && exit 0
    cd ${this.root}/current && GUICHET_CONFIG=${this.config} PORT=$2 setsid node scripts/guichet.mjs start >> ${this.folder}/log-$2 2>&1 < /dev/null 9>&- &
    echo $! > ${this.folder}/pid-$2 ;;
  stop) alive && kill -TERM $pid; while alive; do sleep 0.05; done ;;
esac
`
    const npm = `#!/bin/sh\nln -s ${resolve('node_modules')} node_modules\n`
    mkdirSync(join(this.folder, 'bin'))
    this.addProgram('service', script)
    this.addProgram('npm', npm)
  }

  /** Puts a program before those of the machine. */
  addProgram(name: string, script: string): void {
    writeFileSync(join(this.folder, 'bin', name), script)
    chmodSync(join(this.folder, 'bin', name), 0o755)
  }

  async service(act: 'start' | 'stop', port = this.ports[0]): Promise<void> {
    // Without pipes: the server outlives who started it.
    const child = spawn('service', [act, String(port)], { env: { ...process.env, ...this.settings }, stdio: 'ignore' })
    await once(child, 'exit')
    if (act === 'start') await this.serves(port)
  }

  /** Waits until a server is ready. @throws Error with what it said, when it is not in time */
  async serves(port = this.ports[0]): Promise<void> {
    const deadline = performance.now() + READY_MS
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
      if (response?.ok) return
      if (performance.now() > deadline) throw new Error(await readFile(join(this.folder, `log-${port}`), 'utf8'))
      await pause(50)
    }
  }

  /** Words of the command line that name the town's services. */
  get services(): string[] {
    const instances = this.ports.length > 1 ? this.ports.flatMap((port) => ['--instance', String(port)]) : []
    return [...instances, '--stop', 'service stop {port}', '--start', 'service start {port}', '--wait', '120']
  }

  /** Starts `guichet upgrade` in the folder of a version. */
  begin(words: string[], version = this.current) {
    return spawn(process.execPath, ['scripts/guichet.mjs', 'upgrade', ...words], {
      cwd: join(this.root, `guichet-${version}`),
      env: { ...process.env, ...this.settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  /** Runs it to its end, or kills it (SIGKILL) once it has said something. */
  async upgrade(words: string[], { killAt, version }: { killAt?: string; version?: string } = {}): Promise<Told> {
    const child = this.begin(words, version)
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += String(data).replace(/[\u00a0\u202f]/g, ' ')
        if (killAt !== undefined && said.includes(killAt)) child.kill('SIGKILL')
      })
    await once(child, 'close')
    return { status: child.exitCode, said }
  }

  /** Makes an archive of a clone, with its sums beside it, in a folder of its own. */
  async archive(wish: ArchiveWish, clone = '.'): Promise<string> {
    const name = `guichet-${wish.version}`
    const folder = join(this.folder, `archive-${wish.version}`)
    const files = join(folder, name)
    await mkdir(files, { recursive: true })
    for (const shared of ['public', 'intents', 'models', 'deploy'])
      await symlink(resolve(clone, shared), join(files, shared))
    await cp(resolve(clone, 'knowledge'), join(files, 'knowledge'), { recursive: true })
    await rm(join(files, 'knowledge/communes'), { recursive: true })
    await cp(resolve(clone, 'scripts'), join(files, 'scripts'), { recursive: true })
    const isOwn = (path: string) => !path.endsWith('.map')
    for (const part of ['src', 'prepared'])
      if (existsSync(resolve(clone, 'dist', part)))
        await cp(resolve(clone, 'dist', part), join(files, 'dist', part), { recursive: true, filter: isOwn })
    await writeFile(join(files, 'package.json'), await manifestOf(resolve(clone), wish.version))
    spoil(files, wish)
    await run('sh', ['-c', 'sha256sum package.json scripts/*.mjs > SHA256SUMS'], { folder: files })
    await run('tar', ['--use-compress-program', 'gzip -1', '-cf', `${name}.tar.gz`, name], { folder })
    await rm(files, { recursive: true })
    await run('sh', ['-c', `sha256sum ${name}.tar.gz > SHA256SUMS`], { folder })
    return join(folder, `${name}.tar.gz`)
  }

  async close(): Promise<void> {
    for (const port of this.ports) await this.service('stop', port)
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function manifestOf(clone: string, version: string): Promise<string> {
  return JSON.stringify({ ...JSON.parse(await readFile(join(clone, 'package.json'), 'utf8')), version })
}

function spoil(files: string, { raisesFormat, addsColumn, fails, failsIn = 'service', version }: ArchiveWish): void {
  const change = (file: string, from: string, to: string) => {
    const path = join(files, 'dist/src', file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    writeFileSync(path, text.replace(from, to))
  }
  if (raisesFormat) {
    change('platform/store/birth.js', 'const FORMAT = 1', 'const FORMAT = 2')
    change('platform/store/birth.js', 'const NEEDS = "0.1.0"', `const NEEDS = "${version}"`)
  }
  if (addsColumn)
    change(
      'platform/store/postgres/migrate-schema.js',
      'const MIGRATIONS = {',
      `const MIGRATIONS = { '900-trial': { up: (db) => db.schema.alterTable('item').addColumn('trial', 'text').execute(), down: (db) => db.schema.alterTable('item').dropColumn('trial').execute() },`,
    )
  if (!fails) return
  const script = join(files, 'scripts/guichet.mjs')
  copyFileSync(script, join(files, 'scripts/right.mjs'))
  // What is proven has its data folder in the environment; a service has it in its file.
  const here = failsIn === 'everywhere' ? 'true' : '!process.env.GUICHET_DATA_DIR'
  const act =
    fails === 'start'
      ? 'process.exit(1)'
      : `{ const { emit } = http.Server.prototype
  http.Server.prototype.emit = function (name, request, response) {
    if (name === 'request' && request.url === '/api/v1/ask') return response.writeHead(500).end()
    return emit.apply(this, arguments)
  } }`
  writeFileSync(
    script,
    `import http from 'node:http'\nif (process.argv[2] === 'start' && ${here}) ${act}\nawait import('./right.mjs')\n`,
  )
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  const ports: number[] = []
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening')
    ports.push((server.address() as { port: number }).port)
  }
  for (const server of servers) server.close()
  return ports
}
