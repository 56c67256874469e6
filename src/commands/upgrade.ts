import { existsSync, realpathSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import semver from 'semver'
import { type Config, readConfig } from '../config.js'
import { communeFiles } from '../features/settings/load-town.js'
import { AppError } from '../platform/model/app-error.js'
import { nodeFileSystem } from '../platform/store/file-system.js'
import { ProcessLock } from '../platform/store/process-lock.js'
import { loadOperatorWords, type SayOperator } from './doctor/finding.js'
import { complain } from './print.js'
import { bringTablesBack, ownForm } from './upgrade/data-form.js'
import { requireRoom } from './upgrade/require-room.js'
import { runLine } from './upgrade/run-program.js'
import { lineOf } from './upgrade/server-turns.js'
import { Upgrade } from './upgrade/take-steps.js'
import { nameOfArchive, verifyArchive, versionIn } from './upgrade/unpack-release.js'
import { UpgradeFault, UpgradePlace, type UpgradeState } from './upgrade/upgrade-state.js'

/** What somebody typed. */
type Wish =
  | { act: 'upgrade'; begun: Begun; dryRun: boolean }
  | { act: 'resume' | 'form' }
  | { act: 'back'; isSure: boolean }
  | { act: 'tables'; last: string }

/** What an upgrade is begun with. */
type Begun = Pick<UpgradeState, 'archive' | 'packages' | 'backups' | 'instances' | 'stop' | 'start' | 'waitSeconds'>

interface Context {
  config: Config
  place: UpgradePlace
  say: SayOperator
}

const tell = (sentence: string) => void process.stdout.write(`${sentence}\n`)

/**
 * `guichet upgrade --from ARCHIVE`: puts a new version in the place of this one, proven on a copy of a backup before anything is stopped, and comes back to the
 * former one when it does not answer. One that was killed is taken up again with `--resume`, or undone with `--back`.
 * @returns the exit status: 0 the new version is there, 1 the former one is, 2 wrong usage, 3 neither answers
 */
export async function runUpgrade(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadOperatorWords(config.knowledgeDir, 'fr')
  const place = new UpgradePlace(dirname(realpathSync(process.cwd())))
  const wish = readWish(argv, place, config)
  if (!wish) return complain(say('upgrade.usage'), 2)
  if (wish.act === 'form') return tell(JSON.stringify(ownForm())) ?? 0
  if (wish.act === 'tables') {
    if (config.database) await bringTablesBack(config.database.url, wish.last)
    return 0
  }
  const context = { config, place, say }
  try {
    if (wish.act === 'upgrade' && wish.dryRun) return await dryRun(wish.begun, context)
    return await alone(context, () => act(wish, context))
  } catch (error) {
    if (!(error instanceof UpgradeFault)) throw error
    return complain(say(error.key, error.facts), 1)
  }
}

/** One upgrade at a time. @throws UpgradeFault `upgrade.fault.locked` */
async function alone({ place }: Context, act: () => Promise<number>): Promise<number> {
  await mkdir(place.folder, { recursive: true, mode: 0o700 })
  const options = { fileSystem: nodeFileSystem, clock: () => new Date(), onLost: () => {} }
  const lock = await ProcessLock.acquire(place.within('lock'), options).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'storage_locked') throw new UpgradeFault('upgrade.fault.locked')
    throw error
  })
  return act().finally(() => lock.release())
}

async function act(wish: Exclude<Wish, { act: 'form' | 'tables' }>, context: Context): Promise<number> {
  const { place, config, say } = context
  const there = await place.read()
  if (wish.act === 'upgrade' && there) throw new UpgradeFault('upgrade.fault.under_way', { version: there.next })
  if (wish.act !== 'upgrade' && !there) throw new UpgradeFault('upgrade.fault.none')
  const state = there ?? (await begin((wish as { begun: Begun }).begun, context))
  const upgrade = new Upgrade(state, { config, place, say, tell })
  const communeId = config.demonstration ? undefined : (await communeFiles(config.townDir))[0]?.id
  if (wish.act === 'back' && !wish.isSure && (await upgrade.wouldLose()))
    throw new UpgradeFault('upgrade.fault.would_lose', {
      former: numberOf(state.former),
      version: numberOf(state.next),
    })
  if (wish.act === 'back' || state.step === 'back') return goBack(upgrade, communeId, context)
  try {
    if (state.step === 'prepare') await upgrade.prepare(communeId)
    const awayMs = await upgrade.replaceServers(communeId)
    await place.forget()
    const seconds = (awayMs / 1000).toFixed(1).replace('.', ',')
    const facts = { version: numberOf(state.next), former: numberOf(state.former), seconds, folder: state.backups }
    tell(say(state.instances.length === 1 ? 'upgrade.done' : 'upgrade.done_several', facts))
    return 0
  } catch (error) {
    if (!(error instanceof UpgradeFault)) complain(String(error instanceof Error ? error.stack : error), 1)
    else complain(say(error.key, error.facts), 1)
    return goBack(upgrade, communeId, context)
  }
}

async function goBack(upgrade: Upgrade, communeId: string | undefined, { say }: Context): Promise<number> {
  const { former, step } = upgrade.state
  const facts = { former: numberOf(former) }
  try {
    await upgrade.goBack(communeId)
    const done = upgrade.hasPutBack ? 'upgrade.back_as_stopped' : 'upgrade.back'
    return complain(say(step === 'prepare' ? 'upgrade.untouched' : done, facts), 1)
  } catch (error) {
    const why = error instanceof UpgradeFault ? say(error.key, error.facts) : String(error)
    complain(say('upgrade.stuck', { ...facts, why, folder: upgrade.state.backups }), 1)
    return 3
  }
}

/** What is wrong is said before anything is done. @throws UpgradeFault */
async function begin(begun: Begun, { place, config }: Context): Promise<UpgradeState> {
  const { name: next, version } = nameOfArchive(begun.archive)
  const former = await place.current()
  if (former === null || !existsSync(join(place.version(former), 'package.json')))
    throw new UpgradeFault('upgrade.fault.link', { link: place.link })
  const before = await versionIn(place.version(former))
  if (!semver.gt(version, before)) throw new UpgradeFault('upgrade.fault.older', { version, former: before })
  if (config.dataDir.startsWith(place.version(former) + sep) || config.dataDir.startsWith(process.cwd() + sep))
    throw new UpgradeFault('upgrade.fault.data_inside', { folder: config.dataDir })
  if (existsSync(config.dataDir) && statSync(config.dataDir).uid !== process.getuid?.())
    throw new UpgradeFault('upgrade.fault.owner', { account: userInfo().username, folder: config.dataDir })
  if (begun.instances.length > 1) requireRolling(before, version, config)
  await requireRights(begun)
  await requireRoom({ root: place.root, former: place.version(former), dataDir: config.dataDir })
  const unpacked = !existsSync(place.version(next))
  return {
    ...{ ...begun, version: 1, step: 'prepare', startedAt: new Date().toISOString(), former, next, unpacked },
    ...{ done: [], kept: false, mayHaveRun: false, before: null, changesForm: false },
  }
}

/** Servers of both versions run for a while over one database: docs/scale.md says which may. */
function requireRolling(before: string, version: string, config: Config): void {
  if (!config.database) throw new UpgradeFault('upgrade.fault.one_folder')
  const isNear = semver.major(version) === semver.major(before) && semver.minor(version) <= semver.minor(before) + 1
  if (!isNear) throw new UpgradeFault('upgrade.fault.far', { version, former: before })
}

/** Whether the account may stop and start the service is asked before it has to. */
async function requireRights({ stop, instances: [port = 0] }: Begun): Promise<void> {
  const command = lineOf(stop, port)
  if (!command.startsWith('sudo -n ')) return
  await runLine(command.replace('sudo -n ', 'sudo -n -l ')).catch(() => {
    throw new UpgradeFault('upgrade.fault.rights', {
      command: command.replace('sudo -n ', ''),
      account: userInfo().username,
    })
  })
}

async function dryRun(begun: Begun, context: Context): Promise<number> {
  const { place, config, say } = context
  const { former, next } = await begin(begun, context)
  if (existsSync(place.within('state.json'))) throw new UpgradeFault('upgrade.fault.under_way', { version: next })
  await verifyArchive(begun.archive)
  const facts = {
    ...{ file: begun.archive, folder: place.version(next), backups: begun.backups, data: config.dataDir },
    ...{ version: numberOf(next), former: numberOf(former) },
    commands: begun.instances
      .flatMap((port) => [begun.stop, begun.start].map((command) => `    ${lineOf(command, port)}`))
      .join('\n'),
  }
  tell(say(config.database ? 'upgrade.dry_database' : 'upgrade.dry', facts))
  return 0
}

const numberOf = (folder: string) => folder.replace('guichet-', '')

/** `null` when they make no sense together. */
function readWish(argv: string[], place: UpgradePlace, config: Config): Wish | null {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        ...{ from: text, packages: text, backups: text, stop: text, start: text, wait: { ...text, default: '60' } },
        ...{ instance: { ...text, multiple: true }, 'dry-run': flag, resume: flag, back: flag, yes: flag },
        ...{ form: flag, 'tables-back': text },
      },
    })
    const { from, resume, back, form, 'tables-back': last } = values
    if ([from, resume || undefined, back || undefined, form || undefined, last].filter(Boolean).length !== 1)
      return null
    if (last !== undefined) return { act: 'tables', last }
    if (back) return { act: 'back', isSure: values.yes }
    if (from === undefined) return { act: form ? 'form' : 'resume' }
    const instances = values.instance?.map(Number) ?? [config.port]
    if (![...instances, Number(values.wait)].every((number) => Number.isInteger(number) && number > 0)) return null
    if ((values.stop === undefined) !== (values.start === undefined)) return null
    const unit = instances.length > 1 ? 'guichet@{port}' : 'guichet'
    const begun: Begun = {
      ...{ archive: resolve(from), packages: values.packages ? resolve(values.packages) : null, instances },
      backups: resolve(values.backups ?? join(place.root, 'backups')),
      ...{
        stop: values.stop ?? `sudo -n systemctl stop ${unit}`,
        start: values.start ?? `sudo -n systemctl start ${unit}`,
      },
      waitSeconds: Number(values.wait),
    }
    return { act: 'upgrade', begun, dryRun: values['dry-run'] }
  } catch {
    return null
  }
}
