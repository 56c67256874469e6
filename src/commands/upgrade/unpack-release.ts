import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import semver from 'semver'
import { errorCode } from '../../platform/store/file-system.js'
import { run } from './run-program.js'
import { UpgradeFault, type UpgradePlace, type UpgradeState } from './upgrade-state.js'

const CHECKSUMS = 'SHA256SUMS'
const BEFORE = 'guichet-'
const AFTER = '.tar.gz'

/** The folder that an archive holds, and its version, by its name. @throws UpgradeFault `upgrade.fault.archive_name` */
export function nameOfArchive(archive: string): { name: string; version: string } {
  const name = basename(archive, AFTER)
  const version = name.slice(BEFORE.length)
  const isNamed = archive.endsWith(AFTER) && name.startsWith(BEFORE) && semver.valid(version) === version
  if (!isNamed) throw new UpgradeFault('upgrade.fault.archive_name', { file: archive })
  return { name, version }
}

/** The version of an unpacked release. */
export async function versionIn(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

/** Compares an archive with the sum that came with it. @throws UpgradeFault */
export async function verifyArchive(archive: string): Promise<void> {
  const file = join(dirname(archive), CHECKSUMS)
  const sums = await sumsIn(file)
  const sum = sums?.get(basename(archive))
  if (sum === undefined) throw new UpgradeFault('upgrade.fault.sums_missing', { file })
  if ((await sumOf(archive)) !== sum) throw new UpgradeFault('upgrade.fault.sum', { file: archive })
}

/**
 * Unpacks an archive beside the former version, whole or not at all: each file is compared with its sum, and the packages are installed, before the folder has
 * its name. A folder that is there already is compared, and stays.
 * @throws UpgradeFault
 */
export async function unpackRelease(place: UpgradePlace, { archive, next, packages }: UpgradeState): Promise<void> {
  const folder = place.version(next)
  if (existsSync(folder)) return verifyFiles(folder)
  const temporary = place.within('unpacked')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const names = (await run('tar', ['tzf', archive])).trim().split('\n')
  if (!names.every((name) => name.startsWith(`${next}/`) && !name.split('/').includes('..')))
    throw new UpgradeFault('upgrade.fault.outside', { file: archive })
  await run('tar', ['xzf', archive, '--no-same-owner', '--directory', temporary])
  const unpacked = join(temporary, next)
  await verifyFiles(unpacked)
  await requireNode(unpacked)
  await installPackages(unpacked, packages)
  await rename(unpacked, folder)
}

async function verifyFiles(folder: string): Promise<void> {
  const file = join(folder, CHECKSUMS)
  const sums = await sumsIn(file)
  if (!sums?.has('package.json')) throw new UpgradeFault('upgrade.fault.sums_missing', { file })
  for (const [name, sum] of sums)
    if ((await sumOf(join(folder, name))) !== sum)
      throw new UpgradeFault('upgrade.fault.sum', { file: join(folder, name) })
}

async function requireNode(folder: string): Promise<void> {
  const { engines } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { engines: { node: string } }
  if (!semver.satisfies(process.version, engines.node))
    throw new UpgradeFault('upgrade.fault.node', { needed: engines.node, version: process.version })
}

async function installPackages(folder: string, packages: string | null): Promise<void> {
  try {
    if (packages === null)
      await run('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], { folder })
    else await cp(packages, join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  } catch (error) {
    throw new UpgradeFault('upgrade.fault.packages', { why: error instanceof Error ? error.message : String(error) })
  }
}

/** Sums by name, as `sha256sum` writes them; `null`: there is no such file. */
async function sumsIn(file: string): Promise<Map<string, string> | null> {
  if (!existsSync(file)) return null
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
}

/** `null`: there is no such file. */
async function sumOf(file: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
    return hash.digest('hex')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
