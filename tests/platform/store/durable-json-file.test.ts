import { readFile, rm, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DurableJsonFile } from '../../../src/platform/store/durable-json-file.js'
import { makeFaultyFileSystem } from './faulty-file-system.js'
import { listFiles, makeTemporaryFolder, removeFolder } from './temporary-folder.js'

interface Sample {
  version: number
}

describe('DurableJsonFile', () => {
  let folder: string
  let file: string
  let recovered: string[]

  beforeEach(async () => {
    folder = await makeTemporaryFolder()
    file = path.join(folder, 'deep', 'er', 'document.json')
    recovered = []
  })
  afterEach(() => removeFolder(folder))

  const open = (fileSystem = makeFaultyFileSystem().fileSystem) =>
    new DurableJsonFile<Sample>(file, { fileSystem, latest: 9, onRecovered: (path) => recovered.push(path) })

  const writeTwice = async () => {
    await open().write({ version: 1 })
    await open().write({ version: 2 })
  }

  it('reads null when nothing was written', async () => {
    expect(await open().read()).toBeNull()
    expect(recovered).toEqual([])
  })

  it('writes, creating folders, and keeps only the former version beside', async () => {
    await writeTwice()
    expect(await open().read()).toEqual({ version: 2 })
    expect(JSON.parse(await readFile(`${file}.bak`, 'utf8'))).toMatchObject({ version: 1 })
    expect(await listFiles(folder)).toEqual(['deep/er/document.json', 'deep/er/document.json.bak'])
  })

  it('synchronises the file before its name appears, and the folder after', async () => {
    await open().write({ version: 1 })
    const faulty = makeFaultyFileSystem()
    await open(faulty.fileSystem).write({ version: 2 })
    expect(faulty.counts.get('sync')).toBe(2)
    expect(faulty.counts.get('rename')).toBe(1)
  })

  it.each([
    ['torn', (path: string) => writeFile(path, '{"version":')],
    ['empty', (path: string) => writeFile(path, '')],
    ['filled with zeros', (path: string) => writeFile(path, '\0\0\0\0')],
    ['not an object', (path: string) => writeFile(path, 'null')],
    ['missing', (path: string) => unlink(path)],
  ])('reads the backup of a document that is %s, and says so', async (_, damage) => {
    await writeTwice()
    await damage(file)
    expect(await open().read()).toEqual({ version: 1 })
    expect(recovered).toEqual([file])
  })

  it('does not let a torn document replace the backup it was recovered from', async () => {
    await writeTwice()
    await writeFile(file, '{"vers')
    const adapter = open()
    await adapter.read()
    await adapter.write({ version: 3 })
    await writeFile(file, '{"vers')
    expect(await open().read()).toEqual({ version: 1 })
  })

  it('believes what a version that wrote no digest has left, and adds it at the next write', async () => {
    await writeTwice()
    await writeFile(file, '{"version":3}')
    expect(await open().read()).toEqual({ version: 3 })
    await open().write({ version: 4 })
    expect(await readFile(file, 'utf8')).toMatch(/^\{"version":4,"sha256":"[0-9a-f]{64}"\}$/)
    await writeFile(file, (await readFile(file, 'utf8')).replace('4', '5'))
    expect(await open().read()).toEqual({ version: 3 })
  })

  it('says that it cannot read when both are torn, and when there is no backup', async () => {
    await writeTwice()
    await writeFile(file, '{"vers')
    await writeFile(`${file}.bak`, '')
    await expect(open().read()).rejects.toThrow(file)
    await rm(`${file}.bak`)
    await expect(open().read()).rejects.toThrow(file)
  })

  it('does not take a refused access for a missing file', async () => {
    await writeTwice()
    const faulty = makeFaultyFileSystem()
    faulty.break('readFile', 'EACCES', (path) => path === file)
    await expect(open(faulty.fileSystem).read()).rejects.toMatchObject({ code: 'EACCES' })
    expect(recovered).toEqual([])
  })

  it.each([
    ['open', 'EACCES'],
    ['open', 'ENOSPC'],
    ['sync', 'EIO'],
    ['link', 'ENOSPC'],
    ['rename', 'EIO'],
  ] as const)('keeps the former version and leaves nothing behind when %s fails with %s', async (call, code) => {
    await writeTwice()
    const faulty = makeFaultyFileSystem()
    const adapter = open(faulty.fileSystem)
    faulty.break(call, code)
    await expect(adapter.write({ version: 3 })).rejects.toMatchObject({ code })
    faulty.repair()
    expect(await adapter.read()).toEqual({ version: 2 })
    expect((await listFiles(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    await adapter.write({ version: 4 })
    expect(await open().read()).toEqual({ version: 4 })
  })

  it('takes the new version back when its name cannot be made durable', async () => {
    await open().write({ version: 1 })
    const faulty = makeFaultyFileSystem()
    faulty.break('sync', 'EIO', (target) => target === path.dirname(file))
    await expect(open(faulty.fileSystem).write({ version: 2 })).rejects.toMatchObject({ code: 'EIO' })
    expect(await open().read()).toEqual({ version: 1 })
    await open().erase()
    await expect(open(faulty.fileSystem).write({ version: 2 })).rejects.toMatchObject({ code: 'EIO' })
    expect(await open().read()).toBeNull()
  })

  it('is content with a file system that cannot synchronise folders', async () => {
    const faulty = makeFaultyFileSystem()
    faulty.break('sync', 'EINVAL', (target) => !target.endsWith('.tmp'))
    await open(faulty.fileSystem).write({ version: 1 })
    expect(await open().read()).toEqual({ version: 1 })
  })

  it('erases the document, its backup and what was being written, and nothing else', async () => {
    await writeTwice()
    await writeFile(`${file}.someone.tmp`, '{"version":')
    await writeFile(`${file.replace('.json', '-2.json')}`, '{}')
    await open().erase()
    expect(await listFiles(folder)).toEqual(['deep/er/document-2.json'])
    await open().erase()
    expect(await open().read()).toBeNull()
  })

  it('never leaves a backup by itself of what it was asked to erase', async () => {
    await writeTwice()
    const faulty = makeFaultyFileSystem()
    faulty.break('unlink', 'EIO', (target) => target === file)
    await expect(open(faulty.fileSystem).erase()).rejects.toMatchObject({ code: 'EIO' })
    expect(await listFiles(folder)).toEqual(['deep/er/document.json'])
  })
})
