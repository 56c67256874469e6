import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { buildRelease } from './build.mjs'
import { install, ROOT } from './prepare.mjs'
import { productionManifests, productionPackages } from './production.mjs'
import { billOfMaterials } from './sbom.mjs'
import { tar } from './tar.mjs'

/** Of the clone, what goes into the archive as it is. */
const KEPT = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  '.npmrc',
  'deploy',
  'docs',
  'intents',
  'knowledge',
  'models',
].concat(['guichet', 'prepare', 'healthcheck'].map((name) => join('scripts', `${name}.mjs`)))
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i
const CHECKSUMS = 'SHA256SUMS'

/** `npm run release [-- folder]`: the archive and its sum, in `release/` unless another folder is named. */
install(false)
const { name, version } = readJson('package.json')
const title = `${name}-${version}`
const seconds = commitTime()
tellOtherThanCommit()
const to = process.argv[2] ?? join(ROOT, 'release')
const built = mkdtempSync(join(tmpdir(), 'guichet-release-'))
try {
  await buildRelease(built)
  const archive = `${title}.tar.gz`
  mkdirSync(to, { recursive: true })
  const files = filesOfRelease()
  await pipeline(Readable.from(tar(files, seconds)), createGzip(), createWriteStream(join(to, archive)))
  const bytes = readFileSync(join(to, archive))
  writeFileSync(join(to, CHECKSUMS), `${sumOf(bytes)}  ${archive}\n`)
  console.log(`${join(to, archive)} : ${files.length} fichiers, ${(bytes.length / 1e6).toFixed(1)} Mo`)
} finally {
  rmSync(built, { recursive: true, force: true })
}

/** Every file, by name, and last the sum of each. */
function filesOfRelease() {
  const files = [...KEPT.flatMap((path) => filesUnder(ROOT, path)), ...filesUnder(built, ''), ...writtenFiles()]
    .filter(({ path }) => !path.endsWith('.DS_Store'))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
  const sums = files.map(({ path, read }) => `${sumOf(read())}  ${path}\n`).join('')
  return [...files, written(CHECKSUMS, sums)].map((file) => ({ ...file, name: `${title}/${file.path}` }))
}

function filesUnder(root, path) {
  const place = join(root, path)
  const stat = statSync(place)
  if (stat.isDirectory()) return readdirSync(place).flatMap((name) => filesUnder(root, join(path, name)))
  const isProgram = (stat.mode & 0o100) !== 0
  return [{ path: path.split(sep).join('/'), isProgram, read: () => readFileSync(place) }]
}

/** What is made of the lock file. */
function writtenFiles() {
  const { manifest, lock } = productionManifests(readJson('package.json'), readJson('package-lock.json'))
  const bill = billOfMaterials()
  // Another number and another time at each call would make another archive of the same commit.
  delete bill.serialNumber
  bill.metadata.timestamp = new Date(seconds * 1000).toISOString()
  return [
    written('package.json', json(manifest)),
    written('package-lock.json', json(lock)),
    written('sbom.cdx.json', json(bill)),
    written('LICENCES-OF-PACKAGES.txt', productionPackages(lock.packages).map(licenceOf).join('\n')),
  ]
}

/** A package's licence, with the texts that it brings. What is built for one kind of machine is installed there alone, under the licence of the package that asks for it. */
function licenceOf([path, { name: real, version: installed, license, cpu }]) {
  const head = `${'='.repeat(80)}\n${real ?? path.replace(/^.*node_modules\//, '')} ${installed}: ${license}\n`
  if (cpu) return head
  const texts = readdirSync(join(ROOT, path))
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
  return [head, ...texts.map((file) => `${readFileSync(join(ROOT, path, file), 'utf8').trim()}\n`)].join('\n')
}

/** When the commit was made, which is the time of every file: browsers then know one version from another. */
function commitTime() {
  const said = process.env.SOURCE_DATE_EPOCH ?? git('log', '-1', '--format=%ct')
  if (/^\d+$/.test(said)) return Number(said)
  console.error('Une version se fait dans un clone avec git, ou avec SOURCE_DATE_EPOCH : les secondes de son heure.')
  process.exit(1)
}

function tellOtherThanCommit() {
  const others = git(
    'status',
    '--porcelain',
    '--',
    ...KEPT,
    'src',
    'public',
    'scripts',
    'package.json',
    'package-lock.json',
  )
  if (others !== '') console.error(`Cette archive n’est pas celle du dernier commit ; s’en écartent :\n${others}`)
}

function git(...words) {
  return (spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' }).stdout ?? '').trimEnd()
}

function written(path, text) {
  return { path, isProgram: false, read: () => Buffer.from(text) }
}

function readJson(file) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`
}

function sumOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
