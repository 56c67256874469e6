import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'

/** Licences of what may run in a town hall beside the EUPL-1.2. The table is in docs/dependencies.md. */
const MAY_RUN = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 Apache-2.0 MPL-2.0 PSF-2.0'.split(' '),
)
/** What only developers have may be under these too. */
const MAY_DEVELOP = new Set([...MAY_RUN, 'CC-BY-4.0', 'Zlib', 'CC0-1.0'])

interface Locked {
  /** Its own, where it takes the place of another. */
  name?: string
  version?: string
  license?: string
  integrity?: string
  resolved?: string
  dev?: boolean
  /** Asked for by development, and an optional part of what runs: `npm ci --omit=dev` installs it. */
  devOptional?: boolean
  hasInstallScript?: boolean
  link?: boolean
}

let locked: [name: string, entry: Locked][]
let direct: { dependencies: Record<string, string>; devDependencies: Record<string, string> }
let page: string

beforeAll(async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
  locked = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => [path.replace(/^.*node_modules\//, ''), entry])
  direct = JSON.parse(await readFile('package.json', 'utf8'))
  page = await readFile('docs/dependencies.md', 'utf8')
})

/** Whether a licence, perhaps a choice of several or all of several, is within a list. */
function isWithin(licence: string, list: ReadonlySet<string>): boolean {
  const bare = licence.replace(/[()]/g, '')
  if (bare.includes(' OR ')) return bare.split(' OR ').some((one) => isWithin(one, list))
  return bare.split(' AND ').every((one) => list.has(one.trim()))
}

describe('every package', () => {
  it('has a licence of the list', () => {
    const others = locked.filter(([, { license = 'none', dev }]) => !isWithin(license, dev ? MAY_DEVELOP : MAY_RUN))
    expect(locked.length).toBeGreaterThan(500)
    expect(others.map(([name, { license }]) => `${name}: ${license}`)).toEqual([])
  })

  it('is what it was, by its hash, and from no address of its own', () => {
    const loose = locked.filter(([, { integrity, link }]) => link || !/^sha512-/.test(integrity ?? ''))
    expect(loose.map(([name]) => name)).toEqual([])
    const elsewhere = locked.filter(([, { resolved }]) => resolved !== undefined)
    expect(elsewhere.map(([name]) => name)).toEqual([])
  })

  it('that runs has no script at installation, and what builds a clone comes without what tests need', () => {
    const scripted = locked.filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev)
    expect(scripted.map(([name, { devOptional }]) => [name, devOptional])).toEqual([['esbuild', true]])
  })
})

it('no code that reads pictures is installed, nor a second runtime for the model: empty packages take their places', () => {
  const places = ['sharp', 'onnxruntime-web', 'libvips']
  const found = locked.filter(([name]) => places.some((place) => name.includes(place)))
  expect(found.map(([, { name }]) => name)).toEqual(['@favware/skip-dependency', '@favware/skip-dependency'])
})

describe('docs/dependencies.md', () => {
  it('lists every direct dependency at one exact version, with its licence and why, and no other', () => {
    const rows = new Map(
      [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]{3,}) \|$/gm)].map(([, name = '', licence]) => [
        name,
        licence,
      ]),
    )
    const wanted = { ...direct.dependencies, ...direct.devDependencies }
    expect([...rows.keys()].sort()).toEqual(Object.keys(wanted).sort())
    for (const [name, version] of Object.entries(wanted)) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)])
      expect([name, locked.find(([one]) => one === name)?.[1].license]).toEqual([name, rows.get(name)])
    }
  })
})

describe('the bill of materials', () => {
  it('names everything that runs and the model, under licences that are known', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-sbom-'))
    const file = join(folder, 'sbom.cdx.json')
    const { status, stderr } = spawnSync('node', ['scripts/sbom.mjs', file], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    const bill = JSON.parse(await readFile(file, 'utf8'))
    await rm(folder, { recursive: true })
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'guichet'])
    const names = new Set(bill.components.map(({ name }: { name: string }) => name))
    expect(names).toContain('@favware/skip-dependency')
    for (const name of Object.keys(direct.dependencies)) expect(names).toContain(name)
    for (const name of ['jest', 'recheck', 'typescript', 'sharp', 'esbuild']) expect(names).not.toContain(name)
    expect(bill.components.find(({ type }: { type: string }) => type === 'machine-learning-model').hashes).toEqual([
      { alg: 'SHA-256', content: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    const bare = bill.components.filter(({ licenses }: { licenses?: unknown[] }) => !licenses?.length)
    expect(bare.map(({ name }: { name: string }) => name)).toEqual([])
  })
})
