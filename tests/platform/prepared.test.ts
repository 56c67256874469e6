import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  digestOfFiles,
  type PreparedStore,
  prepared,
  preparedFiles,
  preparedInMemory,
  usePrepared,
} from '../../src/platform/prepared.js'

let folder: string
let made: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-prepared-'))
  made = 0
})
afterEach(async () => {
  usePrepared({ read: () => undefined })
  await rm(folder, { recursive: true, force: true })
})

const value = () => ({ words: new Map([['mairie', 2]]), runs: Uint32Array.of(1, 2) })
const make = () => {
  made += 1
  return value()
}
const ask = (digest: string | null = 'abc') => prepared('languages', async () => digest, make)

describe.each<[string, () => PreparedStore]>([
  ['files', () => preparedFiles(folder)],
  ['memory', preparedInMemory],
])('a store in %s', (_, open) => {
  it('gives what was made of the same content, and makes it of another', async () => {
    usePrepared(open())
    expect([await ask(), await ask(), made]).toEqual([value(), value(), 1])
    await ask('another')
    expect(made).toBe(2)
  })

  it('keeps nothing of content that cannot be read, that changes meanwhile, or that is at fault', async () => {
    usePrepared(open())
    await ask(null)
    await ask(null)
    expect(made).toBe(2)
    const digests = ['before', 'after', 'before', 'before', 'before']
    const changing = () => prepared('languages', async () => digests.shift() ?? null, make)
    await changing()
    await changing()
    expect(made).toBe(4)
    await changing()
    expect(made).toBe(4)
    const fault = () =>
      prepared(
        'languages',
        async () => 'faulty',
        () => Promise.reject(new Error('at fault')),
      )
    await expect(fault()).rejects.toThrow('at fault')
    await expect(fault()).rejects.toThrow('at fault')
  })
})

it('takes a file that is torn, or of another length, for none', async () => {
  usePrepared(preparedFiles(folder))
  await ask()
  const [name = ''] = await readdir(folder)
  const bytes = await readFile(join(folder, name))
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1
  for (const spoilt of [bytes, bytes.subarray(0, 40), Buffer.alloc(0)]) {
    await writeFile(join(folder, name), spoilt)
    const before = made
    expect(await ask()).toEqual(value())
    expect(made).toBe(before + 1)
  }
})

describe('the digest of files', () => {
  const write = async (name: string, text: string) => {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const digest = () => digestOfFiles([{ folder }, { folder: join(folder, 'deep'), isDeep: true }])

  it('changes with a byte, a name or a file more, wherever the folder lies', async () => {
    await write('a.md', 'un')
    await write('deep/fr/b.md', 'deux')
    await write('other/c.md', 'not read')
    const digests = [await digest()]
    expect(await digest()).toBe(digests[0])
    await write('other/c.md', 'still not read')
    expect(await digest()).toBe(digests[0])
    for (const [name, text] of [
      ['a.md', 'deux'],
      ['deep/fr/b.md', 'un'],
      ['b.md', ''],
      ['deep/fr/d.md', ''],
    ] as const) {
      await write(name, text)
      digests.push(await digest())
    }
    expect(new Set(digests).size).toBe(digests.length)
    expect(await digestOfFiles([{ folder }], ['more'])).not.toBe(await digestOfFiles([{ folder }]))
  })

  it('follows links, as mounted files are, and is null where one leads nowhere', async () => {
    await write('a.md', 'un')
    const real = await digestOfFiles([{ folder }])
    const linked = await mkdtemp(join(tmpdir(), 'guichet-linked-'))
    await symlink(join(folder, 'a.md'), join(linked, 'a.md'))
    expect(await digestOfFiles([{ folder: linked }])).toBe(real)
    await symlink(join(folder, 'nowhere'), join(linked, 'b.md'))
    expect(await digestOfFiles([{ folder: linked }])).toBeNull()
    await rm(linked, { recursive: true })
  })

  it('is that of no file where the folder is missing', async () => {
    expect(await digestOfFiles([{ folder: join(folder, 'missing') }])).toBe(await digestOfFiles([{ folder }]))
  })
})
