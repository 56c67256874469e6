import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { run } from '../../src/commands/upgrade/run-program.js'
import { type Balancer, startBalancer } from '../instances/balancer.js'
import { startPostgres } from '../store/postgres-server.js'
import { Citizens } from './citizens.js'
import { type ArchiveWish, InstalledTown } from './installed-town.js'

const USAGE = 'npm run bench -- upgrade [--only 0.2.0] [--citizens 20] [--kills] [--at STEP,…]'
/** The commits whose code each released version is (CHANGELOG.md). */
const RELEASES: Record<string, string> = { '0.1.0': 'ea2abdd9', '0.2.0': '0b6c42cc' }
/** After each of these a killed upgrade goes on, or back. */
const STEPS = ['Mise en place', 'Sauvegarde dans', 'Essai de', 'Arrêt du', 'Copie des', '« current »', 'Démarrage de']
/** What replaces all of them. */
const NEXT = '0.3.0'
const BEFORE_MS = 3_000
const LOOK_MS = 200

interface Case {
  former: string
  store: 'lowdb' | 'postgres'
  instances: number
  fails: ArchiveWish['fails'] | 'nothing'
}

/**
 * Puts the present version in the place of every released one, while citizens talk: on a data folder, on PostgreSQL with one server and, by one minor version
 * at a time, with two behind a balancer that asks `/readyz`; and the same with a present version that cannot answer, which must come back. With `--kills`, an
 * upgrade is killed (SIGKILL) at each step, and goes on or back; with `--at`, at the steps alone that begin so, and nothing else is measured. Prints Markdown.
 * @returns 1 when anything was lost or doubled, or when the wrong version was left
 */
export async function runUpgradeBench(argv: string[]): Promise<number> {
  const options = {
    only: { type: 'string' },
    citizens: { type: 'string', default: '20' },
    kills: { type: 'boolean', default: false },
    at: { type: 'string', default: '' },
  } as const
  const { values } = parseArgs({ args: argv, options })
  const citizens = Number(values.citizens)
  const formers = Object.keys(RELEASES).filter((version) => !values.only || version === values.only)
  const begun = values.at.split(',').filter((step) => step !== '')
  const steps = STEPS.filter((step) => begun.length === 0 || begun.some((one) => step.startsWith(one)))
  if (!(citizens > 0) || formers.length === 0 || steps.length === 0) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-upgrades-'))
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'postgres'), { mode: 0o755 })
  const postgres = await startPostgres(join(folder, 'postgres'), { shared_buffers: '128MB', max_connections: '100' })
  try {
    let isRight = true
    process.stdout.write(HEAD)
    for (const former of formers) {
      const clone = await builtRelease(former, folder)
      for (const row of begun.length === 0 ? casesOf(former) : []) {
        const url = row.store === 'postgres' ? await newDatabase(postgres.urlOf('postgres'), postgres.urlOf) : null
        isRight = (await measure(row, { clone, url, citizens })) && isRight
      }
      if (values.kills || begun.length > 0) isRight = (await killAtEachStep(former, clone, steps)) && isRight
    }
    return isRight ? 0 : 1
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Servers of both versions serve together by one minor version at a time alone: docs/scale.md. */
function casesOf(former: string): Case[] {
  const one = (store: Case['store'], fails: Case['fails'], instances = 1): Case => ({ former, store, instances, fails })
  return [
    ...[one('lowdb', 'nothing'), one('lowdb', 'answers'), one('postgres', 'nothing'), one('postgres', 'answers')],
    ...(former.startsWith('0.1.') ? [] : [one('postgres', 'nothing', 2), one('postgres', 'answers', 2)]),
  ]
}

const HEAD = `
| from | store | servers | the new version | left in place | messages acknowledged | lost / doubled | longest time without an answer, s | tries refused |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

async function measure(
  { former, store, instances, fails }: Case,
  { clone, url, citizens: count }: { clone: string; url: string | null; citizens: number },
): Promise<boolean> {
  const drainSeconds = instances > 1 ? 2 : 0
  const town = await InstalledTown.install({
    clone,
    version: former,
    databaseUrl: url,
    instances,
    model: true,
    drainSeconds,
  })
  const balancer = await startBalancer()
  const watch = watchServers(town.ports, balancer)
  try {
    await watch.isTold
    const spoilt = fails === 'nothing' || fails === undefined ? {} : { fails }
    const archive = await town.archive({
      version: NEXT,
      addsColumn: store === 'postgres',
      raisesFormat: store === 'lowdb' && fails !== 'nothing',
      ...spoilt,
    })
    const citizens = new Citizens(balancer.address, count)
    await pause(BEFORE_MS)
    const { status, said } = await upgradeFrom(town, archive)
    await pause(BEFORE_MS)
    const { acknowledged, lost, doubled, awayMs, refused } = await citizens.end()
    const cells = [
      former,
      store,
      instances,
      fails === 'nothing' ? 'answers' : 'cannot answer',
      town.current,
      acknowledged,
    ]
    process.stdout.write(`| ${[...cells, `${lost} / ${doubled}`, (awayMs / 1000).toFixed(1), refused].join(' | ')} |\n`)
    const isRight =
      lost + doubled === 0 &&
      status === (fails === 'nothing' ? 0 : 1) &&
      town.current === (status === 0 ? NEXT : former)
    if (!isRight) process.stderr.write(`${status}\n${said}\n`)
    process.stderr.write(`load ${loadavg()[0]?.toFixed(1)} ${/Indisponible[^.]*/.exec(said)?.[0] ?? ''}\n`)
    return isRight
  } finally {
    watch.close()
    balancer.close()
    await town.close()
  }
}

/** Versions before this one have no such command: theirs is that of the new version, unpacked beside them by hand. */
async function upgradeFrom(town: InstalledTown, archive: string, killAt?: string) {
  const name = `guichet-${NEXT}`
  if (!existsSync(join(town.root, name))) {
    await run('tar', ['xzf', archive, '--directory', town.root])
    await run('npm', ['ci'], { folder: join(town.root, name), settings: town.settings })
  }
  return town.upgrade(['--from', archive, ...town.services], { version: NEXT, ...(killAt ? { killAt } : {}) })
}

/** Requests go to servers that are ready, as with an active health check. */
function watchServers(ports: number[], balancer: Balancer) {
  const addresses = ports.map((port) => `http://127.0.0.1:${port}`)
  let isOver = false
  const look = async () => {
    const ready = await Promise.all(
      addresses.map((one) =>
        fetch(`${one}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    const there = addresses.filter((_, index) => ready[index])
    balancer.setServers(there.length > 0 ? there : addresses)
  }
  const isTold = look()
  void (async () => {
    await isTold
    while (!isOver) {
      await pause(LOOK_MS)
      await look()
    }
  })()
  return {
    isTold,
    close() {
      isOver = true
    },
  }
}

async function killAtEachStep(former: string, clone: string, steps: readonly string[]): Promise<boolean> {
  process.stdout.write(
    '\n| killed at | then | exit | left in place | lost / doubled |\n| --- | --- | --- | --- | --- |\n',
  )
  let isRight = true
  for (const then of ['--resume', '--back'])
    for (const killAt of steps) {
      const town = await InstalledTown.install({
        clone,
        version: former,
        databaseUrl: null,
        instances: 1,
        model: false,
        drainSeconds: 0,
      })
      try {
        const citizens = new Citizens(`http://127.0.0.1:${town.ports[0]}`, 5)
        await pause(1_000)
        await upgradeFrom(town, await town.archive({ version: NEXT, raisesFormat: true }), killAt)
        await town.service('start')
        await pause(1_000)
        const { status, said } = await town.upgrade([then], { version: NEXT })
        const { lost, doubled } = await citizens.end()
        process.stdout.write(`| ${[killAt, then, status, town.current, `${lost} / ${doubled}`].join(' | ')} |\n`)
        // The new version has served, and the former one does not read what it wrote: nothing is done without being told so.
        const isRefused = said.includes('--back --yes')
        const wanted = then === '--resume' ? [0, NEXT] : [1, isRefused ? NEXT : former]
        const isSo = lost + doubled === 0 && status === wanted[0] && town.current === wanted[1]
        if (!isSo) process.stderr.write(`${said}\n`)
        isRight &&= isSo
      } finally {
        await town.close()
      }
    }
  return isRight
}

/** A released version, built from history, with the packages of its own lock file: the npm registry is asked for them. */
async function builtRelease(version: string, folder: string): Promise<string> {
  const clone = join(folder, version)
  await mkdir(clone)
  await run('sh', ['-c', `git archive ${RELEASES[version]} | tar x -C ${clone}`])
  const packages = join(clone, 'node_modules')
  // What builds is this clone's; what runs is its own.
  await symlink(resolve('node_modules'), packages)
  await run(process.execPath, ['scripts/build.mjs'], { folder: clone, settings: { GUICHET_SET_UP: 'no' } })
  await rm(packages)
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--loglevel=error'], { folder: clone })
  return resolve(clone)
}

async function newDatabase(url: string, urlOf: (name: string) => string): Promise<string> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const name = `town_${randomUUID().replaceAll('-', '')}`
  await client.query(`create database ${name}`)
  await client.end()
  return urlOf(name)
}
