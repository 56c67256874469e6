import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Citizens } from '../benchmarks/upgrade/citizens.js'
import { InstalledTown } from '../benchmarks/upgrade/installed-town.js'
import { runGuichet } from '../src/commands/upgrade/run-program.js'

const PATIENCE_MS = 400_000

interface Block {
  commands: string
  /** What the guide says that they answer; `null`: nothing. */
  answer: string | null
}

/** The commands of a guide, in order, each with the answer that it shows. */
function blocksOf(guide: string): Block[] {
  const text = readFileSync(`docs/${guide}.md`, 'utf8')
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```(?:\n\n```text\n([\s\S]*?)^```)?/gm)].map(
    ([, commands = '', answer]) => ({
      commands: commands.trim(),
      answer: answer?.trim() ?? null,
    }),
  )
}

/** Accounts, packages and services of the system; the rest is run as it is written, the system's folders in one of the test's own. */
const stubs = (town: InstalledTown): Record<string, string> => ({
  sudo: 'while :; do case $1 in -n) shift ;; -u) shift 2 ;; -l) exit 0 ;; *) break ;; esac; done; exec "$@"',
  systemctl: `case $1 in stop|disable) act=stop ;; start) act=start ;; esac\nexec service $act ${town.ports[0]}`,
  npx: 'shift; exec node scripts/guichet.mjs "$@"',
  crontab: `cat > ${town.folder}/crontab`,
  deluser: `echo "$*" > ${town.folder}/deluser`,
})

let town: InstalledTown
let citizens: Citizens
beforeAll(async () => {
  town = await InstalledTown.install({
    ...{ clone: process.cwd(), version: '0.2.0', databaseUrl: null, instances: 1, model: false, drainSeconds: 0 },
  })
  for (const [name, script] of Object.entries(stubs(town))) town.addProgram(name, `#!/bin/sh\n${script}\n`)
  for (const name of ['etc/sudoers.d', 'etc/systemd/system', 'var/backups'])
    mkdirSync(join(town.folder, name), { recursive: true })
  await town.service('stop')
  const account = ['user', 'add', '--email', 'vous@ville.example', '--name', 'Vous', '--role', 'admin']
  const settings = { ...town.settings, GUICHET_PASSWORD: 'une longue phrase de passe' }
  await runGuichet(join(town.root, 'current'), account, settings)
  await town.service('start')
  citizens = new Citizens(`http://127.0.0.1:${town.ports[0]}`, 2, { thinkMs: 100, probeMs: 500 })
}, PATIENCE_MS)
afterAll(() => town.close(), PATIENCE_MS)

/** Runs lines in one shell, as somebody types them. */
function run({ commands, answer }: Block) {
  const here = commands
    .replace(/ -o guichet| -g guichet/g, '')
    .replace(/(?<=[ =(])\/(srv|etc|var)\//g, `${town.folder}/$1/`)
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', here], {
    cwd: town.folder,
    encoding: 'utf8',
    env: { ...process.env, ...town.settings, GUICHET_CONFIG: '' },
  })
  const said = `${stdout}${stderr}`.replaceAll(town.folder, '')
  if (answer !== null) expectAnswer(said, answer)
  return { status, said }
}

const DATE = /\b\d+(er)? \p{L}+ (?=\d{4} )/gu
/** Hours, sizes and numbers are those of the day. */
const plain = (line: string) =>
  line
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(DATE, 'DATE ')
    .replace(/\d+/g, '0')
    .trim()

/** Each line of a guide's answer, in order; `…` stands for lines that it leaves out. */
function expectAnswer(said: string, answer: string): void {
  const lines = said.trim().split('\n').map(plain)
  let mayLeaveOut = false
  for (const wanted of answer.split('\n').map(plain)) {
    if (wanted === '…') {
      mayLeaveOut = true
      continue
    }
    if (mayLeaveOut) while (lines.length > 0 && lines[0] !== wanted) lines.shift()
    expect([wanted, lines.shift(), said]).toEqual([wanted, wanted, said])
    mayLeaveOut = false
  }
  if (!mayLeaveOut) expect(lines).toEqual([])
}

async function bringArchive(version: string) {
  const archive = await town.archive({ version })
  for (const name of [archive, join(dirname(archive), 'SHA256SUMS')])
    await copyFile(name, join(town.folder, name.replace(/.*\//, '')))
}

describe('the guides of an operator, run as they are written', () => {
  it(
    'docs/updating.md',
    async () => {
      const [rights, usual, back, first] = blocksOf('updating') as [Block, Block, Block, Block]
      expect(run(rights).status).toBe(0)
      await bringArchive('0.3.0')
      expect(run(first)).toMatchObject({ status: 0, said: expect.stringContaining('Guichet 0.3.0 est en place') })
      await bringArchive('0.4.0')
      expect(run(usual).status).toBe(0)
      expect(town.current).toBe('0.4.0')
      expect(run(back).status).toBe(1)
      expect(await citizens.end()).toMatchObject({ lost: 0, doubled: 0 })
    },
    PATIENCE_MS,
  )

  it(
    'docs/safekeeping.md',
    async () => {
      const blocks = blocksOf('safekeeping')
      expect(blocks.map(({ answer }) => answer !== null)).toEqual([true, false, true, false])
      for (const block of blocks) {
        const { status, said } = run(block)
        expect([status, said]).toEqual([0, said])
      }
      expect(readFileSync(join(town.folder, 'crontab'), 'utf8')).toMatch(
        /^15 2 \* \* \* cd \S+ && GUICHET_CONFIG=\S+ npx guichet backup/,
      )
      await town.serves()
      expect(await citizens.compare()).toEqual({ lost: 0, doubled: 0 })
    },
    PATIENCE_MS,
  )

  it(
    'docs/leaving.md',
    async () => {
      const [take, split, erase] = blocksOf('leaving') as [Block, Block, Block]
      expect(run(take).status).toBe(0)
      expect(run(split).status).toBe(0)
      const linesOf = (name: string) => readFileSync(join(town.folder, name), 'utf8').trim().split('\n')
      const conversations = linesOf('conversations.ndjson').map((line) => JSON.parse(line).document)
      expect(
        conversations.flatMap(({ messages }) => messages).filter(({ author }) => author === 'citizen').length,
      ).toBe(citizens.acknowledged)
      expect(run(erase).status).toBe(0)
      for (const name of ['srv/guichet', 'var/lib/guichet', 'etc/guichet', 'var/backups/guichet', 'var/backups/depart'])
        expect([name, existsSync(join(town.folder, name))]).toEqual([name, false])
    },
    PATIENCE_MS,
  )
})
