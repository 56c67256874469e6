import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const run = promisify(execFile)
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const ARCHIVE = `guichet-${version}.tar.gz`
const MADE_AT = '1764547200'
/** Two archives are built and compressed, on a machine that does other things. */
const MAKING_MS = 400_000

let folder: string
/** The unpacked archive, far from the clone: what it lacks is not found above it. */
let release: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-release-test-'))
  await Promise.all([makeRelease(folder), makeRelease(path.join(folder, 'again'))])
  await run('tar', ['xzf', ARCHIVE], { cwd: folder })
  release = path.join(folder, `guichet-${version}`)
}, MAKING_MS)
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }))

const makeRelease = (to: string) =>
  run('node', ['scripts/release.mjs', to], { env: { ...process.env, SOURCE_DATE_EPOCH: MADE_AT } })
const readJson = (name: string) => JSON.parse(readFileSync(path.join(release, name), 'utf8'))
const sumOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
/** Sums by name. */
const sumsIn = (file: string) =>
  new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )

/** What `npm ci --omit=dev` would install: the packages of the archive's lock file, and no other. */
async function installPackages() {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, object> }
  const isThere = (name: string) => name !== '' && existsSync(name)
  await Promise.all(Object.keys(packages).filter(isThere).map(installPackage))
}

async function installPackage(name: string) {
  for (const entry of await readdir(name, { withFileTypes: true })) {
    const from = path.join(name, entry.name)
    // Packages inside a package have lines of their own.
    if (entry.isDirectory() && entry.name !== 'node_modules') await installPackage(from)
    if (!entry.isFile()) continue
    const to = path.join(release, from)
    await mkdir(path.dirname(to), { recursive: true })
    await link(from, to).catch(() => copyFile(from, to))
  }
}

/** Runs a program of the archive's `package.json` as npm would, without npm, without settings, without a network. */
function start(words: string[]): ChildProcess {
  const blocked = pathToFileURL(path.resolve('tests/deploy/loopback-only.mjs')).href
  return spawn(process.execPath, words, {
    cwd: release,
    env: {
      PATH: '',
      NODE_OPTIONS: `--import=${blocked}`,
      PORT: '0',
      LOG_LEVEL: 'silent',
      GUICHET_DATA_DIR: path.join(folder, 'data'),
    },
  })
}

/** Resolves with all that a process has said once it has said this. @throws when it ends before */
async function says(child: ChildProcess, words: RegExp): Promise<string> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data))
  const ended = once(child, 'exit').then(() => true)
  while (!words.test(output)) {
    const more = new Promise<boolean>((resolve) => child.stdout?.once('data', () => resolve(false)))
    if (await Promise.race([ended, more])) throw new Error(`the server ended: ${output}`)
  }
  return output
}

describe('the archive', () => {
  it('has the sum of each of its files, and no other file', () => {
    const names = readdirSync(release, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(release, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    const sums = sumsIn(path.join(release, 'SHA256SUMS'))
    expect(names.sort()).toEqual([...sums.keys(), 'SHA256SUMS'].sort())
    for (const [name, sum] of sums) expect([name, sumOf(path.join(release, name))]).toEqual([name, sum])
    expect(sumsIn(path.join(folder, 'SHA256SUMS')).get(ARCHIVE)).toBe(sumOf(path.join(folder, ARCHIVE)))
  })

  it('is the same, byte for byte, when it is made twice', () => {
    expect(sumOf(path.join(folder, 'again', ARCHIVE))).toBe(sumOf(path.join(folder, ARCHIVE)))
  })

  it('asks for no package of development, and tells the licence of every package that it asks for', () => {
    const { packages } = readJson('package-lock.json') as { packages: Record<string, { name?: string }> }
    const names = Object.entries(packages)
      .filter(([place]) => place !== '')
      .map(([place, { name }]) => name ?? place.replace(/^.*node_modules\//, ''))
    for (const name of ['esbuild', 'typescript', 'jest', '@types/node']) expect(names).not.toContain(name)
    expect(readJson('package.json')).not.toHaveProperty('devDependencies')
    expect(packages['']).not.toHaveProperty('devDependencies')
    const licences = readFileSync(path.join(release, 'LICENCES-OF-PACKAGES.txt'), 'utf8')
    const told = [...licences.matchAll(/^={80}\n(\S+) \S+: \S/gm)].map(([, name]) => name)
    expect(told).toEqual(names)
    const billed = readJson('sbom.cdx.json').components.map(({ name }: { name: string }) => name)
    expect(names.filter((name) => !billed.includes(name))).toEqual([])
  })

  it('has in deploy/ an image that takes each of its files', () => {
    const lines = readFileSync(path.join(release, 'deploy/Dockerfile.dockerignore'), 'utf8').split('\n')
    const taken = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(taken.sort()).toEqual(readdirSync(release).sort())
  })
})

it('says in words that its packages are to be installed', async () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/guichet.mjs', 'start'], {
    cwd: release,
    encoding: 'utf8',
    env: {},
  })
  expect([status, stderr]).toEqual([1, expect.stringContaining('npm ci --omit=dev')])
  expect(stderr).not.toMatch(/\n\s+at /)
})

describe('the archive, with its packages and without a network', () => {
  beforeAll(installPackages)

  it('starts, searches by meaning, and answers a question', async () => {
    const { start: command } = readJson('package.json').scripts as { start: string }
    const server = start(command.split(' ').slice(1))
    const output = await says(server, /Le modèle est prêt/)
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? []
    const page = await fetch(`${address}/widget.js`, { headers: { 'Accept-Encoding': 'br' } })
    expect([page.status, page.headers.get('content-encoding')]).toEqual([200, 'br'])
    const response = await fetch(`${address}/api/v1/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question: 'Comment refaire ma carte d’identité ?' }),
    })
    expect(await response.json()).toMatchObject({
      outcome: 'answered',
      answer: { entryId: 'carte-identite-renouvellement' },
      encoderVersion: expect.any(String),
    })
    server.kill('SIGTERM')
    expect(await once(server, 'exit')).toEqual([0, null])
    expect(output).not.toContain('tried to reach')
  })

  it('brings what a start makes of its content, which is what is made of it anew', async () => {
    const anew = path.join(folder, 'prepared')
    const code = pathToFileURL(path.join(release, 'dist/src/commands/prepare-content.js')).href
    const program = `import { prepareContent } from '${code}'; await prepareContent(${JSON.stringify(anew)})`
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: release, env: {} })
    const sums = (place: string) => readdirSync(place).map((name) => [name, sumOf(path.join(place, name))])
    const brought = sums(path.join(release, 'dist/prepared'))
    expect(brought.map(([name]) => name?.replace(/-.*/, ''))).toEqual([
      'entries',
      'languages',
      'signals',
      'waste',
      'words',
    ])
    expect(sums(anew)).toEqual(brought)
  })

  it('has the command `guichet`', async () => {
    const { bin } = readJson('package.json') as { bin: { guichet: string } }
    expect(await says(start([bin.guichet, '--help']), /stop-answers/)).toContain('guichet <commande>')
    expect(await says(start([bin.guichet, 'demonstration', 'list']), /@/)).not.toContain('tried to reach')
  })
})
