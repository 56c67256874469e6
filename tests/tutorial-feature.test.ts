import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const TUTORIAL = readFileSync('docs/tutorials/developer.md', 'utf8')
const [, section = ''] = TUTORIAL.split('## Add a feature in an hour\n')
/** The files that the reader writes, by path: each is named right before its block. */
const FILES = new Map(
  [...section.matchAll(/`([\w/.-]+)`:\n\n```ts\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => [path, text]),
)
const [, listed = ''] = /`src\/features\.ts`:\n\n```diff\n([\s\S]*?)```/.exec(section) ?? []
const [, address = '', answer = ''] =
  /<http:\/\/127\.0\.0\.1:3000(\S+)> answers[^`]*```json\n([\s\S]*?)```/.exec(section) ?? []
const TEST = [...FILES.keys()].find((path) => path.endsWith('.test.ts')) ?? ''
const LIST = 'src/features.ts'

/** A clone: what the reader changes and what tests copy again is a copy, everything else is that of this tree. */
let clone: string

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'guichet-feature-'))
  const shared = ['node_modules', 'public', 'models', 'benchmarks', 'scripts', 'dist', 'deploy', 'training']
  const own = (await readdir('.')).filter((name) => ![...shared, '.git', 'docs', 'data'].includes(name))
  for (const name of own) await cp(name, join(clone, name), { recursive: true })
  for (const name of shared) await symlink(resolve(name), join(clone, name))
  for (const [path, text] of FILES) {
    await mkdir(dirname(join(clone, path)), { recursive: true })
    await writeFile(join(clone, path), text)
  }
  await writeFile(join(clone, LIST), withAdded(readFileSync(LIST, 'utf8'), listed))
})
afterAll(() => rm(clone, { recursive: true, force: true }))

/** A text with the lines that a difference adds, each after the one that is quoted before it; "…" stands for lines that are not quoted. */
function withAdded(text: string, difference: string): string {
  const lines = text.split('\n')
  let place = -1
  for (const line of difference.trimEnd().split('\n')) {
    const quoted = line.slice(1)
    if (quoted === '…') continue
    if (line.startsWith('+')) lines.splice(++place, 0, quoted)
    else place = lines.indexOf(quoted, place + 1)
    if (place < 0) throw new Error(`there is no line ${quoted}`)
  }
  return lines.join('\n')
}

/** Runs a program of a package in the clone. */
function inClone(program: string, ...args: string[]) {
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('node_modules', program), ...args], {
    cwd: clone,
    env,
    encoding: 'utf8',
  })
  return { status, said: `${stdout}${stderr}` }
}

describe('the feature that a developer adds by the tutorial', () => {
  it('is made of what the document has her write', () => {
    expect([...FILES.keys()]).toEqual([
      ...['contract', 'routes'].map((name) => `src/features/holidays/${name}.ts`),
      'tests/features/holidays/holidays.test.ts',
    ])
    expect(section).toContain('```sh\nnpm test -- tests/features/holidays\n```')
  })

  it('has no fault of types or of style', async () => {
    // The whole product is checked elsewhere; what the feature needs and is not given would stop its server.
    const own = {
      extends: './tsconfig.json',
      compilerOptions: { composite: false, emitDeclarationOnly: false, noEmit: true, types: ['node'] },
      include: ['src/features/holidays', 'src/**/*.d.ts'],
      references: [],
    }
    await writeFile(join(clone, 'tsconfig.own.json'), JSON.stringify(own))
    expect(inClone('typescript/bin/tsc', '-p', 'tsconfig.own.json')).toEqual({ status: 0, said: '' })
    const checked = inClone('@biomejs/biome/bin/biome', 'check', ...FILES.keys(), LIST)
    expect(checked).toEqual({ status: 0, said: expect.stringContaining('No fixes applied') })
  })

  it('answers what the document quotes, and passes its own test', async () => {
    const probe = join(clone, dirname(TEST), 'quoted.test.ts')
    const quoted = `
it('answers what is quoted', async () => {
  const { days } = ${answer}
  const { body } = await server.call('GET', '${address.replace('/api/v1', '')}')
  expect(body.days.slice(0, days.length)).toEqual(days)
})`
    await writeFile(probe, `${FILES.get(TEST)}${quoted}`)
    const { status, said } = inClone('jest/bin/jest.js', '-i', dirname(TEST))
    await rm(probe)
    expect(said).toMatch(/Tests: +7 passed, 7 total/)
    expect(status).toBe(0)
  })

  it('is gone when its line is', async () => {
    await writeFile(join(clone, LIST), readFileSync(LIST, 'utf8'))
    const { status, said } = inClone('jest/bin/jest.js', '-i', TEST)
    expect(status).not.toBe(0)
    expect(said).toMatch(/✕ is described for other programs/)
    expect(said).toMatch(/✕ tells the next holidays of a commune/)
    expect(said).toMatch(/Received: "not_found"/)
  })
})
