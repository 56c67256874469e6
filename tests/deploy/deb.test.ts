import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const run = promisify(execFile)
/** Where dpkg runs the scripts of a package outside its root, what would change this machine is a stub. */
const STUBS: Record<string, string> = {
  adduser: 'echo "adduser $*" >> "$LOG"',
  deluser: 'echo "deluser $*" >> "$LOG"',
  chown: 'echo "chown $*" >> "$LOG"',
  systemctl: 'echo "systemctl $*" >> "$LOG"',
  runuser: 'echo "runuser $*" >> "$LOG"; [ ! -e "$ROOT/full" ]',
}

let folder: string
let root: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-deb-test-'))
  root = join(folder, 'root')
  for (const name of ['bin', 'root/var/lib/dpkg/info', 'root/run/systemd/system'])
    mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(root, 'var/lib/dpkg/status'), '')
  for (const [name, script] of Object.entries(STUBS)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  for (const version of ['0.3.0', '0.3.1']) await makePackage(version)
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Of an archive that has one package and one program: tests/deploy/release.test.ts makes the whole one. */
async function makePackage(version: string): Promise<void> {
  const release = join(folder, `guichet-${version}`)
  mkdirSync(release)
  for (const name of ['LICENSE', 'scripts']) await cp(name, join(release, name), { recursive: true })
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const dependencies = { zod: packages['node_modules/zod'].version }
  const lock = { packages: { '': { dependencies }, 'node_modules/zod': packages['node_modules/zod'] } }
  writeFileSync(join(release, 'package.json'), JSON.stringify({ name: 'guichet', version, dependencies }))
  writeFileSync(join(release, 'package-lock.json'), JSON.stringify(lock))
  await run('tar', ['czf', `guichet-${version}.tar.gz`, `guichet-${version}`], { cwd: folder })
  await run('node', ['scripts/deb.mjs', join(folder, `guichet-${version}.tar.gz`)])
}

const fileOf = (version: string) =>
  join(folder, `guichet_${version}_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.deb`)
const log = () => readFileSync(join(folder, 'log'), 'utf8')

function dpkg(...words: string[]) {
  // Its dependencies are not in this empty root.
  const { status, stdout, stderr } = spawnSync(
    'dpkg',
    [`--root=${root}`, '--force-script-chrootless', '--force-depends', '--force-not-root', ...words],
    {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, ROOT: root, LOG: join(folder, 'log') },
    },
  )
  return { status, said: `${stdout}${stderr}`.replace(/[\u00a0\u202f]/g, ' ') }
}

describe('the package for Debian', () => {
  it('holds the release, the packages that run and the service, each root’s and read by all', async () => {
    const { stdout: control } = await run('dpkg-deb', ['--field', fileOf('0.3.0')])
    expect(control).toMatch(/^Depends: .*nodejs \(>= 20\.11\)/m)
    const { stdout } = await run('dpkg-deb', ['--contents', fileOf('0.3.0')], { maxBuffer: 1e8 })
    for (const name of [
      'usr/bin/guichet',
      'usr/lib/guichet/scripts/guichet.mjs',
      'usr/lib/guichet/node_modules/zod/package.json',
    ])
      expect(stdout).toContain(` ./${name}\n`)
    const others = stdout.split('\n').filter((line) => line !== '' && !/^[-d]rw[x-]r-[x-]r-[x-] root\/root /.test(line))
    expect(others).toEqual([])
  })

  it('has the service of deploy/, in its own places', async () => {
    await run('dpkg-deb', ['--extract', fileOf('0.3.0'), join(folder, 'out')])
    const unit = readFileSync(join(folder, 'out/usr/lib/systemd/system/guichet.service'), 'utf8')
    const lines = [
      /^WorkingDirectory=\/usr\/lib\/guichet$/m,
      /^Environment=GUICHET_CONFIG=\/etc\/guichet\/guichet.conf$/m,
    ]
    for (const line of lines) expect(unit).toMatch(line)
  })

  it('is installed, replaced, removed and purged, and erases data at the last alone', () => {
    const data = join(root, 'var/lib/guichet/birth.json')
    const settings = join(root, 'etc/guichet/guichet.conf')
    const first = dpkg('--install', fileOf('0.3.0'))
    expect([first.status, first.said]).toEqual([0, expect.stringContaining('guichet setup')])
    expect(log()).toMatch(/^adduser --system --group .* guichet\n/)
    expect(log()).not.toContain('restart')
    writeFileSync(data, '{}')
    writeFileSync(settings, '')

    // No room for a backup: the former version stays.
    writeFileSync(join(root, 'full'), '')
    expect(dpkg('--install', fileOf('0.3.1')).status).toBe(1)
    const versionThere = () => JSON.parse(readFileSync(join(root, 'usr/lib/guichet/package.json'), 'utf8')).version
    expect(versionThere()).toBe('0.3.0')
    rmFull()
    const next = dpkg('--install', fileOf('0.3.1'))
    expect([next.status, next.said]).toEqual([0, expect.stringContaining('sauvegarde faite')])
    expect(log()).toContain('runuser -u guichet -- guichet backup --to')
    expect([versionThere(), existsSync(data)]).toEqual(['0.3.1', true])
    expect(log()).toContain('systemctl restart guichet.service')

    expect(dpkg('--remove', 'guichet').status).toBe(0)
    expect(log()).toContain('systemctl disable --now guichet.service')
    expect([existsSync(join(root, 'usr/bin/guichet')), existsSync(data), existsSync(settings)]).toEqual([
      false,
      true,
      true,
    ])

    const last = dpkg('--purge', 'guichet')
    expect([last.status, last.said]).toEqual([0, expect.stringContaining('efface les données de la ville')])
    expect([existsSync(data), existsSync(settings), existsSync(join(root, 'var/backups/guichet'))]).toEqual([
      false,
      false,
      true,
    ])
    expect(log()).toContain('deluser --quiet --system guichet')
  })
})

const rmFull = () => spawnSync('rm', [join(root, 'full')])
