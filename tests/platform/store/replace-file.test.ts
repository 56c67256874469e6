import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { READABLE, replaceFile } from '../../../src/platform/store/replace-file.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-replace-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('a file that is replaced', () => {
  it('is there whole, of its owner alone, in a folder that is made', async () => {
    const file = join(folder, 'deep', 'down', 'one.json')
    await replaceFile(file, '{"a":1}')
    expect(await readFile(file, 'utf8')).toBe('{"a":1}')
    expect(await modeOf(file)).toBe(0o600)
    expect(await modeOf(join(folder, 'deep'))).toBe(0o700)
    await replaceFile(file, new Uint8Array([1, 2]), READABLE)
    expect([...(await readFile(file))]).toEqual([1, 2])
    expect(await modeOf(file)).toBe(READABLE)
    expect(await readdir(join(folder, 'deep', 'down'))).toEqual(['one.json'])
  })

  it('is read as it was until the last piece has come', async () => {
    const file = join(folder, 'one')
    await writeFile(file, 'former')
    const seen: string[] = []
    await replaceFile(
      file,
      (async function* () {
        yield Buffer.from('ne')
        seen.push(await readFile(file, 'utf8'))
        yield Buffer.from('w')
        seen.push(await readFile(file, 'utf8'))
      })(),
    )
    expect(seen).toEqual(['former', 'former'])
    expect(await readFile(file, 'utf8')).toBe('new')
  })

  it('stays as it was, with nothing beside it, when its pieces fail or it cannot take its place', async () => {
    const file = join(folder, 'one')
    await writeFile(file, 'former')
    const broken = (async function* () {
      yield Buffer.from('half')
      throw new Error('lost')
    })()
    await expect(replaceFile(file, broken)).rejects.toThrow('lost')
    expect(await readFile(file, 'utf8')).toBe('former')
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true })
    await expect(replaceFile(join(folder, 'taken'), 'text')).rejects.toMatchObject({ code: 'EISDIR' })
    expect((await readdir(folder)).sort()).toEqual(['one', 'taken'])
  })
})
