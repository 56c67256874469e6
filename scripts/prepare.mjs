import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const INSTALL_MARK = join(ROOT, 'node_modules', '.guichet-installed')
const BUILD_MARK = join(ROOT, 'dist', '.guichet-built')
const SOURCES = ['src', 'benchmarks', 'scripts', 'knowledge/messages', 'public', 'package-lock.json']
/** Among the pages, what the build makes. */
export const BUILT = join(ROOT, 'public', 'assets')

/** Whether this folder is a release, which has the sums of its files: it is built, and whoever unpacked it has installed its packages. */
export const IS_RELEASE = existsSync(join(ROOT, 'SHA256SUMS'))

/**
 * Installs the packages and builds the code when they are missing or older than their sources; says what it does. A release is left as it is.
 * @param {{ development?: boolean }} options `development` installs what tests need as well
 */
export async function prepare({ development = false } = {}) {
  checkNode()
  if (IS_RELEASE) return
  install(development)
  await build()
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 11)) return
  console.error(`Guichet a besoin de Node 20.11 ou plus récent ; cette machine a ${process.version}.`)
  process.exit(1)
}

/**
 * Installs the packages when the lock file is another one; what tests need stays where it is already there.
 * @param {boolean} wanted whether tests are to run
 */
export function install(wanted) {
  const development = wanted || existsSync(join(ROOT, 'node_modules', 'typescript'))
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  const [installedLock, installedKind] = existsSync(INSTALL_MARK) ? readFileSync(INSTALL_MARK, 'utf8').split(' ') : []
  if (installedLock === lock && (installedKind === 'all' || !development)) return
  checkRights()
  const started = Date.now()
  console.error(
    `Installation des paquets${development ? ' (avec ceux des tests)' : ''} : une à deux minutes la première fois…`,
  )
  const args = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(development ? ['--include=dev'] : ['--omit=dev']),
  ]
  const { status } = spawnSync('npm', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) {
    console.error("L'installation a échoué : vérifiez l'accès au registre de paquets npm, puis recommencez.")
    process.exit(status ?? 1)
  }
  writeFileSync(INSTALL_MARK, `${lock} ${development ? 'all' : 'production'}`)
  console.error(`Paquets installés en ${seconds(started)} s.`)
}

async function build() {
  const sources = fingerprint()
  if (existsSync(BUILD_MARK) && readFileSync(BUILD_MARK, 'utf8') === sources) return
  checkRights()
  const started = Date.now()
  const { buildAll } = await import('./build.mjs')
  await buildAll({ quiet: true })
  mkdirSync(dirname(BUILD_MARK), { recursive: true })
  writeFileSync(BUILD_MARK, sources)
  console.error(`Construction faite en ${seconds(started)} s.`)
}

/** Who may not write here can run what is installed and built, and make nothing of it. */
function checkRights() {
  const made = [ROOT, join(ROOT, 'node_modules'), join(ROOT, 'dist'), BUILT].filter((path) => existsSync(path))
  const closed = made.find((path) => !mayWrite(path))
  if (closed === undefined) return
  console.error(
    `Il faut installer ou construire Guichet, et ce compte n’a pas le droit d’écrire dans ${closed}. Lancez une fois « npx guichet » avec le compte qui possède ce dossier : ensuite, celui-ci peut démarrer le serveur.`,
  )
  process.exit(1)
}

function mayWrite(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Names, sizes and times of every source file: changes when a build is due. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) for (const file of filesOf(join(ROOT, source))) hash.update(file)
  return hash.digest('hex')
}

function filesOf(path) {
  if (path === BUILT) return []
  const stat = statSync(path)
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}

function seconds(started) {
  return ((Date.now() - started) / 1000).toFixed(1)
}
