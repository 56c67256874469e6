import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const guide = readFileSync('docs/installer.md', 'utf8')
const blocksOf = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) =>
    block.trim(),
  )
const [install = '', doctor = ''] = blocksOf('sh')
const example = JSON.parse(blocksOf('json')[0] ?? '') as Record<string, string>
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/**
 * What a bare Debian has and this machine should not be asked: packages, accounts, the system's services. Everything else is run as it is written, with the
 * folders of the system in one of the test's own.
 */
const STUBS: Record<string, string> = {
  sudo: '[ "$1" = -u ] && shift 2\nexec "$@"',
  'apt-get': 'echo "apt-get $*" >> "$LOG"',
  adduser: 'mkdir -p "$ROOT/srv/guichet"; echo "adduser $*" >> "$LOG"',
  npm: 'echo "npm $*" >> "$LOG"',
  npx: 'shift; exec node scripts/guichet.mjs "$@"',
  systemctl: 'echo "systemctl $*" >> "$LOG"',
}
/** Accounts are not made here: who a folder belongs to is left out, and the account is named to setup, which refuses root. */
const here = (line: string) =>
  line
    .replaceAll(' -o guichet -g guichet', '')
    .replaceAll('npx guichet setup', `npx guichet setup --no-network --account guichet --to ${folder}/etc/guichet`)
    .replace(/(?<=[ =])\/(srv|etc|var)\//g, `${folder}/$1/`)

let folder: string
let port: string
beforeAll(async () => {
  folder = realpathSync(await mkdtemp(join(tmpdir(), 'guichet-installer-')))
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = String((server.address() as { port: number }).port)
  server.close()
  for (const name of ['bin', 'etc/systemd/system', 'etc/caddy', 'var/lib'])
    mkdirSync(join(folder, name), { recursive: true })
  for (const [name, script] of Object.entries(STUBS)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  // The clone, in an archive of the shape of a release: tests/deploy makes the real one.
  const release = join(folder, `guichet-${version}`)
  mkdirSync(release)
  for (const name of ['dist', 'public', 'knowledge', 'intents', 'models', 'scripts', 'deploy', 'docs', 'package.json'])
    symlinkSync(join(process.cwd(), name), join(release, name))
  run(`tar cz --file guichet-${version}.tar.gz guichet-${version} && rm -r guichet-${version}`)
  run(`sha256sum guichet-${version}.tar.gz > SHA256SUMS`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs lines in one shell, as somebody types them. */
function run(lines: string, input = '') {
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', lines], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { PATH: `${folder}/bin:${process.env.PATH}`, ROOT: folder, LOG: join(folder, 'log'), GUICHET_SET_UP: 'no' },
  })
  return { status, said: `${stdout}${stderr}`.replace(/[\u00a0\u202f]/g, ' ') }
}

/** What the unit starts, with its settings. */
function startUnit(): ChildProcess {
  const unit = readFileSync(join(folder, 'etc/systemd/system/guichet.service'), 'utf8')
  const of = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  const [program = '', ...words] = of('ExecStart').split(' ')
  const [name = '', value = ''] = of('Environment').split('=')
  const env = { PATH: process.env.PATH, [name]: value, GUICHET_SET_UP: 'no', GUICHET_MODEL_DIR: folder }
  return spawn(program, words, { cwd: of('WorkingDirectory'), env })
}

describe('docs/installer.md', () => {
  it('takes ten commands at most, of this version', () => {
    expect(install.split('\n').length).toBeLessThanOrEqual(10)
    expect(install).toContain(`guichet-${version}.tar.gz`)
  })

  it('leads from its commands to a town that answers', async () => {
    // Answered as they are asked: what the example says, the usual port and data folder aside.
    const asked = [
      ...['name', 'address', 'postalCode', 'phone', 'email', 'hours', 'site', 'publicUrl', 'smtpUrl', 'mailFrom'],
      ...['webServer', 'adminName', 'adminEmail', 'adminPassword'],
    ]
    const typed = [...asked.map((name) => example[name]), port, join(folder, 'var/lib/guichet')]
    // A slip, to see that it is asked again.
    const input = ['12', ...typed].join('\n')
    const { status, said } = run(install.split('\n').map(here).join('\n'), `${input}\n`)
    expect([status, said]).toEqual([0, expect.stringContaining('Compte créé : secretariat@saint-bourg.fr')])
    expect(said).toContain(`guichet-${version}.tar.gz: OK`)
    expect(said).toContain('avec des lettres')
    expect(readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-3)).toEqual([
      'systemctl enable guichet',
      'systemctl restart guichet caddy',
      '',
    ])
    expect(readFileSync(join(folder, 'etc/caddy/Caddyfile'), 'utf8')).toContain('chat.saint-bourg.fr {')
    // The next version takes its place by the link.
    expect(readFileSync(join(folder, 'etc/guichet/guichet.service'), 'utf8')).toContain(
      `WorkingDirectory=${folder}/srv/guichet/current\n`,
    )
    const server = startUnit()
    try {
      let output = ''
      for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text) => (output += text))
      while (!output.includes('Ctrl C')) {
        if (server.exitCode !== null) throw new Error(output)
        await setTimeout(50)
      }
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'Comment renouveler ma carte d’identité ?' }),
      })
      expect(await response.json()).toMatchObject({ outcome: 'answered' })
      const state = run(`${here(doctor)} --no-network`)
      expect(state.said).toContain('Communes servies : Saint-Bourg.')
      expect(state.said).toContain('_dmarc.saint-bourg.fr.')
      // Nothing but the backup that nobody made yet.
      expect(state.said).toContain('À corriger : 1.')
    } finally {
      server.kill('SIGKILL')
    }
  }, 120_000)

  it('shows answers that setup takes', () => {
    const answers = { ...example, port, dataDir: join(folder, 'tried') }
    writeFileSync(join(folder, 'reponses.json'), JSON.stringify(answers))
    const { status, said } = run(
      `cd srv/guichet/current && ${here('npx guichet setup')} --from ${folder}/reponses.json --dry-run`,
    )
    expect([status, said]).toEqual([0, expect.stringContaining('Rien n’a été écrit (--dry-run).')])
  })
})
