import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startBalancer } from '../../benchmarks/instances/balancer.js'
import { Citizens } from '../../benchmarks/upgrade/citizens.js'
import { InstalledTown } from '../../benchmarks/upgrade/installed-town.js'
import { mirror } from '../../src/commands/upgrade/mirror.js'
import { MUTED } from '../../src/commands/upgrade/prove.js'
import { requireRoom } from '../../src/commands/upgrade/require-room.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'

const FORMER = '0.2.0'
const WISH = { clone: process.cwd(), version: FORMER, databaseUrl: null, instances: 1, model: false, drainSeconds: 0 }
/** Servers start and stop, on a machine that does other things. */
const PATIENCE_MS = 400_000
/** How long nobody answers is for the benchmark to say. */
const SELDOM = { probeMs: 500 }
const NOTHING_LOST = { lost: 0, doubled: 0 }

const formatOf = (town: InstalledTown) =>
  (JSON.parse(readFileSync(join(town.dataDir, 'birth.json'), 'utf8')) as { format: number }).format
const leftOf = (town: InstalledTown) => readdirSync(join(town.root, 'upgrade'))

it('a copy on which a version is proven tells nobody anything: every address of others is taken from it', () => {
  const settings = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}(\w+_URL): /gm)].map(([, name]) => name)
  const own = ['GUICHET_PUBLIC_URL', 'DATABASE_URL']
  expect(settings).toContain('GUICHET_BOTPRESS_URL')
  expect(settings.filter((name) => !own.includes(name ?? '') && !MUTED.includes(name ?? ''))).toEqual([])
})

it('is not begun on a disk that it would fill: the new version, a backup and two copies of the data', async () => {
  const root = await mkdtemp(join(tmpdir(), 'guichet-room-'))
  const room = { root, former: join(root, 'guichet-0.2.0'), dataDir: join(root, 'data') }
  await mkdir(join(room.former, 'dist'), { recursive: true })
  await mkdir(join(room.dataDir, 'conversations'), { recursive: true })
  await writeFile(join(room.former, 'dist', 'main.js'), Buffer.alloc(1_000_000))
  await writeFile(join(room.dataDir, 'conversations', 'one.json'), Buffer.alloc(2_000_000))
  await requireRoom(room, async () => 207_000_000)
  const tight = requireRoom(room, async () => 206_999_999)
  await expect(tight).rejects.toMatchObject({ key: 'upgrade.fault.room', facts: { free: '0,2', needed: '0,2' } })
  await rm(root, { recursive: true })
})

describe('a copy of a folder', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-mirror-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is the folder again after whatever was done to either', async () => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    await mkdir(join(from, 'a/b'), { recursive: true })
    for (const name of ['a/b/one', 'two', 'three', 'four']) await writeFile(join(from, name), name)
    await symlink('two', join(from, 'link'))
    await mirror(from, to, ['lock'])
    writeFileSync(join(to, 'three'), 'other')
    await rm(join(from, 'two'))
    await rm(join(from, 'link'))
    await mkdir(join(from, 'two'))
    await writeFile(join(from, 'two/in'), 'a folder in the place of a file')
    await writeFile(join(from, 'lock'), '')
    await writeFile(join(to, 'more'), '')
    // Of the same size and another time.
    await writeFile(join(from, 'four'), 'FOUR')
    await utimes(join(from, 'four'), 1, 1)
    await mirror(from, to, ['lock'])
    const read = (name: string) => readFileSync(join(to, name), 'utf8')
    expect(readdirSync(to, { recursive: true }).map(String).sort()).toEqual(
      ['a', 'a/b', 'a/b/one', 'four', 'three', 'two', 'two/in'].sort(),
    )
    expect(['a/b/one', 'three', 'four', 'two/in'].map(read)).toEqual([
      ...['a/b/one', 'three', 'FOUR', 'a folder in the place of a file'],
    ])
  })
})

describe('one server and its data folder', () => {
  let town: InstalledTown
  let citizens: Citizens
  beforeAll(async () => {
    town = await InstalledTown.install(WISH)
    citizens = new Citizens(`http://127.0.0.1:${town.ports[0]}`, 5, SELDOM)
  }, PATIENCE_MS)
  afterAll(async () => {
    await town.close()
  }, PATIENCE_MS)
  const pid = () => readFileSync(join(town.folder, `pid-${town.ports[0]}`), 'utf8')

  it(
    'refuses what cannot be right, before anything is done',
    async () => {
      const archive = await town.archive({ version: '0.2.1' })
      expect(await town.upgrade(['--resume'])).toMatchObject({
        status: 1,
        said: expect.stringContaining('Aucune mise à jour'),
      })
      expect(await town.upgrade(['--from', archive, '--resume'])).toMatchObject({ status: 2 })
      const dry = await town.upgrade(['--from', archive, ...town.services, '--dry-run'])
      expect([dry.status, dry.said]).toEqual([0, expect.stringContaining(`service stop ${town.ports[0]}`)])
      writeFileSync(archive, 'more', { flag: 'a' })
      const torn = await town.upgrade(['--from', archive, ...town.services])
      expect([torn.status, torn.said]).toEqual([1, expect.stringContaining('sa somme n’est pas celle')])
      expect(torn.said).toContain('Rien n’a été arrêté')
      expect(existsSync(join(town.root, 'guichet-0.2.1'))).toBe(false)
      expect(leftOf(town)).toEqual([])
    },
    PATIENCE_MS,
  )

  it(
    'stops nothing for a version that does not start on a copy of the data',
    async () => {
      const before = pid()
      const archive = await town.archive({ version: '0.2.2', fails: 'start', failsIn: 'everywhere' })
      const { status, said } = await town.upgrade(['--from', archive, ...town.services])
      expect([status, said]).toEqual([1, expect.stringContaining('n’a pas répondu sur une copie')])
      expect([pid(), town.current, leftOf(town)]).toEqual([before, FORMER, []])
      expect(existsSync(join(town.root, 'guichet-0.2.2'))).toBe(false)
    },
    PATIENCE_MS,
  )

  it(
    'comes back by itself from a version that changes the data and cannot answer, with all that was written, killed meanwhile or not',
    async () => {
      const archive = await town.archive({ version: '0.2.3', raisesFormat: true, fails: 'answers' })
      const killAt = 'Les données sont remises'
      const killed = await town.upgrade(['--from', archive, ...town.services], { killAt })
      expect([killed.status, killed.said]).toEqual([null, expect.stringContaining(killAt)])
      const { status, said } = await town.upgrade(['--back'])
      expect([status, said]).toEqual([1, expect.stringContaining('avec tout ce qui avait été écrit')])
      expect([town.current, formatOf(town), leftOf(town)]).toEqual([FORMER, 1, []])
      expect(await citizens.compare()).toEqual(NOTHING_LOST)
    },
    PATIENCE_MS,
  )

  it(
    'killed at each step, can be started as it is, and goes on',
    async () => {
      const archive = await town.archive({ version: '0.3.0', raisesFormat: true })
      const begun = await town.upgrade(['--from', archive, ...town.services], { killAt: 'Sauvegarde dans' })
      expect(begun.status).toBe(null)
      const again = await town.upgrade(['--from', archive, ...town.services])
      expect([again.status, again.said]).toEqual([1, expect.stringContaining('--resume')])
      for (const killAt of ['Essai de', 'Arrêt du', 'Copie des', '« current »', 'Démarrage de']) {
        const { status, said } = await town.upgrade(['--resume'], { killAt, version: FORMER })
        expect([status, said]).toEqual([null, expect.stringContaining(killAt)])
        await town.service('start')
        expect([killAt, await citizens.compare()]).toEqual([killAt, NOTHING_LOST])
      }
      // The new version has answered since: what it has written is in a form that the former one does not read.
      const refused = await town.upgrade(['--back'], { version: FORMER })
      expect([refused.status, refused.said]).toEqual([1, expect.stringContaining('--back --yes')])
      expect(await citizens.compare()).toEqual(NOTHING_LOST)
      const done = await town.upgrade(['--resume'], { version: FORMER })
      expect([done.status, done.said]).toEqual([0, expect.stringContaining('Indisponible pendant')])
      expect([town.current, formatOf(town), leftOf(town)]).toEqual(['0.3.0', 2, []])
      expect(await citizens.end()).toMatchObject(NOTHING_LOST)
    },
    PATIENCE_MS,
  )
})

describe('two servers and their database', () => {
  let town: InstalledTown
  let database: TestDatabase
  let balancer: Awaited<ReturnType<typeof startBalancer>>
  let citizens: Citizens
  beforeAll(async () => {
    database = await createDatabase()
    town = await InstalledTown.install({ ...WISH, databaseUrl: database.url, instances: 2 })
    balancer = await startBalancer()
    balancer.setServers(town.ports.map((port) => `http://127.0.0.1:${port}`))
    citizens = new Citizens(balancer.address, 5, SELDOM)
  }, PATIENCE_MS)
  afterAll(async () => {
    balancer.close()
    await town.close()
    await database.drop()
  }, PATIENCE_MS)
  const lastMigration = async () =>
    (await database.run('select name from kysely_migration order by name desc limit 1')).rows[0].name

  it(
    'gives the tables back what they were when the new version cannot answer',
    async () => {
      const archive = await town.archive({ version: '0.3.0', addsColumn: true, fails: 'answers' })
      const before = await lastMigration()
      const { status, said } = await town.upgrade(['--from', archive, ...town.services])
      expect([status, said]).toEqual([1, expect.stringContaining('Les tables redeviennent')])
      expect([town.current, await lastMigration(), leftOf(town)]).toEqual([FORMER, before, []])
    },
    PATIENCE_MS,
  )

  it(
    'refuses what servers of both versions could not read together',
    async () => {
      const far = await town.archive({ version: '0.4.0' })
      expect((await town.upgrade(['--from', far, ...town.services])).said).toContain('ne peuvent pas servir ensemble')
      const other = await town.archive({ version: '0.3.1', raisesFormat: true })
      expect((await town.upgrade(['--from', other, ...town.services])).said).toContain(
        'la forme des documents d’une base',
      )
    },
    PATIENCE_MS,
  )

  it(
    'replaces one after the other: somebody is always there, and nothing is lost',
    async () => {
      const archive = await town.archive({ version: '0.3.2', addsColumn: true })
      const { status, said } = await town.upgrade(['--from', archive, ...town.services])
      expect([status, said]).toEqual([0, expect.stringContaining('est en place sur chaque serveur')])
      expect([town.current, await lastMigration(), leftOf(town)]).toEqual(['0.3.2', '900-trial', []])
      expect(await citizens.end()).toMatchObject(NOTHING_LOST)
    },
    PATIENCE_MS,
  )
})
